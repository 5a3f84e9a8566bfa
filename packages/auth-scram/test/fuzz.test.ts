import { fuzz } from "@countersign/core/testing";
import { describe, expect, it } from "vitest";
import { readClientFinal, readClientFirst, readServerFinal, readServerFirst } from "../src/exchange/messages.ts";
import { formatVerifier, parseVerifier } from "../src/exchange/verifier.ts";
import { readLines, writeLines } from "../src/file/lines.ts";
import { password } from "../src/index.ts";
import { preparedName } from "../src/saslprep.ts";
import { begin, meet, newSession } from "./attempt.ts";
import { seed } from "./seed.ts";
import { secretOfAlice, server, verifiers } from "./users.ts";

interface Parser {
  readonly what: string;
  readonly corpus: readonly string[];
  readonly parse: (input: Buffer) => unknown;
  readonly codes: readonly string[];
  /** It is slow: it gets one in so many of the inputs. */
  readonly oneIn?: number;
}

const inputs = Number(process.env.FUZZ ?? 20_000);
const [wrong, malformed] = ["ERR_COUNTERSIGN_AUTHENTICATION", "ERR_COUNTERSIGN_PROTOCOL"];
const alice = password("alice", secretOfAlice, { maxIterations: 5_000 });
const at = newSession();
const said = (await meet(alice, server, { at })).said as [string, string, string, string];
const channel = { gs2Header: "p=countersign-exporter,,", data: Buffer.alloc(64) };
const verifier = verifiers.get("alice") as string;
const file = `# users\n:SCRAM-SHA-256$4096:${Buffer.alloc(32, 7).toString("base64")}\n\nalice:${verifier}\nb%3Ab:${verifier} {"a":"b"}\n`;

const parsers: readonly Parser[] = [
  {
    what: "a client's first message",
    corpus: [said[0]],
    parse: (input) => readClientFirst(`${input}`, channel),
    codes: [wrong, malformed],
  },
  {
    what: "a server's first message",
    corpus: [said[1]],
    parse: (input) => readServerFirst(`${input}`),
    codes: [malformed],
  },
  {
    what: "a client's last message",
    corpus: [said[2]],
    parse: (input) => readClientFinal(`${input}`),
    codes: [malformed],
  },
  {
    what: "a server's last message",
    corpus: [said[3]],
    parse: (input) => readServerFinal(`${input}`),
    codes: [malformed],
  },
  { what: "a server's half, at first", corpus: [said[0]], parse: hearFirst, codes: [wrong, malformed] },
  { what: "a server's half, at last", corpus: said, parse: hearLast, codes: [wrong, malformed] },
  { what: "a client's half, at first", corpus: said, parse: hearChallenge, codes: [wrong, malformed], oneIn: 20 },
  { what: "a name", corpus: ["zo\u00eb", "\u0627\u0628", "a,=b"], parse: prepare, codes: [] },
  { what: "a verifier", corpus: [verifier], parse: readAgain, codes: ["ERR_COUNTERSIGN_VERIFIER"] },
  { what: "a password file", corpus: [file], parse: readFile, codes: ["ERR_COUNTERSIGN_PASSWORD_FILE"] },
];

// spec
describe(`${inputs} hostile inputs, seed ${seed}:`, () => {
  it.each(parsers)(
    "$what is parsed or refused with an error of ours",
    async ({ corpus, parse, codes, oneIn = 1 }) => {
      const report = await fuzz(
        { seed, inputs: inputs / oneIn, corpus: corpus.map((text) => Buffer.from(text)) },
        parse,
      );
      expect(Object.keys(report.refused).sort()).toEqual([...codes].sort());
      expect(report.accepted + Object.values(report.refused).reduce((sum, count) => sum + count, 0)).toBe(
        inputs / oneIn,
      );
    },
    600_000,
  );
});

async function hearFirst(input: Buffer): Promise<void> {
  await begin(server, at).step(input);
}

/** Whatever comes last, it is the proof that was never made in this attempt. */
async function hearLast(input: Buffer): Promise<void> {
  const half = begin(server, at);
  await half.step(Buffer.from(said[0]));
  const { kind } = await half.step(input);
  if (kind === "done") throw new Error("It was admitted.");
}

async function hearChallenge(input: Buffer): Promise<void> {
  const half = begin(alice, at);
  await half.step(new Uint8Array());
  await half.step(input);
}

function prepare(input: Buffer): void {
  preparedName(`${input}`);
}

function readAgain(input: Buffer): void {
  if (formatVerifier(parseVerifier(`${input}`)) !== `${input}`) throw new Error("Written again, it is another text.");
}

function readFile(input: Buffer): void {
  const lines = readLines(input, "users");
  if (readLines(Buffer.from(writeLines(lines)), "users").length !== lines.length) throw new Error("Lines are lost.");
}
