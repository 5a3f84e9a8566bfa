import type { Authenticator } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { password } from "../src/index.ts";
import { begin, newSession, say } from "./attempt.ts";
import { rankTest } from "./rank-test.ts";
import { server } from "./users.ts";

/** Of an honest server, one run in a million fails. */
const alpha = 1e-6;
const tries = 200;

// Times are compared by rank and never measured against a limit: this is the one place where a test looks at them.
// spec
describe(`the times of ${2 * tries} refusals, half of them of an unknown name,`, () => {
  it("do not tell which half", async () => {
    expect(await likeness(server)).toBeGreaterThan(alpha);
  });

  it.each([
    ["refuses an unknown name at once", /^p=.*n=carol/],
    ["refuses an unknown name before it looks at the proof", /,p=/],
  ])("would tell of a server that %s", async (_what, early) => {
    expect(await likeness(hasty(server, early))).toBeLessThan(alpha);
  });
});

const wrong = password("alice", "not her password");
const unknown = password("carol", "not her password");

/** How alike the times of both are: the probability of such a difference by chance. */
async function likeness(subject: Authenticator<"server">): Promise<number> {
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let warm = 0; warm < 50; warm++) await refusalTime(subject, warm % 2 ? wrong : unknown);
  for (let n = 0; n < tries; n++) {
    // In pairs of changing order, so that neither half gets the machine's better moments.
    const order = n % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
    for (const kind of order) times[kind].push(await refusalTime(subject, kind === "known" ? wrong : unknown));
  }
  return rankTest(times.known, times.unknown);
}

/** What the server takes to refuse a client, all its steps together, in nanoseconds. */
async function refusalTime(subject: Authenticator<"server">, client: Authenticator<"client">): Promise<number> {
  const at = newSession();
  const [asking, refusing] = [begin(client, at), begin(subject, at)];
  let spent = 0n;
  let message = await say(asking, "");
  for (;;) {
    const started = process.hrtime.bigint();
    const answer = await say(refusing, message).catch(() => undefined);
    spent += process.hrtime.bigint() - started;
    if (answer === undefined) return Number(spent);
    message = await say(asking, answer);
  }
}

/** The same server, which knows better than to go on with carol when it hears something `early`. */
function hasty(subject: Authenticator<"server">, early: RegExp): Authenticator<"server"> {
  return {
    ...subject,
    begin(context) {
      const exchange = subject.begin(context);
      let isUnknown = false;
      return {
        async step(received) {
          const text = Buffer.from(received).toString();
          isUnknown ||= text.includes("n=carol");
          if (isUnknown && early.test(text)) throw new Error("There is no such user.");
          return exchange.step(received);
        },
      };
    },
  };
}
