import type { Authenticator } from "../authenticator.ts";
import type { Cipher, Identity, PublicKey } from "../cipher.ts";
import type { CongestionController } from "../delivery/lossy/congestion/congestion-controller.ts";
import type { ClientKeys } from "../handshake/client-keys.ts";
import type { Parameters } from "../handshake/parameters.ts";
import type { KeyLog } from "../key-log.ts";
import { type Limits, maxDatagramBytes, receivePacketBytes } from "../limits.ts";
import type { LinkTraits } from "../link.ts";
import type { Attempt } from "../strangers/attempts.ts";

/** What both kinds of session are made from. */
interface CommonConfig {
  readonly cipher: Cipher;
  readonly traits: LinkTraits;
  readonly limits: Limits;
  readonly application: string;
  /** Cryptographic randomness. */
  readonly random: (bytes: number) => Uint8Array;
  /** When the link was opened, in milliseconds of the driver's clock. */
  readonly startedAt: number;
  /** Makes the congestion control of a path, on a lossy link. */
  readonly makeController?: (() => CongestionController) | undefined;
  /** Is told the secrets of epoch 1, where that was asked for. Does not throw. */
  readonly keyLog?: KeyLog | undefined;
}

export interface ClientConfig extends CommonConfig {
  readonly role: "client";
  readonly server: PublicKey;
  /** Drawn beforehand, for this session alone. */
  readonly keys?: ClientKeys;
  readonly authenticator: Authenticator<"client">;
}

export interface ServerConfig extends CommonConfig {
  readonly role: "server";
  readonly identities: readonly Identity[];
  readonly authenticators: readonly Authenticator<"server">[];
  /** Counts how the client's authentication ends, and makes it wait when others failed. */
  readonly attempt?: Attempt | undefined;
}

export type SessionConfig = ClientConfig | ServerConfig;

/** What we tell the peer of ourselves. */
export function ourParameters({ limits, traits }: SessionConfig): Parameters {
  return {
    maxMessage: limits.maxMessageBytes,
    ...(!traits.reliable && { initialMaxData: limits.windowBytes }),
    maxDatagram: maxDatagramBytes,
    maxPacket: receivePacketBytes,
    idle: limits.idleTimeoutMs,
  };
}
