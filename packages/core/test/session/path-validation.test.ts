import { describe, expect, it } from "vitest";
import type { Path } from "../../src/link.ts";
import { PathValidation } from "../../src/session/path-validation.ts";
import { seededRandom } from "../../src/testing/random.ts";
import { FrameType } from "../../src/wire.ts";
import { seed } from "../fixtures/seed.ts";

const aroundBytes = 23;
const path = (address: string): Path => ({ address, proven: false });
const [home, away, elsewhere] = [path("home"), path("away"), path("elsewhere")];

interface Sent {
  readonly bytes: number;
  readonly type: number;
  readonly value: Buffer;
  readonly to: Path | undefined;
}

/** What is written now; undefined: nothing. The header takes 7 bytes and the tag 16. */
function next(paths: PathValidation, now: number): Sent | undefined {
  const bytes = paths.nextBytes(now);
  if (bytes === 0) return undefined;
  const packet = Buffer.alloc(bytes, 0xee);
  const end = bytes - 16;
  paths.write(packet, 7, end, now);
  expect(packet.subarray(16, end).equals(Buffer.alloc(end - 16, FrameType.padding))).toBe(true);
  for (const at of [0, 6, end]) expect(packet[at]).toBe(0xee);
  return { bytes, type: packet[7] as number, value: Buffer.from(packet.subarray(8, 16)), to: paths.writtenTo };
}

function serverAtHome(): PathValidation {
  let draws = 0;
  const random = (bytes: number) => new Uint8Array(bytes).fill(++draws);
  return new PathValidation({ role: "server", random, aroundBytes }, home);
}

/** A server whose client seems to be away: the challenge is sent. */
function challenged() {
  const paths = serverAtHome();
  paths.handlePacket(away, 1_200, true, 0);
  return { paths, challenge: next(paths, 0)?.value as Buffer };
}

// spec
describe("a server", () => {
  it("challenges a place that a newer packet comes from, in a padded packet to there", () => {
    const paths = serverAtHome();
    paths.handlePacket(home, 100, true, 0);
    expect([next(paths, 0), paths.nextTimeout(0)]).toEqual([undefined, undefined]);
    paths.handlePacket(away, 1_000, true, 5);
    expect(next(paths, 5)).toEqual({
      bytes: 1_200,
      type: FrameType.pathChallenge,
      value: Buffer.alloc(8, 1),
      to: away,
    });
    expect([next(paths, 5), paths.nextTimeout(5)]).toEqual([undefined, 205]);
  });

  it("moves when the answer comes from there, and only then", () => {
    const { paths, challenge } = challenged();
    paths.handlePacket(away, 1_200, true, 10);
    expect(paths.handleResponse(challenge)).toBe(away);
    expect([paths.handleResponse(challenge), paths.nextTimeout(10)]).toEqual([undefined, undefined]);
    // It is the way now: what comes from there is nothing new, and what comes from home is.
    paths.handlePacket(away, 100, true, 20);
    expect(next(paths, 20)).toBeUndefined();
    paths.handlePacket(home, 1_200, true, 20);
    expect(next(paths, 20)?.to).toBe(home);
  });

  it("is not moved by an answer from elsewhere, nor by a wrong one", () => {
    const { paths, challenge } = challenged();
    for (const [from, newest] of [
      [home, false],
      [elsewhere, false],
      [undefined, false],
    ] as const) {
      // biome-ignore format: short
      paths.handlePacket(from, 1_200, newest, 10);
      expect(paths.handleResponse(challenge)).toBeUndefined();
    }
    paths.handlePacket(away, 1_200, true, 10);
    for (let bit = 0; bit < 64; bit++) {
      const wrong = Buffer.from(challenge);
      wrong[bit >> 3] = (wrong[bit >> 3] as number) ^ (1 << (bit & 7));
      expect(paths.handleResponse(wrong)).toBeUndefined();
    }
    expect(paths.handleResponse(challenge)).toBe(away);
  });

  it("takes no answer to a challenge that another one has taken the place of", () => {
    const { paths, challenge } = challenged();
    paths.handlePacket(elsewhere, 1_200, true, 10);
    const other = next(paths, 10)?.value as Buffer;
    expect(other).not.toEqual(challenge);
    paths.handlePacket(away, 1_200, false, 20);
    expect(paths.handleResponse(challenge)).toBeUndefined();
    paths.handlePacket(elsewhere, 1_200, false, 20);
    expect(paths.handleResponse(challenge)).toBeUndefined();
    expect(paths.handleResponse(other)).toBe(elsewhere);
  });

  it("gives the place up when a newer packet comes the old way, and not for an older one", () => {
    const { paths, challenge } = challenged();
    paths.handlePacket(home, 100, false, 10);
    expect(paths.nextTimeout(10)).toBe(200);
    paths.handlePacket(home, 100, true, 10);
    expect([paths.nextTimeout(10), next(paths, 10_000)]).toEqual([undefined, undefined]);
    paths.handlePacket(away, 1_200, false, 20);
    expect(paths.handleResponse(challenge)).toBeUndefined();
  });

  it("is not led away by packets that were overtaken", () => {
    const paths = serverAtHome();
    paths.handlePacket(away, 1_200, false, 0);
    expect([next(paths, 0), paths.nextTimeout(0)]).toEqual([undefined, undefined]);
  });

  it("takes the first place that it hears of for the present one", () => {
    const paths = new PathValidation(
      { role: "server", random: (bytes) => new Uint8Array(bytes), aroundBytes },
      undefined,
    );
    paths.handlePacket(undefined, 100, true, 0);
    paths.handlePacket(home, 100, true, 0);
    expect(next(paths, 0)).toBeUndefined();
    paths.handlePacket(away, 1_200, true, 0);
    expect(next(paths, 0)?.to).toBe(away);
  });

  it("asks four times, each time after twice as long, with the same challenge", () => {
    const { paths, challenge } = challenged();
    paths.handlePacket(away, 100_000, true, 0);
    const times: number[] = [];
    let now = 0;
    for (let at = paths.nextTimeout(now); at !== undefined; at = paths.nextTimeout(now)) {
      expect(next(paths, at - 0.001)).toBeUndefined();
      now = at;
      paths.handleTimeout(now);
      const sent = next(paths, now);
      if (sent) {
        expect(sent.value).toEqual(challenge);
        times.push(now);
      }
    }
    expect([times, now]).toEqual([[200, 600, 1_400], 3_000]);
    expect(paths.handleResponse(challenge)).toBeUndefined();
  });

  // RFC 9000 §8.2
  it("sends three times as much as came from there at most, for every size and number of packets", () => {
    for (let size = aroundBytes + 1; size < 1_300; size += 3) {
      const paths = serverAtHome();
      let [received, sent, now] = [0, 0, 0];
      for (let packet = 0; packet < 5; packet++) {
        paths.handlePacket(away, size, true, now);
        received += size;
        for (let wakes = 0; wakes < 2; wakes++) {
          sent += next(paths, now)?.bytes ?? 0;
          if (sent > 3 * received) expect(sent, `packets of ${size}`).toBeLessThanOrEqual(3 * received);
          now = paths.nextTimeout(now) ?? now;
          paths.handleTimeout(now);
        }
      }
      expect(sent).toBeGreaterThan(0);
    }
  });

  it(`always sleeps, or has something to send, or has given up, seed ${seed}`, () => {
    const random = seededRandom(seed);
    for (let round = 0; round < 400; round++) {
      const paths = serverAtHome();
      let now = 0;
      paths.handlePacket(away, aroundBytes + 1 + random.integer(1_200), true, now);
      for (let wakes = 0; ; wakes++) {
        expect(wakes).toBeLessThan(20);
        if (random.chance(0.2))
          paths.handlePacket(away, aroundBytes + 1 + random.integer(1_200), random.chance(0.5), now);
        while (next(paths, now));
        const at = paths.nextTimeout(now);
        if (at === undefined) break;
        expect(at).toBeGreaterThanOrEqual(now);
        now = at;
        paths.handleTimeout(now);
      }
    }
  });

  it("needs no timer while the link has no room for what is due", () => {
    const paths = serverAtHome();
    paths.handlePacket(away, 1_200, true, 0);
    for (const now of [0, 1, 1_000]) {
      paths.handleTimeout(now);
      expect([paths.nextTimeout(now), paths.nextBytes(now)]).toEqual([undefined, 1_200]);
    }
  });
});

// spec: R-21
describe("a challenge", () => {
  it.each(["client", "server"] as const)("is answered by a %s where it came from, padded and once", (role) => {
    const random = (bytes: number) => new Uint8Array(bytes);
    const paths = new PathValidation({ role, random, aroundBytes }, home);
    paths.handlePacket(home, 1_200, true, 0);
    const challenge = Buffer.alloc(8, 5);
    paths.handleChallenge(challenge);
    challenge.fill(0xdd);
    expect(next(paths, 0)).toEqual({ bytes: 1_200, type: FrameType.pathResponse, value: Buffer.alloc(8, 5), to: home });
    expect(next(paths, 0)).toBeUndefined();
  });

  it("is answered before a challenge of our own goes out, and both count as sent there", () => {
    const paths = serverAtHome();
    paths.handlePacket(away, 410, true, 0);
    paths.handleChallenge(Buffer.alloc(8, 5));
    expect(next(paths, 0)).toMatchObject({ type: FrameType.pathResponse, bytes: 1_200, to: away });
    expect(next(paths, 0)).toBeUndefined();
    paths.handlePacket(away, 20, true, 0);
    expect(next(paths, 0)).toMatchObject({ type: FrameType.pathChallenge, bytes: 90, to: away });
  });

  // RFC 9000 §8.2.2
  it("makes a server send three times as much as the packet that it came in, and no more", () => {
    const paths = serverAtHome();
    for (const bytes of [32, 100, 399]) {
      paths.handlePacket(away, bytes, true, 0);
      paths.handleChallenge(Buffer.alloc(8, 5));
      expect(next(paths, 0)).toMatchObject({ type: FrameType.pathResponse, bytes: 3 * bytes, to: away });
    }
  });
});

it("a client never follows its server", () => {
  const paths = new PathValidation({ role: "client", random: () => new Uint8Array(8), aroundBytes }, home);
  paths.handlePacket(away, 1_200, true, 0);
  expect([next(paths, 0), paths.nextTimeout(0), paths.handleResponse(new Uint8Array(8))]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
