import type { Identity, KeyedCipher, PublicKey } from "@countersign/core";
import type { Ends, Pipe, Sink } from "./subject.ts";

/** A cipher's envelopes. */
export interface EnvelopeCipher {
  readonly cipher: Pick<KeyedCipher, "generateIdentity" | "serverKem">;
  seal(publicKey: PublicKey, message: Buffer): Promise<Buffer>;
  open(identity: Identity, envelope: Buffer): Promise<Buffer>;
}

/**
 * What a client sends, each message in an envelope of its own over `carrier`, without a session. The server answers in
 * the clear: its clients have no keys.
 */
export function envelopes(carrier: Ends, { cipher, seal, open }: EnvelopeCipher): Ends {
  return {
    async serve(accept) {
      const identity = await cipher.generateIdentity();
      const { invitation, close } = await carrier.serve((pipe) => {
        return new OpeningSink(accept(pipe), pipe, (envelope) => open(identity, envelope));
      });
      const publicKey = Buffer.from(identity.publicKey.encoded).toString("base64");
      return { invitation: { ...invitation, publicKey }, close };
    },

    async client({ publicKey = "", ...invitation }) {
      const key = cipher.serverKem.importPublicKey(Buffer.from(publicKey, "base64"));
      const dial = await carrier.client(invitation);
      return async (sink) => new SealingPipe(await dial(sink), (message) => seal(key, message));
    },
  };
}

class SealingPipe implements Pipe {
  readonly #pipe: Pipe;
  readonly #seal: (message: Buffer) => Promise<Buffer>;
  #last: Promise<void> = Promise.resolve();

  constructor(pipe: Pipe, seal: (message: Buffer) => Promise<Buffer>) {
    this.#pipe = pipe;
    this.#seal = seal;
  }

  /** Envelopes leave in the order of their messages. */
  send(message: Buffer): Promise<void> {
    const sealing = this.#seal(message);
    this.#last = this.#last.then(async () => this.#pipe.send(await sealing));
    return this.#last;
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#pipe.close();
  }
}

class OpeningSink implements Sink {
  readonly #sink: Sink;
  readonly #pipe: Pipe;
  readonly #open: (envelope: Buffer) => Promise<Buffer>;
  #last: Promise<void> = Promise.resolve();

  constructor(sink: Sink, pipe: Pipe, open: (envelope: Buffer) => Promise<Buffer>) {
    this.#sink = sink;
    this.#pipe = pipe;
    this.#open = open;
  }

  /** Opens them side by side, and hands messages over in the order of their envelopes. */
  handleMessages(envelopes: readonly Buffer[]): void {
    for (const envelope of envelopes) {
      const opening = this.#open(envelope);
      this.#last = this.#last
        .then(async () => this.#sink.handleMessages([await opening]))
        .catch((error: Error) => void this.#pipe.send(Buffer.from(error.message)));
    }
  }

  handleEnd(error?: Error): void {
    this.#sink.handleEnd(error);
  }
}
