import { describe, expect, it } from "vitest";
import { type Conditions, calm } from "../../src/relay/conditions.ts";
import { Fates } from "../../src/relay/fates.ts";

const packets = 20_000;

function drawn(conditions: Partial<Conditions>, seed = 7, purpose = "0/to-server") {
  const fates = new Fates({ ...calm, ...conditions }, seed, purpose);
  return Array.from({ length: packets }, () => fates.next());
}

const share = (fates: readonly string[], fate: string) => fates.filter((each) => each === fate).length / packets;

describe("Fates", () => {
  it("are the same for the same seed, and others for another seed, client or direction", () => {
    const fates = drawn({ loss: 0.05, reorder: 0.05 });
    expect(drawn({ loss: 0.05, reorder: 0.05 })).toEqual(fates);
    expect(drawn({ loss: 0.05, reorder: 0.05 }, 8)).not.toEqual(fates);
    expect(drawn({ loss: 0.05, reorder: 0.05 }, 7, "1/to-server")).not.toEqual(fates);
    expect(drawn({ loss: 0.05, reorder: 0.05 }, 7, "0/to-client")).not.toEqual(fates);
  });

  // Four standard deviations of a binomial of 20,000.
  it.each([0.01, 0.05, 0.3])("lose a share of %d of the packets", (loss) => {
    const bound = 4 * Math.sqrt((loss * (1 - loss)) / packets);
    expect(Math.abs(share(drawn({ loss }), "lost") - loss)).toBeLessThan(bound);
  });

  it("lose the same packets, however many others are held back", () => {
    const lostOnes = (reorder: number) => drawn({ loss: 0.02, reorder }).map((fate) => fate === "lost");
    expect(lostOnes(0.5)).toEqual(lostOnes(0));
    expect(share(drawn({ reorder: 0.5 }), "held back")).toBeCloseTo(0.5, 1);
  });

  it("are good for all where nothing is asked for", () => {
    expect(new Set(drawn({}))).toEqual(new Set(["passes"]));
  });
});
