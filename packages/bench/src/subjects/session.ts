import { type Cipher, connect, type KeyedCipher, listen, type Session, type Transport } from "@countersign/core";
import { hmac, type SessionAuthentication } from "./session-authentication.ts";
import type { Accept, Ends, Pipe, Setting, Sink } from "./subject.ts";

/**
 * Any transport with any cipher under a session, both sides authenticated by a shared key unless `authentication` says
 * otherwise. `packetBytes`: what packets grow to where a session has to find out.
 */
export function session(
  transport: Transport,
  cipher: BenchCipher,
  packetBytes: Setting["packetBytes"] = null,
  authentication: SessionAuthentication = hmac,
): Ends {
  return {
    async serve(accept) {
      const identity = await cipher.generateIdentity();
      const { authenticate, invitation } = authentication.serve();
      const server = await listen({ transport, address: "127.0.0.1:0", cipher, identity, authenticate, limits });
      void acceptAll(server, accept);
      const publicKey = Buffer.from(identity.publicKey.encoded).toString("base64");
      return { invitation: { ...invitation, address: server.address, publicKey }, close: () => server.close() };
    },

    async client({ address = "", publicKey = "", ...invitation }) {
      const server = cipher.serverKem.importPublicKey(Buffer.from(publicKey, "base64"));
      const authenticate = authentication.client(invitation);
      return async (sink) => {
        const session = await connect({ transport, address, cipher, server, authenticate });
        void receive(session, sink);
        return new SessionPipe(session, packetBytes);
      };
    },
  };
}

/** All clients come from one address, as fast as they can. */
const limits = { handshakesPerSecondPerAddress: 0, maxHalfOpenPerAddress: 1_000, maxSessions: 100_000 };

/** A cipher that makes its own server keys. */
export type BenchCipher = Cipher & Pick<KeyedCipher, "generateIdentity">;

async function acceptAll(sessions: AsyncIterable<Session>, accept: Accept): Promise<void> {
  for await (const session of sessions) void receive(session, accept(new SessionPipe(session, null)));
}

async function receive(session: Session, sink: Sink): Promise<void> {
  session.on("datagram", (datagram) => sink.handleDatagram?.(datagram));
  try {
    for await (const messages of session.batches()) sink.handleMessages(messages);
    sink.handleEnd();
  } catch (error) {
    sink.handleEnd(error as Error);
  }
}

class SessionPipe implements Pipe {
  readonly #session: Session;
  readonly #packetBytes: number | null;

  constructor(session: Session, packetBytes: number | null) {
    this.#session = session;
    this.#packetBytes = packetBytes;
  }

  send(message: Buffer): Promise<void> | undefined {
    const sent = this.#session.send(message);
    return this.#session.room > 0 ? undefined : sent;
  }

  sendDatagram(message: Buffer): boolean {
    return this.#session.sendDatagram(message);
  }

  get settled(): boolean {
    return this.#packetBytes === null || this.#session.stats().maxPacketBytes >= this.#packetBytes;
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}
