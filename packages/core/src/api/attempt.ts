import type { Authenticator } from "../authenticator.ts";
import type { Cipher, PublicKey } from "../cipher.ts";
import type { Clock } from "../driver/clock.ts";
import { dial } from "../driver/dialler.ts";
import type { SessionDriver, SessionOwner } from "../driver/driver.ts";
import { drawClientKeys } from "../handshake/client-keys.ts";
import type { KeyLog } from "../key-log.ts";
import { suiteName } from "../key-schedule/symmetric-state.ts";
import type { Limits } from "../limits.ts";
import type { Transport } from "../link.ts";
import { SessionObserver } from "../observation/session-observer.ts";
import { DrivenSession } from "./driven-session.ts";
import { random } from "./options.ts";
import { silentOwner } from "./silent-owner.ts";

export interface AttemptOptions {
  readonly transport: Transport;
  readonly address: string;
  readonly cipher: Cipher;
  readonly server: PublicKey;
  readonly authenticator: Authenticator<"client">;
  readonly application: string;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly keyLog: KeyLog | undefined;
  readonly signal: AbortSignal;
  /** Told why it may fail, by anyone who can send to the client. It goes on nevertheless. */
  readonly suspect: (error: Error) => void;
}

/** One handshake with one key of the server. Rejects with what ended it, or with the signal's reason. */
export function attempt(options: AttemptOptions): Promise<DrivenSession> {
  const { transport, address, cipher, server, authenticator, application, limits, clock, keyLog, signal } = options;
  const observer = new SessionObserver({
    role: "client",
    transport: transport.name,
    suite: suiteName(cipher),
    address,
  });
  return new Promise((resolve, reject) => {
    let driver: SessionDriver | undefined;
    const abandon = () => {
      reject(signal.reason);
      driver?.abort(signal.reason);
    };
    const leave = () => signal.removeEventListener("abort", abandon);
    const fail = (error: unknown) => {
      leave();
      observer.failed(error);
      reject(error);
    };
    const owner: SessionOwner = {
      ...silentOwner,
      handleSuspicion: options.suspect,
      handleEstablished(peer, binding) {
        leave();
        observer.established(peer);
        const established = driver as SessionDriver;
        const session = new DrivenSession(established, limits, observer, peer, binding);
        established.owner = session;
        resolve(session);
      },
      handleClosed: fail,
    };
    dial(
      {
        transport,
        address,
        clock,
        signal,
        draw: () => drawClientKeys(cipher, server),
        configure: (traits, startedAt, keys) => ({
          role: "client",
          cipher,
          traits,
          limits,
          application,
          random,
          startedAt,
          keyLog,
          server,
          keys,
          authenticator,
        }),
      },
      (opened) => {
        driver = opened;
        signal.addEventListener("abort", abandon, { once: true });
        return owner;
      },
    ).catch(fail);
  });
}
