import { type Cipher, connect, fingerprint, type Identity, listen, type Server, UsageError } from "@countersign/core";
import { ciphers, isCipherName } from "../../ciphers.ts";
import { isTransportName, type TransportName } from "../../transports.ts";
import type { Settings, Side } from "../protocol.ts";
import type { Packet } from "../relay/capture.ts";
import { Wire } from "../relay/wire.ts";
import { type Credentials, credentialsFor, transports } from "./choices.ts";
import { End, type Tell } from "./end.ts";
import { Keyring } from "./keyring.ts";

export interface Audience {
  readonly tell: Tell;
  readonly packetChanged: (packet: Packet) => void;
  /** Another phase, or another address. */
  readonly changed: () => void;
}

/** One client, one server, and the wire between them: real sessions of this library in one process. */
export class Conversation implements AsyncDisposable {
  readonly settings: Settings;
  readonly transport: TransportName;
  readonly cipher: Cipher;
  readonly keyring: Keyring;
  readonly credentials: Credentials;
  readonly wire: Wire;
  readonly client: End;
  readonly server: End;
  readonly #listening: Server;
  readonly #givenUp = new AbortController();
  readonly #audience: Audience;
  #failed = false;

  /** Throws UsageError for settings that do not exist. */
  static async prepare(settings: Settings, audience: Audience): Promise<Conversation> {
    const { transport, cipher: cipherName } = settings;
    if (!isTransportName(transport) || !isCipherName(cipherName)) {
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", "There is no such transport or cipher.");
    }
    const credentials = await credentialsFor(settings.authentication);
    const cipher = await ciphers[cipherName]();
    identities[cipherName] ??= cipher.generateIdentity();
    const identity: Identity = await identities[cipherName];
    const listening = await listen({
      transport: transports[transport](),
      address: "127.0.0.1:0",
      cipher,
      application,
      identity,
      authenticate: credentials.server,
      limits: patientLimits,
    });
    return new Conversation({ settings, transport, cipher, identity, credentials, listening, audience });
  }

  private constructor(parts: {
    readonly settings: Settings;
    readonly transport: TransportName;
    readonly cipher: Cipher;
    readonly identity: Identity;
    readonly credentials: Credentials;
    readonly listening: Server;
    readonly audience: Audience;
  }) {
    this.settings = parts.settings;
    this.transport = parts.transport;
    this.cipher = parts.cipher;
    this.keyring = new Keyring(parts.identity);
    this.credentials = parts.credentials;
    this.#listening = parts.listening;
    this.#audience = parts.audience;
    this.wire = new Wire(parts.transport, parts.audience.packetChanged);
    this.client = new End("client", parts.audience.tell);
    this.server = new End("server", parts.audience.tell);
  }

  /** Dials through the wire. Resolves when there is a session, or will be none: the screens say which. */
  async begin(): Promise<void> {
    const server = this.#listening;
    server.on("session", (session) => {
      if (this.server.session) return session.abort();
      this.server.attach(session, this.#audience.changed);
      this.server.news(`${session.peer.name ?? "somebody without a name"} is here, at ${session.remoteAddress}`);
      this.#audience.changed();
    });
    server.on("refused", (error) => this.server.fail(error));
    this.server.news(`listening on ${server.address}`);
    try {
      const address = await this.wire.start(server.address);
      this.client.news(`calls ${address}`);
      const session = await connect({
        transport: transports[this.transport](),
        address,
        cipher: this.keyring.watch(this.cipher),
        application,
        server: this.keyring.serverKey.publicKey,
        authenticate: this.credentials.client,
        limits: patientLimits,
        signal: this.#givenUp.signal,
        insecureKeyLog: this.keyring.note,
      });
      this.client.attach(session, this.#audience.changed);
      this.client.news("knows the server by its key, and is let in");
    } catch (error) {
      this.#failed = true;
      this.client.fail(error as Error);
    }
    this.#audience.changed();
  }

  get phase(): "opening" | "open" | "ended" {
    if (this.#failed || this.client.isOver || this.server.isOver) return "ended";
    return this.client.isOpen && this.server.isOpen ? "open" : "opening";
  }

  end(side: Side): End {
    return side === "client" ? this.client : this.server;
  }

  get application(): string {
    return application;
  }

  get fingerprint(): string {
    return fingerprint(this.keyring.serverKey.publicKey);
  }

  /** Where the server listens; the wire is not in the way of who dials this. */
  get serverAddress(): string {
    return this.#listening.address;
  }

  get strangersIgnored(): number {
    return this.#listening.stats().strangersIgnored;
  }

  /** Ends it as two well-behaved programs would. */
  async close(): Promise<void> {
    this.#givenUp.abort(new Error("The user has given up."));
    await this.client.session?.close({ timeout: 2_000 }).catch(() => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#givenUp.abort(new Error("Another conversation begins."));
    this.client.session?.abort();
    await this.#listening.close({ drain: 0 });
    await this.wire[Symbol.asyncDispose]();
  }
}

const application = "the wire";

/** Who looks at a packet takes his time: nothing runs out while it waits. */
const patientLimits = { handshakeTimeoutMs: 900_000, idleTimeoutMs: 900_000 };

// An RSA key takes a second to make. The same server has the same key in every conversation.
const identities: Partial<Record<keyof typeof ciphers, Promise<Identity>>> = {};
