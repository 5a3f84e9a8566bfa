import type { ByteStream } from "../stream-pipe.ts";

/** What is used of udx-native, which has no types of its own. */
export interface Udx {
  createSocket(): UdxSocket;
  createStream(id: number): UdxStream;
}

export interface UdxSocket {
  bind(port: number, host: string): void;
  address(): { readonly port: number };
  /** A datagram outside of any stream. */
  trySend(data: Buffer, port: number, host: string): void;
  on(event: "message", listener: (data: Buffer, from: { readonly host: string; readonly port: number }) => void): this;
  setRecvBufferSize(bytes: number): void;
  setSendBufferSize(bytes: number): void;
  close(): Promise<void>;
}

type UdxStream = ByteStream & {
  connect(socket: UdxSocket, remoteId: number, port: number, host: string): void;
};

/** Rejects where it is not installed, or has no build for this machine. */
export async function openUdx(): Promise<Udx> {
  // @ts-expect-error It has no types, and where it could not be installed it is not there at all.
  const module: { default: new () => Udx } = await import("udx-native");
  return new module.default();
}
