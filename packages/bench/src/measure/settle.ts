import type { Pipe } from "../subjects/subject.ts";
import { messagesOf } from "./messages.ts";
import { orderMessage } from "./order.ts";

/**
 * Sends messages until the connection has found out how large its packets may be. On a bad road they may stay small:
 * after some attempts that is its speed. `acknowledged`: waits for the receiver of so many messages.
 */
export async function settle(pipe: Pipe, acknowledged: (count: number) => Promise<void>): Promise<void> {
  const messages = messagesOf(messageBytes);
  for (let attempt = 0; attempt < mostAttempts && pipe.settled === false; attempt++) {
    pipe.send(orderMessage({ kind: "receive", size: messageBytes, count: batchMessages }));
    for (let number = 0; number < batchMessages; number++) {
      await pipe.send(messages[number % messages.length] as Buffer);
    }
    await acknowledged(batchMessages);
  }
}

const messageBytes = 64 * 1024;
const batchMessages = 4;
const mostAttempts = 30;
