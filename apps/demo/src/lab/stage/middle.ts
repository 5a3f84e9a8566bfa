import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { addressOf, splitAddress } from "./address.ts";
import { FrameCutter, frameOf } from "./frames.ts";

/** What goes on in a frame's place; `nth`: how many the same side had sent before. */
export type Tamper = (frame: Buffer, nth: number) => readonly Uint8Array[];

/** One on the path of a TCP connection: passes on what both sides send, reads it, and changes what it likes. */
export class Middle implements AsyncDisposable {
  /** To be dialled instead of the server. */
  readonly address: string;
  /** Frames of the client's so far, as they were sent. */
  readonly fromClient: Buffer[] = [];
  /** Frames of the server's so far, as they were sent. */
  readonly fromServer: Buffer[] = [];
  readonly #server: Server;

  private constructor(server: Server, target: string, tamper: Tamper) {
    this.#server = server;
    this.address = addressOf(server);
    server.on("connection", (near: Socket) => {
      const far = connect({ ...splitAddress(target), noDelay: true });
      pass(near, far, this.fromClient, tamper);
      pass(far, near, this.fromServer, asItIs);
    });
  }

  /** Stands before `target`. `tamper` is for what the client sends. */
  static async before(target: string, tamper: Tamper = asItIs): Promise<Middle> {
    const server = createServer({ noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Middle(server, target, tamper);
  }

  /** Everything that went by. */
  get recording(): readonly Buffer[] {
    return [...this.fromClient, ...this.fromServer];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
  }
}

function asItIs(frame: Buffer): readonly Buffer[] {
  return [frame];
}

function pass(from: Socket, to: Socket, recording: Buffer[], tamper: Tamper): void {
  const cutter = new FrameCutter();
  from.on("data", (bytes) => {
    for (const frame of cutter.push(bytes)) {
      recording.push(Buffer.from(frame));
      for (const passed of tamper(Buffer.from(frame), recording.length - 1)) to.write(frameOf(passed));
    }
  });
  from.on("end", () => to.end());
  from.on("error", () => to.destroy());
}

/** What an attacker knows of our packets on TCP without any key: the first byte tells those that carry messages. */
export function carriesMessages(frame: Uint8Array): boolean {
  return frame[0] === 1;
}
