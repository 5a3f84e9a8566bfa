import type { Session } from "../../../src/index.ts";
import { type SessionMutant, withIteration, withSession } from "./session-wrapper.ts";

const wholeCase = "arrive whole, once and in order, whatever their size (D-1, D-2, D-3)";

/** Of its messages, its consumers left out. */
export const messageMutants: readonly SessionMutant[] = [
  {
    fault: "sends text in another encoding",
    fails: "carry text and bytes both ways (I-1)",
    mutate: withSession((session) => ({
      send: (message) => session.send(typeof message === "string" ? Buffer.from(message, "latin1") : message),
    })),
  },
  {
    fault: "delivers a message twice",
    fails: wholeCase,
    mutate: withIteration(() => {
      let count = 0;
      let repeated: IteratorResult<Buffer, undefined> | undefined;
      return (next) => async () => {
        const result = repeated ?? (await next());
        repeated = !repeated && ++count === 5 ? result : undefined;
        return result;
      };
    }),
  },
  {
    fault: "merges two messages",
    fails: wholeCase,
    mutate: withIteration(() => {
      let merged = false;
      return (next) => async () => {
        const first = await next();
        if (merged || first.done) return first;
        merged = true;
        const second = await next();
        return second.done ? first : { value: Buffer.concat([first.value, second.value]) };
      };
    }),
  },
  {
    fault: "delivers in another order",
    fails: wholeCase,
    mutate: withIteration(() => {
      const held: IteratorResult<Buffer, undefined>[] = [];
      return (next) => async () => {
        if (held.length === 0) held.push(await next(), await next());
        return held.pop() ?? next();
      };
    }),
  },
  {
    fault: "delivers bytes that are no Buffer",
    fails: "are Buffers that stay unchanged (I-2)",
    mutate: withIteration(() => (next) => async () => {
      const { done, value } = await next();
      return done ? { done, value } : { value: new Uint8Array(value) as Buffer };
    }),
  },
  {
    fault: "delivers every message in the same memory",
    fails: "are Buffers that stay unchanged (I-2)",
    mutate: withIteration(() => {
      const memory = Buffer.alloc(2 ** 20);
      return (next) => async () => {
        const { done, value } = await next();
        if (done) return { done, value };
        value.copy(memory);
        return { value: memory.subarray(0, value.length) };
      };
    }),
  },
  {
    fault: "reads a message after it said that it had",
    fails: "are copied, or free again when the promise resolves (I-3)",
    mutate: withSession((session) => ({
      async send(message) {
        setImmediate(() => session.send(message));
      },
    })),
  },
  {
    fault: "announces a limit that is not the receiver's",
    fails: "may be as large as the receiver's limit, and no larger (D-4)",
    mutate: withSession((session) => ({ maxMessageBytes: session.maxMessageBytes + 1 })),
  },
  {
    fault: "drops a message that is too large",
    fails: "may be as large as the receiver's limit, and no larger (D-4)",
    mutate: withSession((session) => ({
      send: async (message) => {
        if (Buffer.from(message as Buffer).length <= session.maxMessageBytes) await session.send(message);
      },
    })),
  },
  {
    fault: "makes text of everything",
    fails: "are text or bytes and nothing else (I-1)",
    mutate: withSession((session) => ({
      send: (message) => session.send(message instanceof Uint8Array ? message : String(message)),
    })),
  },
  {
    fault: "drops what is sent before the client has spoken",
    fails: "arrive from a server that speaks first, and at once (H-12)",
    mutate: withSession((session, role) => ({
      async send(message) {
        if (role === "client" || session.stats().messagesReceived > 0) await session.send(message);
      },
    })),
  },
  {
    fault: "sends everything over the first session",
    fails: "of many sessions at once do not mix (I-4)",
    mutate: (api) => {
      const firsts: Partial<Record<string, Session>> = {};
      return withSession((session, role) => {
        firsts[role] ??= session;
        return { send: (message) => (firsts[role] ?? session).send(message) };
      })(api);
    },
  },
  {
    fault: "cuts a datagram",
    fails: "may travel as datagrams, up to a limit (D-6, D-8)",
    mutate: withSession((session) => ({
      sendDatagram: (datagram) => session.sendDatagram((datagram as Buffer).subarray(0, session.maxDatagramBytes)),
    })),
  },
  {
    fault: "does not count what it sends",
    fails: "are counted (I-5)",
    mutate: withSession((session) => ({ stats: () => ({ ...session.stats(), messagesSent: 0 }) })),
  },
];

/** Of its backpressure. */
export const pressureMutants: readonly SessionMutant[] = [
  {
    fault: "resolves send at once",
    fails: "stops a sender whose peer does not read, and loses nothing (S-5, I-11)",
    mutate: withSession((session) => ({
      async send(message) {
        session.send(message).catch(() => {});
      },
    })),
  },
  {
    fault: "makes a promise for each message",
    fails: "is one promise for all who send while there is room (I-11)",
    mutate: withSession((session) => ({ send: async (message) => session.send(message) })),
  },
  {
    fault: "sends nothing while any session has no room",
    fails: "leaves the other direction and other sessions alone (I-4)",
    mutate: (api) => {
      const sessions = new Set<{ readonly room: number }>();
      return withSession((session) => {
        sessions.add(session);
        return {
          send(message) {
            for (const other of sessions) if (other !== session && other.room <= 0) throw new Error("one at a time");
            return session.send(message);
          },
        };
      })(api);
    },
  },
];
