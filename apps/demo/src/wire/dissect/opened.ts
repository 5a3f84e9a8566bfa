import type { Cipher } from "@countersign/core";
import type { Capture, Packet } from "../relay/capture.ts";
import { authenticationMessages } from "./authentication-messages.ts";
import { type HandshakeParts, partsOf } from "./handshake-parts.ts";
import { openPacket, Transcript } from "./key-schedule.ts";

/** Secrets as far as somebody has them. */
export interface Secrets {
  /** Opens what HELLO seals to the server's key. Rejects or throws when it cannot. */
  readonly decapsulate: (sealed: Buffer) => Uint8Array | Promise<Uint8Array>;
  readonly serverKey: Uint8Array;
  /** What the two one-time keys agreed on. */
  readonly ephemeralSecret: Buffer | undefined;
  /** Secrets of epoch 1, of a key log. */
  readonly data: { readonly client?: Buffer; readonly server?: Buffer };
}

/** Opens recorded packets with what somebody has, and nothing else. */
export class Opened {
  readonly #cipher: Cipher;
  readonly #application: string;
  readonly #capture: Capture;
  readonly #secrets: Secrets;

  constructor(cipher: Cipher, application: string, capture: Capture, secrets: Secrets) {
    this.#cipher = cipher;
    this.#application = application;
    this.#capture = capture;
    this.#secrets = secrets;
  }

  /** HELLO and ACCEPT as everybody has them, if they were seen. */
  get handshake(): { readonly hello: HandshakeParts | undefined; readonly accept: HandshakeParts | undefined } {
    return { hello: this.#first(0xc1), accept: this.#first(0xc2) };
  }

  /** The parameters in HELLO; undefined when they do not open. */
  async hello(): Promise<Buffer | undefined> {
    const { hello } = this.handshake;
    return hello && (await this.#afterHello(hello))?.open(hello.payload);
  }

  /** The parameters in ACCEPT; undefined when they do not open. */
  async accept(): Promise<Buffer | undefined> {
    const { accept } = this.handshake;
    return accept && (await this.#afterAccept())?.open(accept.payload);
  }

  /** The frames of a packet; undefined when it does not open. */
  async frames(packet: Packet, bytes: Buffer): Promise<Buffer | undefined> {
    const sender = senderOf(packet);
    const epoch = bytes[this.#capture.framing.headBytes(packet.direction)];
    const secret =
      epoch === 1 ? this.#secrets.data[sender] : (await this.#authenticated())?.authenticationSecret(sender);
    return secret && this.#open(packet, bytes, secret);
  }

  /**
   * How many packets of epoch 1 open without a key log: with the secrets that follow from the handshake, its
   * authentication, and one of the mechanism's secrets that `guess` makes from the channel's binding.
   */
  async countWithoutKeyLog(guess: (binding: Buffer) => readonly Buffer[]): Promise<{ opened: number; of: number }> {
    const packets = this.#sealed(1);
    const state = await this.#authenticated();
    if (!state) return { opened: 0, of: packets.length };
    const messages = authenticationMessages(
      this.#sealed(0).map((packet) => ({
        sender: senderOf(packet),
        frames: this.#open(packet, packet.sent, state.authenticationSecret(senderOf(packet))),
      })),
    );
    const covering = messages.reduce((transcript, message) => transcript.mixHash(message), state);
    const counts = guess(state.binding).map((secret) => {
      const opens = (packet: Packet) => this.#open(packet, packet.sent, covering.dataSecret(senderOf(packet), secret));
      return packets.filter((packet) => opens(packet) !== undefined).length;
    });
    return { opened: Math.max(0, ...counts), of: packets.length };
  }

  #open(packet: Packet, bytes: Buffer, secret: Buffer): Buffer | undefined {
    const own = bytes.subarray(this.#capture.framing.headBytes(packet.direction));
    if (this.#capture.framing.transport === "tcp") return openPacket(this.#cipher, secret, own, 1, packet.ordinal);
    return own.length < 7 ? undefined : openPacket(this.#cipher, secret, own, 7, own.readUIntBE(1, 6));
  }

  /** As the two ends have it when ACCEPT has opened. */
  async #authenticated(): Promise<Transcript | undefined> {
    const { accept } = this.handshake;
    return accept && (await this.#afterAccept())?.mixHash(accept.payload);
  }

  async #afterAccept(): Promise<Transcript | undefined> {
    const { hello, accept } = this.handshake;
    const { ephemeralSecret } = this.#secrets;
    if (!hello || !accept || !ephemeralSecret) return undefined;
    const state = await this.#afterHello(hello);
    return state?.mixHash(hello.payload).mixHash(accept.head).mixKey(ephemeralSecret);
  }

  async #afterHello({ head, sealed }: HandshakeParts): Promise<Transcript | undefined> {
    const secret = await this.#decapsulate(sealed);
    const start = Transcript.begin(this.#cipher, this.#application, this.#secrets.serverKey);
    return secret && start.mixHash(head).mixKey(secret);
  }

  async #decapsulate(sealed: Buffer): Promise<Uint8Array | undefined> {
    try {
      return await this.#secrets.decapsulate(Buffer.from(sealed));
    } catch {
      return undefined;
    }
  }

  #sealed(epoch: 0 | 1): Packet[] {
    const { packets, framing } = this.#capture;
    return packets.filter(({ by, sent, direction }) => by === "end" && sent[framing.headBytes(direction)] === epoch);
  }

  /** The first such handshake message that one of the ends sent. */
  #first(type: number): HandshakeParts | undefined {
    const { packets, framing } = this.#capture;
    const found = packets.find(
      ({ by, sent, direction }) => by === "end" && sent[framing.headBytes(direction)] === type,
    );
    return found && partsOf(found.sent.subarray(framing.headBytes(found.direction)));
  }
}

function senderOf({ direction }: Packet): "client" | "server" {
  return direction === "to server" ? "client" : "server";
}
