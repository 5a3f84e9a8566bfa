import { describe, expect, it } from "vitest";
import { Connection } from "../../src/measure/connection.ts";
import { Peer } from "../../src/measure/peer.ts";
import { chooseSubjects } from "../../src/subjects/choose.ts";
import type { Ends, Invitation, Subject } from "../../src/subjects/subject.ts";
import { measureThroughLosses } from "../fixtures/lossy-relay.ts";

// It has no build for every machine, and is then missing from a run; what it takes to be there is the same everywhere.
const { subjects, unavailable } = await chooseSubjects({ modules: [], transports: ["udp"], peers: true });
const isQuic = (name: string) => name === "quic-rsa2048";
const quic = subjects.filter(({ name }) => isQuic(name));

describe("quic", () => {
  it("is there, or it is said why not", () => {
    const reasons = unavailable.filter(({ subject }) => isQuic(subject)).map(({ reason }) => reason);
    expect(reasons).toEqual(quic.length === 1 ? [] : [expect.stringMatching(/./)]);
  });
});

describe.each(quic)("$name over $transport", (subject) => {
  it("carries messages through a relay that loses some", async () => {
    await measureThroughLosses(subject, [
      ["handshake", null],
      ["first-echo", 64],
      ["round-trip", 1_024],
      ["throughput", 16_384],
    ]);
  });

  it("does not connect to a server with another certificate", async () => {
    await withServer(subject, async ({ ends, invitation, stranger, accepted }) => {
      const dial = await ends.client({ ...invitation, ca: stranger.ca ?? "" });
      await expect(Connection.open(dial)).rejects.toThrow("TLS verification");
      expect(accepted()).toBe(0);
    });
  });

  it("greets who has the client's certificate and its key, and nobody else", async () => {
    await withServer(subject, async ({ ends, invitation, stranger, accepted }) => {
      const { cert = "", key = "" } = stranger;
      await expect(Connection.open(await ends.client({ ...invitation, cert, key }))).rejects.toThrow();
      expect(accepted()).toBe(0);
      const connection = await Connection.open(await ends.client(invitation));
      expect(accepted()).toBe(1);
      await connection.close();
    });
  });
});

interface Served {
  readonly ends: Ends;
  readonly invitation: Invitation;
  /** What clients of another server are told. */
  readonly stranger: Invitation;
  readonly accepted: () => number;
}

async function withServer(subject: Subject, use: (served: Served) => Promise<void>): Promise<void> {
  const ends = await subject.load({ packetBytes: null });
  let accepted = 0;
  const serving = await ends.serve((pipe) => {
    accepted++;
    return new Peer(pipe);
  });
  const other = await ends.serve((pipe) => new Peer(pipe));
  try {
    await use({ ends, invitation: serving.invitation, stranger: other.invitation, accepted: () => accepted });
  } finally {
    await Promise.all([serving.close(), other.close()]);
  }
}
