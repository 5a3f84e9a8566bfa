import { type Bytes, field, join, short, varint } from "./bytes.ts";

/** docs/spec/wire.md: W-4. */
export const parameter = (id: number, value: Bytes): Buffer => join(varint(id), field(value));

export const names = (...all: readonly string[]): Buffer => join(...all.map(short));

export interface Limits {
  readonly maxMessage: number;
  readonly maxDatagram: number;
  readonly maxPacket: number;
  /** Milliseconds. */
  readonly idle: number;
}

const common: Limits = { maxMessage: 16 << 20, maxDatagram: 32 << 10, maxPacket: 128 << 10, idle: 60_000 };

const limitsOf = ({ maxMessage, maxDatagram, maxPacket, idle }: Limits) => [
  parameter(3, varint(maxMessage)),
  parameter(5, varint(maxDatagram)),
  parameter(6, varint(maxPacket)),
  parameter(7, varint(idle)),
];

export const clientParameters = (suite: string, limits = common): Buffer[] => [
  parameter(1, Buffer.of(1)),
  parameter(2, names(suite)),
  ...limitsOf(limits),
];

export const serverParameters = (offers: readonly string[], challenge: Uint8Array, limits = common): Buffer[] => [
  ...limitsOf(limits),
  parameter(8, names(...offers)),
  parameter(9, challenge),
];
