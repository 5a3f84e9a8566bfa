import { field, join, varint } from "../strangers-peer/bytes.ts";
import { parameter } from "../strangers-peer/parameters.ts";

/** A copy with one bit of this byte changed. */
export function flipped(bytes: Buffer, offset: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[offset] = (copy[offset] as number) ^ 1;
  return copy;
}

const point = (text: string) => Buffer.from(text, "hex");

/** Public keys of X25519 that nobody may use (RFC 7748 §5 and §6.1). */
export const refusedPoints: readonly [comment: string, point: Buffer][] = [
  ["0, of order 4", point("00".repeat(32))],
  ["1, of order 1", point(`01${"00".repeat(31)}`)],
  ["of order 8", point("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")],
  ["of order 8, the other one", point("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")],
  ["p - 1, of order 2", point(`ec${"ff".repeat(30)}7f`)],
  ["p, which is 0 when reduced", point(`ed${"ff".repeat(30)}7f`)],
  ["p + 1, which is 1 when reduced", point(`ee${"ff".repeat(30)}7f`)],
  ["p + 9, the base point not reduced", point(`f6${"ff".repeat(30)}7f`)],
  ["the base point with the unused bit set", point(`09${"00".repeat(30)}80`)],
  ["2^256 - 1", point("ff".repeat(32))],
];

/**
 * What becomes of lists of parameters of either side. `whole` is one that is good: its limits have the ids 3, 5, 6
 * and 7, in this order and without another between them.
 */
export function parameterLists(
  whole: readonly Buffer[],
): [comment: string, list: Buffer, result: "ok" | "malformed"][] {
  const place = whole.findIndex((each) => each[0] === 3);
  const [before, limits, after] = [whole.slice(0, place), whole.slice(place, place + 4), whole.slice(place + 4)];
  const list = (...changed: readonly Buffer[]) => join(...before, ...changed, ...after);
  const without = (id: number) => join(...whole.filter((each) => each[0] !== id));
  const [message, datagram, packet, idle] = limits as [Buffer, Buffer, Buffer, Buffer];
  const others = [datagram, packet, idle];
  return [
    ["padding.", join(parameter(0, Buffer.alloc(40)), ...whole), "ok"],
    ["padding that is not zeros.", join(parameter(0, "anything"), ...whole), "ok"],
    [
      "unknown ones, passed over.",
      join(...whole, parameter(10, "ten"), parameter(16_383, ""), parameter(2 ** 53 - 1, "x")),
      "ok",
    ],
    [
      "initialMaxData, which a reliable link has no use for.",
      list(message, parameter(4, varint(1_000)), ...others),
      "ok",
    ],
    ["maxMessage is the least allowed.", list(parameter(3, varint(1_024)), ...others), "ok"],
    ["maxMessage is too small by one.", list(parameter(3, varint(1_023)), ...others), "malformed"],
    ["the largest integers.", list(...[3, 5, 6, 7].map((id) => parameter(id, varint(2 ** 53 - 1)))), "ok"],
    ["an integer of 2^53.", list(parameter(3, varint(2n ** 53n)), ...others), "malformed"],
    ["idle 0: never.", list(message, datagram, packet, parameter(7, varint(0))), "ok"],
    ["none.", Buffer.alloc(0), "malformed"],
    ["no maxMessage.", without(3), "malformed"],
    ["no maxDatagram.", without(5), "malformed"],
    ["no maxPacket.", without(6), "malformed"],
    ["no idle.", without(7), "malformed"],
    ["one twice.", list(message, message, ...others), "malformed"],
    ["an unknown one twice.", join(...whole, parameter(10, "a"), parameter(10, "b")), "malformed"],
    ["two in descending order.", list(message, packet, datagram, idle), "malformed"],
    ["padding at the end.", join(...whole, parameter(0, "")), "malformed"],
    ["an id in two bytes that takes one.", list(join(varint(3, 2), message.subarray(1)), ...others), "malformed"],
    [
      "a length in two bytes that takes one.",
      list(join(varint(3), varint(4, 2), message.subarray(2)), ...others),
      "malformed",
    ],
    ["a value in eight bytes that takes four.", list(parameter(3, varint(16 << 20, 8)), ...others), "malformed"],
    ["a value of no bytes.", list(parameter(3, ""), ...others), "malformed"],
    [
      "a value with a byte behind it.",
      list(parameter(3, join(varint(16 << 20), Buffer.of(0))), ...others),
      "malformed",
    ],
    ["a value cut off.", list(parameter(3, varint(16 << 20).subarray(0, 3)), ...others), "malformed"],
    ["the last one cut off.", join(...whole, varint(10), field("cut off").subarray(0, 4)), "malformed"],
    ["an id and nothing behind it.", join(...whole, varint(10)), "malformed"],
    ["an id cut off.", join(...whole, Buffer.of(0x40)), "malformed"],
  ];
}
