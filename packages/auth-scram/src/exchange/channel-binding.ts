/** What a proof is bound to beside the messages themselves (RFC 5802 §6). Both sides have to say the same. */
export interface ChannelBinding {
  /** "p=", the name of the binding and ",,"; or "n,," without one. Never with an authorization identity. */
  readonly gs2Header: string;
  /** The channel-binding data; empty without one. */
  readonly data: Uint8Array;
}

/** What `c=` carries: header and data. */
export function channelBytes({ gs2Header, data }: ChannelBinding): Uint8Array {
  return Buffer.concat([Buffer.from(gs2Header), data]);
}
