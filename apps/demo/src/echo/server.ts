import { type Cipher, type Identity, listen, type Server, type Session, sharedKeys } from "@countersign/core";
import { tcp } from "@countersign/transport-tcp";

/** The classic: answers every message in upper case, to any number of clients at once. */
export async function startEchoServer(cipher: Cipher, identity: Identity, aliceKey: string): Promise<Server> {
  const server = await listen({
    transport: tcp(),
    address: "127.0.0.1:0",
    cipher,
    identity,
    authenticate: sharedKeys({ alice: aliceKey }),
  });
  void serve(server);
  return server;
}

async function serve(server: Server): Promise<void> {
  for await (const session of server) echo(session).catch((error) => console.error(session.peer.name, error.message));
}

async function echo(session: Session): Promise<void> {
  for await (const message of session) await session.send(message.toString().toUpperCase());
}
