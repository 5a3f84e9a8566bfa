import type { Direction, Tap } from "../../src/testing/index.ts";

/** One packet of a conversation over a reliable link, by its place in its direction. */
export interface Place {
  readonly what: string;
  readonly direction: Direction;
  readonly index: number;
}

const [up, down] = ["client-to-server", "server-to-client"] as const;

export const hello: Place = { what: "HELLO", direction: up, index: 0 };
export const accept: Place = { what: "ACCEPT", direction: down, index: 0 };
export const begin: Place = { what: "the client's proof", direction: up, index: 1 };
export const welcome: Place = { what: "the server's proof", direction: down, index: 1 };
export const question: Place = { what: "the question", direction: up, index: 2 };
export const answer: Place = { what: "the answer", direction: down, index: 2 };
/** Over a reliable link each side then sends CLOSE, and RECEIVED for the other's. */
export const clientClose: Place = { what: "the client's CLOSE", direction: up, index: 3 };
export const serverReceived: Place = { what: "the server's RECEIVED", direction: down, index: 3 };
export const serverClose: Place = { what: "the server's CLOSE", direction: down, index: 4 };
export const clientReceived: Place = { what: "the client's RECEIVED", direction: up, index: 4 };

/** Every packet of a conversation over a reliable link, in the order in which they are sent. */
export const everyPlace: readonly Place[] = [
  hello,
  accept,
  begin,
  welcome,
  question,
  answer,
  clientClose,
  serverReceived,
  serverClose,
  clientReceived,
];

/** Lets everything pass but the packet at that place, of which it makes something else. */
export function at({ direction, index }: Place, change: Tap): Tap {
  let seen = 0;
  return (packet, way) => (way === direction && seen++ === index ? change(packet, way) : packet);
}
