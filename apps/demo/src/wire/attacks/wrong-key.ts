import { anonymous, anyone, type CountersignError, connect, type Identity, listen } from "@countersign/core";
import { transports } from "../stage/choices.ts";
import type { AttackTool } from "./tool.ts";

/** Somebody who knows everything but the client's secret. */
export const wrongClient: AttackTool = {
  id: "wrong-client",
  label: "Log in without the key",
  about: "Mallory calls the server, says that she is alice, and has a key of her own.",
  aimed: false,
  lesson: {
    tcp: "The proof covers this channel and this challenge, and can only be made with the key. The server answers a quarter of a second later, and says the same to a wrong name: nobody learns which names there are.",
    udp: "The proof covers this channel and this challenge, and can only be made with the key. The server answers a quarter of a second later, and says the same to a wrong name: nobody learns which names there are.",
  },
  unfit: ({ credentials }) => (credentials.impostor ? undefined : "Without authentication anyone may come in."),
  async run({ conversation, see }) {
    const { transport, cipher, application, keyring, credentials, serverAddress } = conversation;
    try {
      const session = await connect({
        transport: transports[transport](),
        address: serverAddress,
        cipher,
        application,
        server: keyring.serverKey.publicKey,
        authenticate: credentials.impostor ?? anonymous(),
        limits: { handshakeTimeoutMs },
      });
      session.abort();
      see({ where: "attacker", text: "was let in", good: false });
    } catch (error) {
      see({ where: "attacker", text: refusal(error), good: true });
    }
    return "Connected to the server as alice, with another key.";
  },
};

/** A server that has copied the real one's public key, and all that it has ever said. */
export const wrongServer: AttackTool = {
  id: "wrong-server",
  label: "Impersonate the server",
  about: "The client is led to a server of the attacker's, which shows the real one's public key.",
  aimed: false,
  lesson: {
    tcp: "The client seals a secret to the public key that it knows. Showing that key is easy; opening the secret takes the private half. Without it no ACCEPT can be made that opens.",
    udp: "The client seals a secret to the public key that it knows. Without the private half no ACCEPT can be made that opens. A refusal proves nothing over UDP, so the client waits for a true answer until its time is over.",
  },
  async run({ conversation, see }) {
    const { transport, cipher, application, keyring, credentials } = conversation;
    await using server = await listen({
      transport: transports[transport](),
      address: "127.0.0.1:0",
      cipher,
      application,
      identity: pretended(keyring.serverKey),
      authenticate: anyone(),
      limits: { handshakeTimeoutMs },
    });
    server.on("refused", () => {});
    try {
      const session = await connect({
        transport: transports[transport](),
        address: server.address,
        cipher,
        application,
        server: keyring.serverKey.publicKey,
        authenticate: credentials.client,
        limits: { handshakeTimeoutMs },
      });
      session.abort();
      see({ where: "client", text: "took it for the server", good: false });
    } catch (error) {
      see({ where: "client", text: refusal(error), good: true });
    }
    return "Had the client call a server that holds the public key, and not the private one.";
  },
};

function pretended({ publicKey }: Identity): Identity {
  return {
    publicKey,
    decapsulate() {
      throw new Error("The private key is somewhere else.");
    },
  };
}

function refusal(error: unknown): string {
  const { code, message } = error as CountersignError;
  return `${code}: ${message}`;
}

const handshakeTimeoutMs = 1_500;
