import { setTimeout } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Connection } from "../../src/measure/connection.ts";
import { measure } from "../../src/measure/measure.ts";
import { Peer } from "../../src/measure/peer.ts";
import { scenariosOf } from "../../src/scenarios/scenario.ts";
import { chooseSubjects } from "../../src/subjects/choose.ts";
import { peerSubjects } from "../../src/subjects/peers/peers.ts";
import type { Ends, Invitation, Subject } from "../../src/subjects/subject.ts";
import { briefly, withStage } from "../fixtures/stage.ts";

// One without a build for this machine is missing from a run, and from these tests; the report names it.
const { subjects, unavailable } = await chooseSubjects({ modules: [], transports: ["tcp", "udp"], peers: true });
const isPeer = ({ name, transport }: { readonly name: string; readonly transport: string }) =>
  peerSubjects.some((peer) => peer.name === name && peer.transport === transport);
const available = subjects.filter((subject) => peerSubjects.includes(subject));

describe("peers", () => {
  it("are there, or it is said why not", () => {
    const missing = unavailable.filter(({ subject, transport }) => isPeer({ name: subject, transport }));
    expect(available.length + missing.length).toBe(peerSubjects.length);
    for (const { reason } of missing) expect(reason).toMatch(/./);
  });

  it("of node:tls are always there", () => {
    expect(available.filter(({ name }) => name.startsWith("tls13"))).toHaveLength(2);
  });
});

/** One scenario of each kind that takes connections, with the largest of its messages. */
function scenariosOfEachKind(subject: Subject) {
  const kinds = new Map(scenariosOf([subject]).map((scenario) => [scenario.kind.name, scenario]));
  return [...kinds.values()].filter(({ kind }) => !["memory", "sharing"].includes(kind.name));
}

describe.each(available)("$name over $transport ($authentication)", (subject) => {
  it("carries every kind that it says it does", async () => {
    await withStage(subject, subject.transport === "udp" && !subject.ownPackets ? 1_200 : null, async (stage) => {
      for (const { kind, size, load } of scenariosOfEachKind(subject)) {
        const { samples } = await measure(kind.name, stage, { size, load: load && Math.min(load, 1_000) }, briefly);
        expect(Math.min(...samples)).toBeGreaterThan(0);
      }
    });
  });
});

describe.each(available.filter(({ name }) => name === "dtls12-rsa2048"))("$name over $transport", (subject) => {
  it("does not connect to a server with another certificate", async () => {
    const [own, other] = [await subject.load({ packetBytes: null }), await subject.load({ packetBytes: null })];
    const servings = [await own.serve((pipe) => new Peer(pipe)), await other.serve((pipe) => new Peer(pipe))] as const;
    const [{ invitation }, stranger] = servings;
    const certificate = stranger.invitation.certificate ?? "";
    const dial = await own.client({ ...invitation, certificate });
    await expect(Connection.open(dial)).rejects.toThrow("the server has another certificate");
    await Promise.all(servings.map((serving) => serving.close()));
  });
});

describe.each(available.filter(({ authentication }) => authentication === "keys"))(
  "$name over $transport",
  (subject) => {
    /** What a client is told by another server of the same kind, but for the place. */
    async function strangerTo(invitation: Invitation): Promise<Invitation> {
      const ends = await subject.load({ packetBytes: null });
      const other = await ends.serve((pipe) => new Peer(pipe));
      await other.close();
      return { ...other.invitation, address: invitation.address ?? "" };
    }

    it("greets who has the client's key, and nobody else", async () => {
      const ends = await subject.load({ packetBytes: null });
      let accepted = 0;
      const serving = await ends.serve((pipe) => {
        accepted++;
        return new Peer(pipe);
      });
      try {
        const stranger = await strangerTo(serving.invitation);
        const theirs = { ...stranger, server: serving.invitation.server ?? "" };
        expect(await hearsAnything(ends, theirs)).toBe(false);
        expect(accepted).toBe(0);
        const connection = await Connection.open(await ends.client(serving.invitation));
        expect(accepted).toBe(1);
        await connection.close();
      } finally {
        await serving.close();
      }
    });

    it("says nothing to a server with another key", async () => {
      const ends = await subject.load({ packetBytes: null });
      let accepted = 0;
      const serving = await ends.serve((pipe) => {
        accepted++;
        return new Peer(pipe);
      });
      try {
        const { server = "" } = await strangerTo(serving.invitation);
        expect(await hearsAnything(ends, { ...serving.invitation, server })).toBe(false);
        expect(accepted).toBe(0);
      } finally {
        await serving.close();
      }
    });
  },
);

/** One that is refused ends, or never hears anything. */
async function hearsAnything(ends: Ends, invitation: Invitation): Promise<boolean> {
  const connection = ends.client(invitation).then((dial) => Connection.open(dial));
  const heard = connection.then(
    () => true,
    () => false,
  );
  return Promise.race([heard, setTimeout(patienceMs, false)]);
}

const patienceMs = 500;
