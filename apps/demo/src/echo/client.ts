import { type Cipher, connect, type PublicKey, sharedKey } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";

export interface Dial {
  readonly cipher: Cipher;
  readonly address: string;
  readonly server: PublicKey;
}

/** Says something as alice, who must hold `key`, and returns what the server makes of it. */
export async function askEcho({ cipher, address, server }: Dial, key: string, text: string): Promise<string> {
  const session = await connect({
    transport: tcp(),
    address,
    cipher,
    server,
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
