/** Bytes of a packet's length on the wire, a big-endian unsigned integer. */
export const prefixBytes = 4;
