import { UsageError } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { formatAddress, parseAddress, parseDialAddress } from "../src/address.ts";

describe("parseAddress", () => {
  it.each([
    ["127.0.0.1:7000", "127.0.0.1", 7000],
    ["localhost:0", "localhost", 0],
    ["example.org:65535", "example.org", 65535],
    ["my_host-2:1", "my_host-2", 1],
    ["bücher.example:7000", "bücher.example", 7000],
    ["[::1]:7000", "::1", 7000],
    ["[::]:0", "::", 0],
    ["[fe80::1%eth0]:7000", "fe80::1%eth0", 7000],
    ["[::ffff:127.0.0.1]:7000", "::ffff:127.0.0.1", 7000],
  ])("reads %s", (address, host, port) => {
    expect(parseAddress(address)).toEqual({ host, port });
  });

  it.each([
    ["", "the port is missing"],
    ["localhost", "the port is missing"],
    ["[::1]", "the port is missing"],
    [":7000", "the host is missing"],
    ["localhost:", "the port must be a number"],
    ["localhost:https", "names of services are not looked up"],
    ["localhost:-1", "the port must be a number"],
    ["localhost:65536", "the port must be a number"],
    ["localhost:7e3", "the port must be a number"],
    ["localhost:0x50", "the port must be a number"],
    ["localhost:7000 ", "the port must be a number"],
    ["localhost:000080", "the port must be a number"],
    ["localhost:٧٠", "the port must be a number"],
    ["::1:7000", "an IPv6 address needs brackets"],
    ["fe80::1:2:3:4:7000", "an IPv6 address needs brackets"],
    ["[127.0.0.1]:7000", "only an IPv6 address stands in brackets"],
    ["[localhost]:7000", "only an IPv6 address stands in brackets"],
    ["[]:7000", "only an IPv6 address stands in brackets"],
    ["tcp://localhost:7000", "neither a name nor an IP address"],
    ["user@localhost:7000", "neither a name nor an IP address"],
    ["local host:7000", "neither a name nor an IP address"],
    ["a\0b:7000", "neither a name nor an IP address"],
  ])("refuses %j", (address, problem) => {
    const error = thrownBy(() => parseAddress(address));
    expect(error).toBeInstanceOf(UsageError);
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ADDRESS" });
    expect(error.message).toContain(problem);
    expect(error.message).toContain('Wanted: "host:port"');
  });

  it("names the address it refuses, in bounded length", () => {
    expect(thrownBy(() => parseAddress("nonsense")).message).toContain("'nonsense'");
    expect(thrownBy(() => parseAddress("x".repeat(100_000))).message.length).toBeLessThan(400);
  });

  it.each([undefined, null, 7000, { host: "localhost" }])("refuses %j, which is no string", (address) => {
    const error = thrownBy(() => parseAddress(address as unknown as string));
    expect(error).toMatchObject({ code: "ERR_COUNTERSIGN_INVALID_ADDRESS" });
    expect(error.message).toContain("an address is a string");
  });
});

describe("parseDialAddress", () => {
  it("refuses port 0", () => {
    expect(parseDialAddress("localhost:1")).toEqual({ host: "localhost", port: 1 });
    expect(thrownBy(() => parseDialAddress("localhost:0")).message).toContain("port 0 is for listening only");
  });
});

describe("formatAddress", () => {
  it.each([
    ["127.0.0.1", 7000, "127.0.0.1:7000"],
    ["::1", 7000, "[::1]:7000"],
    ["fe80::1%eth0", 7000, "[fe80::1%eth0]:7000"],
    ["::ffff:192.0.2.7", 7000, "192.0.2.7:7000"],
  ])("writes %s and %d", (host, port, address) => {
    expect(formatAddress(host, port)).toBe(address);
    expect(parseAddress(address).port).toBe(port);
  });
});

function thrownBy(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
