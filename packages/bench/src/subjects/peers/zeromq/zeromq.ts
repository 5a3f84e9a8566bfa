import type { Accept, Ends, Sink } from "../../subject.ts";
import { openZeroMq, type ZeroMqSocket } from "./module.ts";
import { SendQueue } from "./send-queue.ts";
import { admitOnly, readZ85 } from "./zap.ts";

/**
 * Peer: ZeroMQ with CURVE (ZeroMQ RFC 26), a DEALER for each connection and one ROUTER for all of them. Its messages are
 * messages already. Both sides know the other's key. A ROUTER learns of a client by its first message, so an empty one
 * says that a client is there, and another that it leaves.
 */
export async function zeromq(): Promise<Ends> {
  const zeromq = await openZeroMq();
  const context = new zeromq.Context({ maxSockets });
  return {
    async serve(accept) {
      const [own, client] = [zeromq.curveKeyPair(), zeromq.curveKeyPair()];
      const handler = await admitOnly(zeromq, context, [readZ85(client.publicKey)]);
      const router = new zeromq.Router({ context, curveServer: true, curveSecretKey: own.secretKey, mandatory: true });
      await router.bind("tcp://127.0.0.1:*");
      void serveClients(router, accept);
      const close = async () => {
        for (const socket of [router, handler]) socket.close();
      };
      const address = (router.lastEndpoint ?? "").replace("tcp://", "");
      return { invitation: { address, server: own.publicKey, ...client }, close };
    },

    async client({ address, server = "", publicKey = "", secretKey = "" }) {
      const keys = { curveServerKey: server, curvePublicKey: publicKey, curveSecretKey: secretKey };
      // What is sent waits until the server has proved its key: there is nothing else to wait for.
      return async (sink) => {
        const dealer = new zeromq.Dealer({ context, ...keys, linger: lingerMs });
        dealer.connect(`tcp://${address}`);
        const queue = new SendQueue(dealer);
        void queue.push(empty);
        void receive(dealer, sink);
        return {
          send: (message) => queue.push(message),
          async close() {
            void queue.push(empty);
            await queue.empty();
            dealer.close();
          },
        };
      };
    },
  };
}

async function serveClients(router: ZeroMqSocket, accept: Accept): Promise<void> {
  const sinks = new Map<string, Sink>();
  const queue = new SendQueue(router);
  for await (const [id, message] of router) {
    if (!id || !message) continue;
    const key = id.toString("latin1");
    const sink = sinks.get(key);
    if (message.length > 0) {
      sink?.handleMessages([message]);
    } else if (sink) {
      sinks.delete(key);
      sink.handleEnd();
    } else {
      sinks.set(key, accept({ send: (answer) => queue.push(id, answer), close: () => queue.empty() }));
    }
  }
}

async function receive(dealer: ZeroMqSocket, sink: Sink): Promise<void> {
  try {
    for await (const [message] of dealer) if (message) sink.handleMessages([message]);
    sink.handleEnd();
  } catch (error) {
    sink.handleEnd(error as Error);
  }
}

const empty = Buffer.alloc(0);
const lingerMs = 1_000;
const maxSockets = 16_384;
