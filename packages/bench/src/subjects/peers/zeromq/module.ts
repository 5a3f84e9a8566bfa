/** What is used of zeromq, which may not be there at all. */
export interface ZeroMq {
  readonly Context: new (options: { readonly maxSockets: number }) => object;
  readonly Dealer: new (options: CurveClient) => ZeroMqSocket;
  readonly Router: new (options: CurveServer) => ZeroMqSocket;
  readonly Reply: new (options: Common) => ZeroMqSocket;
  curveKeyPair(): CurveKeys;
}

/** In Z85 (ZeroMQ RFC 32). */
interface CurveKeys {
  readonly publicKey: string;
  readonly secretKey: string;
}

interface Common {
  readonly context: object;
  /** Milliseconds that what was sent may still take when the socket is closed. */
  readonly linger?: number;
}

interface CurveClient extends Common {
  readonly curveServerKey: string;
  readonly curvePublicKey: string;
  readonly curveSecretKey: string;
}

interface CurveServer extends Common {
  readonly curveServer: true;
  readonly curveSecretKey: string;
  /** Waits where there is no room, rather than dropping. */
  readonly mandatory: true;
}

export interface ZeroMqSocket extends AsyncIterable<readonly Buffer[]> {
  bind(address: string): Promise<void>;
  connect(address: string): void;
  /** One at a time: resolves when there is room in ZeroMQ's own queue. */
  send(parts: readonly (Buffer | string)[] | Buffer): Promise<void>;
  close(): void;
  readonly lastEndpoint: string | null;
}

/** Rejects where it is not installed, or has no build for this machine. */
export async function openZeroMq(): Promise<ZeroMq> {
  return (await import("zeromq")) as unknown as ZeroMq;
}
