import { type Bytes, field, join, Reader, short, varint } from "./bytes.ts";

/** docs/spec/wire.md: W-4. */
export const parameter = (id: number, value: Bytes): Buffer => join(varint(id), field(value));

/** The values of a list, by their ids. */
export function parametersOf(list: Uint8Array): Map<number, Buffer> {
  const reader = new Reader(list);
  const found = new Map<number, Buffer>();
  while (reader.left > 0) found.set(reader.varint(), reader.take(reader.varint()));
  return found;
}

export const names = (...all: readonly string[]): Buffer => join(...all.map(short));

export interface Limits {
  readonly maxMessage: number;
  /** On lossy links. */
  readonly initialMaxData?: number;
  readonly maxDatagram: number;
  readonly maxPacket: number;
  /** Milliseconds. */
  readonly idle: number;
}

/** What a side says on a reliable link. */
export const onReliable: Limits = { maxMessage: 16 << 20, maxDatagram: 32 << 10, maxPacket: 128 << 10, idle: 60_000 };

/** And on a lossy one. */
export const onLossy: Limits = { ...onReliable, initialMaxData: 8 << 20 };

const limitsOf = ({ maxMessage, initialMaxData, maxDatagram, maxPacket, idle }: Limits) => [
  parameter(3, varint(maxMessage)),
  ...(initialMaxData === undefined ? [] : [parameter(4, varint(initialMaxData))]),
  parameter(5, varint(maxDatagram)),
  parameter(6, varint(maxPacket)),
  parameter(7, varint(idle)),
];

export const clientParameters = (suite: string, limits = onReliable): Buffer[] => [
  parameter(1, Buffer.of(1)),
  parameter(2, names(suite)),
  ...limitsOf(limits),
];

export const serverParameters = (offers: readonly string[], challenge: Uint8Array, limits = onReliable): Buffer[] => [
  ...limitsOf(limits),
  parameter(8, names(...offers)),
  parameter(9, challenge),
];
