import { connect, generateSharedKey, listen, type Session, sharedKey, sharedKeys } from "../../src/index.ts";
import type { Transport } from "../../src/link.ts";
import {
  memory,
  type SimulatedNetwork,
  simulatedNetwork,
  type Tap,
  type VirtualClock,
  virtualClock,
} from "../../src/testing/index.ts";
import { testCipher } from "../fixtures/test-cipher.ts";

/** What came of one conversation: a code of our errors for each side, or "done" after a proper close. */
interface Outcome {
  readonly client: string;
  readonly server: string;
  /** Texts that each side received. */
  readonly clientHeard: readonly string[];
  readonly serverHeard: readonly string[];
  /** Virtual time that it took, in milliseconds. */
  readonly tookMs: number;
  /** Everything that was noticed: forged and repeated packets on both sides, and strangers turned away or ignored. */
  readonly noticed: number;
}

/** A server and whoever calls it, through the whole of core, in virtual time, with an attacker's place between them. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly network: SimulatedNetwork | undefined;
  /** One client connects, asks, is answered and closes, while `tap` has its way. Rejects when one side never ends. */
  converse(tap?: Tap): Promise<Outcome>;
}

const cipher = testCipher();
const identity = cipher.ephemeralKem.generate();
const key = generateSharedKey();

const limits = { handshakeTimeoutMs: 10_000, refusalFloorMs: 250, closeTimeoutMs: 5_000, idleTimeoutMs: 60_000 };

export function reliableStage(): Promise<Stage> {
  return stage((clock, onPacket) => ({ transport: memory({ clock, onPacket }), address: "memory:0" }));
}

export function lossyStage(seed: number): Promise<Stage> {
  return stage((clock, onPacket) => {
    const network = simulatedNetwork({ clock, seed, onPacket });
    return { transport: network.transport(), address: "sim:0", network };
  });
}

// More than a session on a lossy link stays behind after its end.
const lingerMs = 5_000;

interface Ground {
  readonly transport: Transport;
  readonly address: string;
  readonly network?: SimulatedNetwork;
}

async function stage(lay: (clock: VirtualClock, tap: Tap) => Ground): Promise<Stage> {
  const clock = virtualClock();
  let tap: Tap = (packet) => packet;
  const { transport, address, network } = lay(clock, (packet, way) => tap(packet, way));
  const common = { transport, cipher, clock, limits };
  const authenticate = sharedKeys({ alice: key });
  const server = await listen({ ...common, address, identity, authenticate });
  return {
    clock,
    network,
    async converse(attack = (packet) => packet) {
      const talk = new Talk();
      const begun = clock.now();
      const { strangersIgnored } = server.stats();
      tap = attack;
      server.removeAllListeners();
      server.on("refused", (error) => talk.refused(error));
      server.on("session", (session) => talk.serve(session));
      const options = { ...common, address: server.address, server: identity.publicKey };
      void connect({ ...options, authenticate: sharedKey("alice", key) }).then(
        (session) => talk.ask(session),
        (error) => talk.clientEnds(error),
      );
      await clock.runUntil(() => talk.over, 100_000);
      const noticed = talk.outcome.noticed + server.stats().strangersIgnored - strangersIgnored;
      const outcome = { ...talk.outcome, noticed, tookMs: clock.now() - begun };
      tap = (packet) => packet;
      // On a lossy link both sides still answer a peer that has not understood: it is not part of the next conversation.
      await clock.advance(lingerMs);
      return outcome;
    },
  };
}

/** Both sides' part in a conversation. */
class Talk {
  readonly #clientHeard: string[] = [];
  readonly #serverHeard: string[] = [];
  #client: string | undefined;
  #server: string | undefined;
  #noticed = 0;

  get over(): boolean {
    return this.#client !== undefined && this.#server !== undefined;
  }

  get outcome() {
    const [clientHeard, serverHeard] = [this.#clientHeard, this.#serverHeard];
    const [client, server] = [this.#client as string, this.#server as string];
    return { client, server, clientHeard, serverHeard, noticed: this.#noticed };
  }

  refused(error: Error): void {
    this.#noticed++;
    this.#server = codeOf(error);
  }

  clientEnds(error: Error): void {
    this.#client = codeOf(error);
  }

  ask(session: Session): void {
    const hear = (message: Buffer) => {
      this.#clientHeard.push(String(message));
      session.close().catch(() => {});
    };
    session.on("message", hear);
    session.on("close", (error) => {
      this.#client = this.#ended(session, error);
    });
    session.send("question").catch(() => {});
  }

  serve(session: Session): void {
    this.#server = undefined; // On a lossy link an earlier attempt of the same client may have failed.
    const hear = (message: Buffer) => {
      this.#serverHeard.push(String(message));
      session.send("answer").catch(() => {});
    };
    session.on("message", hear);
    session.on("close", (error) => {
      this.#server = this.#ended(session, error);
    });
  }

  #ended(session: Session, error: Error | undefined): string {
    const { packetsForged, packetsReplayed } = session.stats();
    this.#noticed += packetsForged + packetsReplayed;
    return codeOf(error);
  }
}

/** The code without what all of them begin with. Anything that is no error of ours fails the test. */
function codeOf(error: Error | undefined): string {
  if (!error) return "done";
  const code = /^ERR_COUNTERSIGN_(\w+)$/.exec((error as { code?: string }).code ?? "")?.[1];
  if (!code) throw error;
  return code;
}
