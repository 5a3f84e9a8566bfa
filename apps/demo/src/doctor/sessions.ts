import { anonymous, anyone, connect, listen, type Session } from "@countersign/core";
import { type CipherName, cipherNames, ciphers } from "../ciphers.ts";
import { type TransportName, transportNames, transports } from "../transports.ts";
import type { Check, Finding } from "./finding.ts";

/** The whole of it, for each transport with each cipher. */
export const sessions: readonly Check[] = transportNames.flatMap((transportName) =>
  cipherNames.map((cipherName) => ({
    topic: "session",
    look: () => tryOut(transportName, cipherName),
  })),
);

async function tryOut(transportName: TransportName, cipherName: CipherName): Promise<Finding> {
  const what = `${cipherName} over ${transportName.toUpperCase()} at 127.0.0.1`;
  try {
    const ms = await msOfSession(transportName, cipherName);
    return { lines: [`${what}: opened, used and closed in ${ms.toFixed(0)} ms`] };
  } catch (error) {
    const { message } = error as Error;
    return { lines: [`${what}: failed`], trouble: `No session by ${what}: ${message}` };
  }
}

/** Milliseconds from the first packet to the confirmed end, with one message each way in between. */
async function msOfSession(transportName: TransportName, cipherName: CipherName): Promise<number> {
  const transport = transports[transportName]();
  const cipher = await ciphers[cipherName]();
  const identity = await cipher.generateIdentity();
  const common = { transport, cipher, signal: AbortSignal.timeout(10_000) };
  await using server = await listen({ ...common, address: "127.0.0.1:0", identity, authenticate: anyone() });
  // What fails there fails here, too.
  server.on("session", (session) => void echo(session).catch(() => {}));
  const start = performance.now();
  const session = await connect({
    ...common,
    address: server.address,
    server: identity.publicKey,
    authenticate: anonymous(),
  });
  await session.send("Are you there?");
  for await (const answer of session) {
    if (answer.toString() !== "Are you there?") throw new Error("another message came back than was sent.");
    await session.close();
  }
  return performance.now() - start;
}

async function echo(session: Session): Promise<void> {
  for await (const message of session) await session.send(message);
  await session.close();
}
