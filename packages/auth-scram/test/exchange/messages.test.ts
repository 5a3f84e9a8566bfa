import { describe, expect, it } from "vitest";
import {
  readClientFinal,
  readClientFirst,
  readServerFinal,
  readServerFirst,
  writeBare,
} from "../../src/exchange/messages.ts";
import { malformed, refused } from "../failure.ts";

const channel = { gs2Header: "p=countersign-exporter,,", data: Buffer.alloc(64, 7) };
const first = (bare: string) => () => readClientFirst(`${channel.gs2Header}${bare}`, channel);
const proof = Buffer.alloc(32, 1).toString("base64");

// spec: A-23
describe("the client's first message", () => {
  it.each(["alice", "a,b", "a=b", "=2C", "=,=", "ä€😀", "n=x"])("brings the name %j as it is", (name) => {
    expect(first(writeBare(name, "nonce"))()).toEqual({ bare: writeBare(name, "nonce"), name, nonce: "nonce" });
  });

  it.each([
    ["another GS2 header", "n,,n=alice,r=x"],
    ["a client that could bind and was told otherwise", "y,,n=alice,r=x"],
    ["another binding", "p=tls-exporter,,n=alice,r=x"],
    ["an authorization identity", "p=countersign-exporter,a=root,n=alice,r=x"],
  ])("is refused with %s", (_what, text) => {
    expect(() => readClientFirst(text, channel)).toThrow(refused);
  });

  it.each([
    ["a mandatory extension", "m=x,n=alice,r=x"],
    ["an optional extension", "n=alice,r=x,x=y"],
    ["no name", "n=,r=x"],
    ["no nonce", "n=alice,r="],
    ["the wrong order", "r=x,n=alice"],
    ["a space in the nonce", "n=alice,r=a b"],
    ["a nonce without end", `n=alice,r=${"x".repeat(1_025)}`],
    ["a line break behind it", "n=alice,r=x\n"],
    ["an escape that is none", "n=al=2cice,r=x"],
    ["an escape that is cut off", "n=alice=,r=x"],
    ["nothing", ""],
  ])("is refused with %s", (_what, bare) => {
    expect(first(bare)).toThrow(malformed);
  });
});

// spec: A-23
describe("the other messages are refused when they are not exactly theirs", () => {
  it.each([
    ...["", "r=x", "r=x,s=AAAA", "r=x,s=,i=4096", "r=x,s=AAA,i=4096", "r=x,s=AAB=,i=4096", "r=x,s=AA-_,i=4096"],
    ...["r=x,s=AAAA,i=0", "r=x,s=AAAA,i=04096", "r=x,s=AAAA,i=-1", "r=x,s=AAAA,i=4096.5", "r=x,s=AAAA,i=1e9"],
    ...[
      "r=x,s=AAAA,i=99999999999",
      "m=x,r=x,s=AAAA,i=4096",
      "r=x,s=AAAA,i=4096,x=y",
      "r=x,s=AAAA,i=4096 ",
      "e=other-error",
    ],
  ])("the server's first: %j", (text) => {
    expect(() => readServerFirst(text)).toThrow(malformed);
  });

  it.each([
    ...["", "c=AAAA,r=x", `c=,r=x,p=${proof}`, `c=AAAA,r=,p=${proof}`, `c=AAAA,r=x,x=y,p=${proof}`],
    ...[`c=AAAA,r=x,p=${proof},x=y`, `c=AAAA,r=x,p=${proof.slice(0, 40)}`, "c=AAAA,r=x,p=", `r=x,c=AAAA,p=${proof}`],
    ...[`c=AAAA,r=x,p=${proof.replace(/E=$/, "F=")}`, `c=AAAA,r=x,p=${proof.replace(/=$/, "")}`],
  ])("the client's last: %j", (text) => {
    expect(() => readClientFinal(text)).toThrow(malformed);
  });

  // spec: A-29
  it.each(["", "v=", "e=unknown-user", `v=${proof},x=y`, `V=${proof}`, `v=${proof} `])(
    "the server's last: %j",
    (text) => {
      expect(() => readServerFinal(text)).toThrow(malformed);
    },
  );
});
