import { type Cipher, connect, type PublicKey, sharedKey, type Transport } from "@countersign/core";

export interface Dial {
  readonly transport: Transport;
  readonly cipher: Cipher;
  readonly address: string;
  readonly server: PublicKey;
}

/** Says something as alice, who must hold `key`, and returns what the server makes of it. */
export async function askEcho(dial: Dial, key: string, text: string): Promise<string> {
  const session = await connect({
    ...dial,
    authenticate: sharedKey("alice", key),
    signal: AbortSignal.timeout(5_000),
  });
  await session.send(text);
  for await (const answer of session) {
    await session.close();
    return answer.toString();
  }
  throw new Error("The server closed without an answer.");
}
