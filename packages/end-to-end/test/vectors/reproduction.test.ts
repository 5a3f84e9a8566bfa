import { describe, expect, it } from "vitest";
import { accepts } from "./accepts.ts";
import { authenticationsOfClients, authenticationsOfServers } from "./authentications.ts";
import { pathOf, textOf } from "./file.ts";
import { keyAnswers, keyRequests } from "./first-contacts.ts";
import { frameSeries } from "./frame-series.ts";
import { hellos } from "./hellos.ts";
import { integers } from "./integers.ts";
import { derivations, keyChains, keyHints, symmetricStates } from "./key-schedule.ts";
import { packetSeries } from "./packet-series.ts";
import { boxes, oaep, x25519Kem } from "./secrets.ts";
import { transcripts } from "./transcripts.ts";

/** Every file that the stranger's peer makes. */
const made = {
  "accept-hybrid": () => accepts("hybrid"),
  "accept-sealed-box": () => accepts("sealed-box"),
  "authentication-client": authenticationsOfClients,
  "authentication-server": authenticationsOfServers,
  derivations,
  frames: frameSeries,
  "hello-hybrid": () => hellos("hybrid"),
  "hello-sealed-box": () => hellos("sealed-box"),
  integers,
  "key-answers": keyAnswers,
  "key-chain": keyChains,
  "key-hints": keyHints,
  "key-requests": keyRequests,
  packets: packetSeries,
  "rsa-oaep": oaep,
  "sealed-box": boxes,
  "sessions-hybrid": () => transcripts("hybrid"),
  "sessions-sealed-box": () => transcripts("sealed-box"),
  "symmetric-state": symmetricStates,
  x25519: x25519Kem,
};

describe("the vectors", () => {
  it.each(Object.entries(made))("%s.json are what the stranger's peer makes", async (name, make) => {
    await expect(textOf(make())).toMatchFileSnapshot(pathOf(name));
  });
});
