import { UsageError } from "@countersign/core";
import { expect, it } from "vitest";
import { type TcpOptions, tcp } from "../src/index.ts";

it.each<TcpOptions>([
  {},
  { noDelay: false },
  { keepAlive: false },
  { keepAlive: 1_000 },
  { backlog: 1, maxConnections: 1, connectTimeoutMs: 1, drainTimeoutMs: 1, lingerMs: 0 },
  { maxConnections: Number.POSITIVE_INFINITY },
])("takes %j", (options) => {
  expect(tcp(options).name).toBe("tcp");
});

it.each([
  ["noDelay", "yes"],
  ["keepAlive", true],
  ["keepAlive", 999],
  ["backlog", 0],
  ["backlog", 1.5],
  ["maxConnections", 0],
  ["connectTimeoutMs", 0],
  ["connectTimeoutMs", 2 ** 31],
  ["connectTimeoutMs", Number.NaN],
  ["drainTimeoutMs", 0],
  ["lingerMs", -1],
  ["lingerMs", "2000"],
])("refuses %s: %j and names it", (name, value) => {
  const make = () => tcp({ [name]: value } as TcpOptions);
  expect(make).toThrow(UsageError);
  expect(make).toThrow(expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" }));
  expect(make).toThrow(`tcp: ${name} must be`);
});

it("refuses an option that it does not know, and names those that it does", () => {
  expect(() => tcp({ port: 7000 } as TcpOptions)).toThrow(/no option port.*noDelay/);
});
