import { LinkError, type Session } from "../../../src/index.ts";
import { type SessionMutant, telling, withIteration, withServer, withSession } from "./session-wrapper.ts";

/** Of its end. */
export const closingMutants: readonly SessionMutant[] = [
  {
    fault: "aborts where it should close",
    fails: "delivers everything sent before it (S-6)",
    mutate: withSession((session) => ({ close: async () => session.abort() })),
  },
  {
    fault: "reads no more once it closes",
    fails: "waits for the answer to the last message (S-7)",
    mutate: withSession((session) => {
      let stop = () => {};
      const stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
        stop = () => resolve({ done: true, value: undefined });
      });
      return {
        close(options) {
          stop();
          return session.close(options);
        },
        [Symbol.asyncIterator]() {
          const inner = session[Symbol.asyncIterator]();
          return { next: () => Promise.race([stopped, inner.next()]) };
        },
      };
    }),
  },
  {
    fault: "gives a slow reader a message twice",
    fails: "lets a slow reader have everything, with nothing left out (S-5, S-7)",
    mutate: withIteration(() => {
      let count = 0;
      let repeated: IteratorResult<Buffer, undefined> | undefined;
      return (next) => async () => {
        const result = repeated ?? (await next());
        repeated = !repeated && ++count === 20 ? result : undefined;
        return result;
      };
    }),
  },
  {
    fault: "sends nothing once the peer is done",
    fails: "of a server that speaks first and is done leaves the client free to answer (S-7)",
    mutate: withSession((_, role) => (role === "client" ? { send: async () => {} } : {})),
  },
  {
    fault: "cuts off the last of a stream",
    fails: "lets the last of a stream through, after the peer's end (S-7, I-10)",
    mutate: withSession((session, role) => ({
      stream() {
        const stream = session.stream();
        if (role === "client") return stream;
        const write = stream.write.bind(stream);
        return Object.assign(stream, { write: (chunk: Buffer) => chunk.toString() === "!" || write(chunk) });
      },
    })),
  },
  {
    fault: "takes a stream that ends for one that has ended both ways",
    fails: "of a server that is done before it has begun leaves the client free to speak (S-7, I-10)",
    mutate: withSession((session, role) => ({
      stream() {
        const stream = session.stream();
        const end = stream.end.bind(stream);
        return role === "client" ? Object.assign(stream, { end: () => end() }) : stream;
      },
    })),
  },
  {
    fault: "closes only when the peer does not",
    fails: "may come from both sides at once (S-6)",
    mutate: (api) => {
      let closing = 0;
      return withSession((session) => ({
        async close(options) {
          if (++closing > 1) throw new Error("the peer was first");
          return session.close(options);
        },
      }))(api);
    },
  },
  {
    fault: "calls a proper close an error",
    fails: "is told once, without an error, on both sides (I-16)",
    mutate: withSession((session) => telling(session, "close", (listener) => () => listener(new Error("it is over")))),
  },
  {
    fault: "tells twice that it is over",
    fails: "is told once, without an error, on both sides (I-16)",
    mutate: withSession((session) =>
      telling(session, "close", (listener) => (error) => {
        listener(error);
        listener(error);
      }),
    ),
  },
  {
    fault: "claims to send datagrams after its close",
    fails: "is the end of sending, on both sides (S-10, I-17)",
    mutate: withSession(() => ({ sendDatagram: () => true })),
  },
  {
    fault: "aborts at the end of a scope",
    fails: "happens by itself at the end of a scope (I-18)",
    mutate: withSession((session) => ({ [Symbol.asyncDispose]: async () => session.abort() })),
  },
  {
    fault: "closes where it should abort",
    fails: "by abort is an error on both sides, after what had arrived (S-8)",
    mutate: withSession((session) => ({ abort: () => void session.close() })),
  },
  {
    fault: "learns of a session's end as the application does",
    fails: "of the server does not depend on the listeners of its sessions (I-19)",
    mutate: withServer((server) => {
      const sessions = new Set<Session>();
      return {
        sessions,
        async *[Symbol.asyncIterator]() {
          for await (const session of server) {
            sessions.add(session);
            session.on("close", () => sessions.delete(session));
            yield session;
          }
          return undefined;
        },
      };
    }),
  },
  {
    fault: "forgets an abort while it delivers",
    fails: "by abort in the middle of receiving is told too (S-8)",
    mutate: withSession((session) => {
      let delivering = false;
      const delivered = telling(session, "message", (listener) => (message) => {
        delivering = true;
        listener(message);
        delivering = false;
      });
      return { ...delivered, abort: (reason) => (delivering ? void session.close() : session.abort(reason)) };
    }),
  },
  {
    fault: "takes a reader that stops for one that failed",
    fails: "comes after the last message, for a reader that stops right there (I-16)",
    mutate: withSession((session) => {
      let left = false;
      const told = telling(session, "close", (listener) => (error) => listener(left ? new Error("left") : error));
      return {
        ...told,
        async *[Symbol.asyncIterator]() {
          try {
            for await (const message of session) yield message;
          } finally {
            left = true;
          }
          return undefined;
        },
      };
    }),
  },
  {
    fault: "closes its sessions and goes on listening",
    fails: "of the server closes every session and refuses new ones (I-19)",
    mutate: withServer((server) => ({
      async close() {
        for (const session of server.sessions) await session.close().catch(() => {});
      },
    })),
  },
  {
    fault: "takes a close for unconfirmed until all is read",
    fails: "is confirmed when all has arrived, though nobody has read it yet (S-6)",
    mutate: withSession((session) => {
      let over = false;
      session.once("close", () => {
        over = true;
      });
      return {
        async close(options) {
          await session.close(options);
          if (!over) throw new LinkError("ERR_COUNTERSIGN_CLOSE_TIMEOUT", "The peer has not read everything.");
        },
      };
    }),
  },
  {
    fault: "does not say that its close was not confirmed",
    fails: "is reported when the peer does not confirm it in time (S-9)",
    mutate: withSession((session) => ({ close: (options) => session.close(options).catch(() => {}) })),
  },
];
