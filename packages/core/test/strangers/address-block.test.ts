import { describe, expect, it } from "vitest";
import { addressBlock } from "../../src/strangers/address-block.ts";

// spec: H-23
describe("addressBlock", () => {
  it.each([
    ["192.0.2.1:7000", "192.0.2.1"],
    ["::ffff:192.0.2.1:7000", "192.0.2.1"],
    ["[::ffff:192.0.2.1]:7000", "192.0.2.1"],
    ["[2001:db8:1:2:3:4:5:6]:7000", "2001:db8:1:2::/64"],
    ["[2001:db8:1:2::6]:7000", "2001:db8:1:2::/64"],
    ["[2001:db8::6]:7000", "2001:db8:0:0::/64"],
    ["[::1]:7000", "0:0:0:0::/64"],
    ["[fe80::1%eth0]:7000", "fe80:0:0:0::/64"],
    ["[2001:db8:1:2:3:4:5::]:7000", "2001:db8:1:2::/64"],
    ["memory:3", "memory:3"],
    ["localhost:80", "localhost:80"],
    ["", ""],
  ])("of %s is %s", (address, block) => {
    expect(addressBlock(address)).toBe(block);
  });
});
