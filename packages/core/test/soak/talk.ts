import type { Clock, Session } from "../../src/index.ts";
import { type ParcelCheck, parcel } from "./parcels.ts";
import type { Reader } from "./plan.ts";

export interface Talker {
  readonly role: "client" | "server";
  readonly session: Session;
  readonly clock: Clock;
  readonly reader: Reader;
  readonly check: ParcelCheck;
  /** The session has ended. */
  readonly isOver: () => boolean;
  /** Called when the last message was sent, and nothing more will be. */
  readonly closing: () => void;
}

/**
 * Sends messages of these sizes, waits for room as it should, and closes when it has heard everything: who hears the
 * peer's end is closed, too. Never rejects for the end of the session.
 */
export async function tell(
  { role, session, clock, check, isOver, closing }: Talker,
  sizes: readonly number[],
): Promise<void> {
  try {
    for (const [index, bytes] of sizes.entries()) await session.send(parcel(role, index, bytes));
    while (!check.complete && !isOver()) await sleep(clock, 50);
    closing();
    await session.close();
  } catch (error) {
    rethrowForeign(error);
  }
}

/** Reads to the end, at the reader's pace. */
export async function hear(talker: Talker, heard: (index: number) => Promise<void> = nothing): Promise<void> {
  const { session, reader, check } = talker;
  if (reader.kind === "fast" && heard === nothing) {
    session.on("message", (message) => check.take(message));
    return;
  }
  try {
    for await (const message of session) {
      const index = check.count;
      check.take(message);
      await heard(index);
      if (reader.kind === "slow" || (reader.kind === "pausing" && index === reader.pauseBehind)) {
        await sleep(talker.clock, reader.pauseMs);
      }
    }
  } catch (error) {
    rethrowForeign(error);
  }
}

/** Answers each message with one of the size that the list says. */
export async function answer(talker: Talker, sizes: readonly number[]): Promise<void> {
  await hear(talker, async (index) => talker.session.send(parcel(talker.role, index, sizes[index] as number)));
}

/** Asks, waits for the answer, asks again, and closes. */
export async function ask(talker: Talker, sizes: readonly number[]): Promise<void> {
  const { role, session, closing } = talker;
  const put = async (index: number) => {
    if (index < sizes.length) return session.send(parcel(role, index, sizes[index] as number));
    closing();
    session.close().catch(rethrowForeign);
  };
  put(0).catch(rethrowForeign);
  await hear(talker, (index) => put(index + 1));
}

function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.setTimer(resolve, clock.now() + ms));
}

async function nothing(): Promise<void> {}

/** What the session ended with is seen by its "close" event; everything else is a fault of the test or of ours. */
function rethrowForeign(error: unknown): void {
  const { code = "" } = error as { code?: string };
  if (!code.startsWith("ERR_COUNTERSIGN_")) throw error;
}
