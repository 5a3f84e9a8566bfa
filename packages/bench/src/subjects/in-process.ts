import type { Accept, Ends, Pipe, Sink } from "./subject.ts";

/** Connections between two ends in one process, without a socket: what is sent arrives a little later in the same turn. */
export function inProcess(): Ends {
  let accept: Accept | undefined;
  return {
    async serve(handleClient) {
      accept = handleClient;
      return { invitation: {}, close: async () => {} };
    },

    async client() {
      return async (sink) => {
        if (!accept) throw new Error("nobody serves in this process");
        const received = accept(pipeTo(() => sink));
        return pipeTo(() => received);
      };
    },
  };
}

function pipeTo(sink: () => Sink): Pipe {
  return {
    send: (message) => void queueMicrotask(() => sink().handleMessages([message])),
    close: async () => sink().handleEnd(),
  };
}
