import assert from "node:assert/strict";
import {
  type Authenticator,
  type Cipher,
  type ConnectOptions,
  connect,
  type Identity,
  type ListenOptions,
  listen,
  type PublicKey,
  type Server,
  type Session,
  type Transport,
} from "../../index.ts";

/** What a session is made of. */
export interface SessionParts {
  readonly transport: Transport;
  /** Where to listen: an address that is free. */
  readonly address: string;
  readonly cipher: Cipher;
  readonly identity: Identity;
  /** The public key of another server. */
  readonly otherServer: PublicKey;
  readonly client: Authenticator<"client">;
  readonly server: Authenticator<"server">;
}

/** How sessions are opened. */
export interface SessionApi {
  readonly connect: typeof connect;
  readonly listen: typeof listen;
}

export interface SessionExam {
  /** Names the combination in the report: "tcp, hybrid, hmac-sha256". */
  readonly name: string;
  /** Called once for each case. */
  make(): SessionParts | Promise<SessionParts>;
  /** For who puts something around sessions and promises the same. By default core's own. */
  readonly api?: SessionApi;
}

/** One listening server, and ways to connect to it. */
interface Stage {
  readonly parts: SessionParts;
  readonly api: SessionApi;
  readonly server: Server;
  /** Connects, and returns both ends. Names may be changed by options. */
  connect(options?: Partial<ConnectOptions>): Promise<Session>;
  /** The next session that the server has accepted. */
  accepted(): Promise<Session>;
  /** Both ends of a new session. */
  pair(options?: Partial<ConnectOptions>): Promise<{ readonly client: Session; readonly server: Session }>;
}

/** A case that plays on a stage of its own, which is cleared afterwards whatever happened. */
export function onStage(play: (stage: Stage) => Promise<void>, options?: Partial<ListenOptions>) {
  return async ({ make, api = { connect, listen } }: SessionExam): Promise<void> => {
    const parts = await make();
    const { transport, address, cipher, identity, server: authenticate } = parts;
    const server = await api.listen({ transport, address, cipher, identity, authenticate, ...options });
    const opened: Session[] = [];
    try {
      await play(setUp(parts, api, server, opened));
    } finally {
      for (const session of opened) session.abort();
      await server.close({ drain: 1 });
    }
  };
}

function setUp(parts: SessionParts, api: SessionApi, server: Server, opened: Session[]): Stage {
  const sessions = server[Symbol.asyncIterator]();
  const accepted = async () => {
    const { value } = await sessions.next();
    if (!value) throw new Error("the server closed before it accepted a session");
    return value;
  };
  const open = async (options: Partial<ConnectOptions> = {}) => {
    const { transport, cipher, identity, client: authenticate } = parts;
    const address = server.address;
    const session = await api.connect({
      transport,
      address,
      cipher,
      server: identity.publicKey,
      authenticate,
      ...options,
    });
    opened.push(session);
    return session;
  };
  const pair = async (options?: Partial<ConnectOptions>) => {
    const [client, accept] = await Promise.all([open(options), accepted()]);
    return { client, server: accept };
  };
  return { parts, api, server, connect: open, accepted, pair };
}

/** The next messages of a session, as many as asked for. */
export async function take(session: Session, count: number): Promise<Buffer[]> {
  const messages: Buffer[] = [];
  if (count === 0) return messages;
  for await (const message of session) {
    messages.push(message);
    if (messages.length === count) break;
  }
  return messages;
}

/** Every message until the peer closes. */
export async function takeAll(session: Session): Promise<Buffer[]> {
  const messages: Buffer[] = [];
  for await (const message of session) messages.push(message);
  return messages;
}

/** Matches an error by its stable code. */
export function code(expected: string): (error: unknown) => boolean {
  return (error) => {
    if ((error as { code?: unknown } | undefined)?.code === expected) return true;
    throw error ?? new assert.AssertionError({ message: `no error, but ${expected} was due` });
  };
}

/** Bytes that differ from place to place and from message to message. */
export function contents(bytes: number, salt: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  for (let i = 0; i < bytes; i++) buffer[i] = (i * 31 + (i >>> 8) * 7 + salt * 101) & 0xff;
  return buffer;
}
