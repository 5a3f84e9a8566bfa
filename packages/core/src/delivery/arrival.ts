/** Whole messages that arrived in one packet, or in bytes of a stream that were kept together, in order. */
export interface Arrival {
  /** Never empty. The taker's to keep and to change. */
  readonly messages: Buffer[];
  /** Bytes of the messages. */
  readonly bytes: number;
  /** The memory of the packet or of the bytes kept, if some of them are views of it. */
  readonly memory: ArrayBufferLike | undefined;
  /** Bytes of the memory that the others have for themselves. */
  readonly ownBytes: number;
}
