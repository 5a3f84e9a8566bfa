import {
  type Cipher,
  type Identity,
  listen,
  type Server,
  type Session,
  sharedKeys,
  type Transport,
} from "@countersign/core";

export interface EchoServerOptions {
  readonly transport: Transport;
  readonly cipher: Cipher;
  readonly identity: Identity;
  readonly aliceKey: string;
}

/** The classic: answers every message in upper case, to any number of clients at once. */
export async function startEchoServer({ aliceKey, ...options }: EchoServerOptions): Promise<Server> {
  const server = await listen({
    ...options,
    address: "127.0.0.1:0",
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
