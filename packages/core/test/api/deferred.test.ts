import { describe, expect, it } from "vitest";
import { Deferred } from "../../src/api/deferred.ts";

describe("Deferred", () => {
  it("gives one promise, asked for before or after it is settled", async () => {
    const deferred = new Deferred();
    const early = deferred.promise;
    deferred.resolve();
    expect(deferred.promise).toBe(early);
    await expect(early).resolves.toBeUndefined();

    const late = new Deferred();
    late.resolve();
    await expect(late.promise).resolves.toBeUndefined();
  });

  it.each(["before", "after"])("rejects who asked %s, and may be left unawaited", async (when) => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", listener);
    const deferred = new Deferred();
    if (when === "before") void deferred.promise;
    const reason = new Error("why");
    deferred.reject(reason);
    void deferred.promise;
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
    await expect(deferred.promise).rejects.toBe(reason);
  });

  it.each(["before", "after"])("stays as it was settled first, asked for %s", async (when) => {
    const [resolved, rejected] = [new Deferred(), new Deferred()];
    if (when === "before") void [resolved.promise, rejected.promise];
    resolved.resolve();
    resolved.reject(new Error("too late"));
    rejected.reject(new Error("first"));
    rejected.resolve();
    await expect(resolved.promise).resolves.toBeUndefined();
    await expect(rejected.promise).rejects.toThrow("first");
  });
});
