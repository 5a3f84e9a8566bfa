import { UsageError } from "@countersign/core";
import { expect, it } from "vitest";
import { type UdpOptions, udp } from "../src/index.ts";

it.each<UdpOptions>([
  {},
  { maxPacketBytes: 1_200 },
  { maxPacketBytes: 65_519 },
  { socketBufferBytes: 4_096, lookupTimeoutMs: 1 },
])("takes %j", (options) => {
  expect(udp(options).name).toBe("udp");
});

it.each([
  ["maxPacketBytes", 1_199],
  ["maxPacketBytes", 65_520],
  ["maxPacketBytes", 1_200.5],
  ["maxPacketBytes", "1200"],
  ["socketBufferBytes", 4_095],
  ["socketBufferBytes", 2 ** 31],
  ["lookupTimeoutMs", 0],
  ["lookupTimeoutMs", Number.NaN],
])("refuses %s: %j and names it", (name, value) => {
  const make = () => udp({ [name]: value } as UdpOptions);
  expect(make).toThrow(UsageError);
  expect(make).toThrow(expect.objectContaining({ code: "ERR_COUNTERSIGN_INVALID_ARGUMENT" }));
  expect(make).toThrow(`udp: ${name} must be an integer from`);
});

it("refuses an option that it does not know, and names those that it does", () => {
  expect(() => udp({ port: 7000 } as UdpOptions)).toThrow(/no option port.*maxPacketBytes/);
});

it.each([null, "127.0.0.1:7000", 7000])("refuses %j in the place of options", (options) => {
  expect(() => udp(options as UdpOptions)).toThrow("udp: its argument must be an object of options");
});
