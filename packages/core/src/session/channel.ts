import type { TrafficSecrets } from "../handshake/transcript.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import { PacketOpener } from "../packet/opener.ts";
import { PacketSealer } from "../packet/sealer.ts";
import type { SessionConfig } from "./config.ts";

/** The packets of epoch 1 in both directions: their keys, their numbers, and what is counted of them. */
export class Channel {
  readonly sealer: PacketSealer;
  readonly opener: PacketOpener;
  /** Bytes of a packet around its frames: header and tag. */
  readonly aroundBytes: number;
  readonly #suite: string;

  constructor({ role, cipher, traits }: SessionConfig, { client, server }: TrafficSecrets) {
    const [sending, receiving] = role === "client" ? [client, server] : [server, client];
    this.#suite = suiteName(cipher);
    this.sealer = new PacketSealer(cipher, sending, traits.reliable, 1);
    this.opener = new PacketOpener(cipher, receiving, traits.reliable);
    this.aroundBytes = this.sealer.headerBytes + this.sealer.overhead;
  }

  /** So many forgeries may have taught an attacker something about the key. */
  get exhausted(): boolean {
    return this.opener.forged >= this.opener.maxForgeries;
  }

  /** What `SessionStats` says of packets. */
  get stats() {
    const { sealer, opener } = this;
    return {
      suite: this.#suite,
      packetsSent: sealer.sealed,
      packetsReceived: opener.opened,
      packetBytesSent: sealer.bytes,
      packetBytesReceived: opener.bytes,
      packetsReplayed: opener.replayed,
      sendingKeyRenewals: sealer.generation,
      receivingKeyRenewals: opener.generation,
    };
  }

  destroy(): void {
    this.sealer.destroy();
    this.opener.destroy();
  }
}
