/** A frame on TCP, as ours and the labs' own protocols have them: its length, a big-endian u32, and its bytes. */
export function frameOf(body: Uint8Array | string): Buffer {
  const bytes = Buffer.from(body as Uint8Array);
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Cuts a stream into the bodies of its frames. */
export class FrameCutter {
  #rest: Buffer = Buffer.alloc(0);

  /** The frames that these bytes complete. */
  push(bytes: Uint8Array): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    const frames: Buffer[] = [];
    while (this.#rest.length >= lengthBytes) {
      const end = lengthBytes + this.#rest.readUInt32BE();
      if (this.#rest.length < end) break;
      frames.push(this.#rest.subarray(lengthBytes, end));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}

const lengthBytes = 4;
