import type { KindName } from "../scenarios/kind.ts";
import type { TransportName } from "../scenarios/shape.ts";

/**
 * Something the benchmark can measure: one way to carry messages between two processes. Adding one takes a file that
 * implements `Ends` and an entry that describes it, in `built-in.ts` or in a module given with `--subject`.
 */
export interface Subject {
  /** Third part of each of its scenario ids: lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly transport: TransportName;
  /**
   * How the sides prove who they are: "none" (a session's server still does, by its key), "certificate" (the server
   * alone), "certificates" and "keys" (both, by a public key each), "hmac" and "psk" (both, by one shared key). One name
   * over one transport has each once.
   */
  readonly authentication: string;
  /** False: a control without encryption. It is shown apart and never marked as the best. */
  readonly protects: boolean;
  /** What to measure. Default: every kind that its transport has, but those for special subjects. */
  readonly kinds?: readonly KindName[];
  /** It repeats nothing: where packets get lost on purpose, it has datagrams to show and nothing else. */
  readonly repairs?: false;
  /** It has one size of packets, which it chooses by itself. */
  readonly ownPackets?: true;
  /** Why it cannot be measured here, or undefined. Called once, in the parent's process. Default: it can. */
  unavailable?(): Promise<string | undefined>;
  /** Called once in each of the two processes, so that neither loads what it does not measure. */
  load(setting: Setting): Promise<Ends>;
}

/** What a pair of processes is told beside the name of its subject. */
export interface Setting {
  /** Bytes of the largest packet, transport's headers excluded; null where packets are none of the subject's business. */
  readonly packetBytes: number | null;
}

export interface Ends {
  /** In the server's process, once (without a transport there is one process only): make keys, listen on a free port of 127.0.0.1, hand every client to `accept`. */
  serve(accept: Accept): Promise<Serving>;
  /** In the client's process, once: import keys and make contexts here, so that a dial pays for nothing but itself. */
  client(invitation: Invitation): Promise<Dial>;
  /** How it protects a message with nothing around it. */
  readonly sealing?: Sealing;
}

/** Seals messages and opens them again, each once and in the same order. */
export interface Sealing {
  /** `message` stays as it is. */
  seal(message: Buffer): Uint8Array;
  /** What was sealed, which may be overwritten; undefined: it was changed. */
  open(sealed: Uint8Array): Uint8Array | undefined;
}

/**
 * What a client must be told to reach and to trust the server. It travels from process to process as JSON. The server's
 * place is "host:port" in `address`, where a relay or a meter may put its own.
 */
export type Invitation = Readonly<Record<string, string>>;

export interface Serving {
  readonly invitation: Invitation;
  /** For those who serve and measure in one process. A round's server ends with its process. */
  close(): Promise<void>;
}

/** The server calls it once for each client, when it is sure of that client; not before. */
export type Accept = (pipe: Pipe) => Sink;

/** Resolves when the client is sure of the server. */
export type Dial = (sink: Sink) => Promise<Pipe>;

/** The sending half of a connection. */
export interface Pipe {
  /**
   * Sends one message; the benchmark never changes the memory of one it has sent. Undefined: there is room for more.
   * A promise: there is none, and the benchmark awaits it before it sends another.
   */
  send(message: Buffer): Promise<void> | undefined;
  /** Sends one unreliable datagram at once, or drops it and returns false: there is no room. */
  sendDatagram?(message: Buffer): boolean;
  /** False: it has yet to find out how large its packets may be, which takes messages. Default: it has nothing to find. */
  readonly settled?: boolean;
  /** Resolves when everything sent has left and the connection is gone. */
  close(): Promise<void>;
}

/** The receiving half of a connection. */
export interface Sink {
  /** Whole messages in the order of arrival, as many as arrived together. Nobody changes their memory any more. */
  handleMessages(messages: readonly Buffer[]): void;
  handleDatagram?(datagram: Buffer): void;
  /** Last call. `error`: the connection broke, rather than was closed. */
  handleEnd(error?: Error): void;
}
