import { messagesOf } from "./messages.ts";

/** What the benchmark sends in datagrams: a batch's number, a number in it, and bytes that are known to both sides. */
export interface DatagramNumbers {
  readonly batch: number;
  readonly number: number;
}

/** A fresh copy, as a sender owes one to each datagram. `size`: at least 8 bytes. */
export function datagramMessage(size: number, { batch, number }: DatagramNumbers): Buffer {
  const messages = messagesOf(size);
  const message = Buffer.allocUnsafe(size);
  (messages[number % messages.length] as Buffer).copy(message);
  message.writeUInt32BE(batch, 0);
  message.writeUInt32BE(number, 4);
  return message;
}

/** Undefined when it is too short to be one. */
export function datagramNumbers(message: Buffer): DatagramNumbers | undefined {
  if (message.length < numbersBytes) return undefined;
  return { batch: message.readUInt32BE(0), number: message.readUInt32BE(4) };
}

/** Behind its numbers it is exactly what it must be. */
export function isUnchanged(message: Buffer, number: number): boolean {
  const messages = messagesOf(message.length);
  return (
    (messages[number % messages.length] as Buffer).compare(message, numbersBytes, message.length, numbersBytes) === 0
  );
}

/** In a number's place: what has arrived of the batch? */
export const tallyRequest = 2 ** 32 - 1;

/** The answer, in a datagram as well. */
export interface Tally {
  readonly batch: number;
  readonly received: number;
  /** From the first to the last that arrived, in milliseconds. */
  readonly tookMs: number;
  /** What was wrong with one of them. */
  readonly error?: string;
}

const numbersBytes = 8;
