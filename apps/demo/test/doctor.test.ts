import { endianness, hostname, networkInterfaces } from "node:os";
import { defaultLimits } from "@countersign/core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkUp } from "../src/doctor/check-up.ts";
import { Program } from "./fixtures/program.ts";

/** What the doctor says on each topic, and at the end. */
interface Report {
  readonly topics: ReadonlyMap<string, readonly string[]>;
  readonly end: string;
}

function parse(output: string): Report {
  const topics = new Map<string, string[]>();
  const [findings = "", end = ""] = output.split("\n\n");
  let topic = "";
  for (const line of findings.split("\n")) {
    topic = line.slice(0, 16).trim() || topic;
    topics.set(topic, [...(topics.get(topic) ?? []), line.slice(16)]);
  }
  return { topics, end: end.trim() };
}

const numberIn = (text: string) => Number(text.replaceAll(",", ""));

describe("pnpm demo doctor", () => {
  let report: Report;
  const on = (topic: string) => (report.topics.get(topic) as readonly string[]).join("\n");

  beforeAll(async () => {
    const program = new Program(["doctor"]);
    const code = await program.end();
    expect({ code, errors: program.errors }, program.output).toEqual({ code: 0, errors: "" });
    report = parse(program.output);
  });

  it("finds nothing in the way here", () => {
    expect(report.end).toBe("Nothing stands in the way of Countersign on this machine.");
  });

  it("has a line on everything", () => {
    expect([...report.topics.keys()]).toEqual([
      "versions",
      "byte order",
      "host name",
      "localhost",
      "addresses",
      "services",
      "port 7000",
      "socket buffers",
      "time limits",
      "entropy",
      "UDP loopback",
      "IPv6",
      "libsodium",
      "session",
    ]);
  });

  it("names this Node, machine and its addresses", () => {
    expect(on("versions")).toContain(`Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`);
    expect(on("versions")).toMatch(/Countersign: core \d+\.\d+\.\d+, transport-tcp \d/);
    expect(on("byte order")).toContain(endianness() === "LE" ? "little-endian" : "big-endian");
    expect(on("host name").split("\n")[0]).toBe(hostname());
    for (const { address } of Object.values(networkInterfaces()).flatMap((list = []) => list)) {
      expect(on("addresses")).toContain(address);
    }
  });

  it("has the numbers of the sockets and of the limits", () => {
    const [, receive = "", send = ""] =
      /UDP by default: ([\d,]+) bytes for receiving, ([\d,]+)/.exec(on("socket buffers")) ?? [];
    expect(numberIn(receive)).toBeGreaterThan(1_000);
    expect(numberIn(send)).toBeGreaterThan(1_000);
    const [, handshake = "", idle = ""] = /: ([\d,]+) ms for a handshake, ([\d,]+) ms of/.exec(on("time limits")) ?? [];
    expect(numberIn(handshake)).toBe(defaultLimits.handshakeTimeoutMs);
    expect(numberIn(idle)).toBe(defaultLimits.idleTimeoutMs);
  });

  it("has sent datagrams, and opened sessions by each transport and cipher", () => {
    const [, largest = ""] = /up to ([\d,]+) bytes/.exec(on("UDP loopback")) ?? [];
    expect(numberIn(largest)).toBeGreaterThanOrEqual(1_208);
    expect(numberIn(largest)).toBeLessThanOrEqual(65_507);
    expect(report.topics.get("session")).toEqual(
      ["hybrid over TCP", "sealed-box over TCP", "hybrid over UDP", "sealed-box over UDP"].map((what) =>
        expect.stringMatching(new RegExp(`^${what} at 127\\.0\\.0\\.1: opened, used and closed in \\d+ ms$`)),
      ),
    );
    expect(on("libsodium")).toContain("opens what it has sealed: SealedBox");
  });

  it("takes no arguments", async () => {
    const program = new Program(["doctor", "please"]);
    expect(await program.end()).toBe(2);
    expect(program.errors).toContain('The doctor takes no "please".');
  });
});

describe("the doctor", () => {
  it("says at the end what is in the way, also when a check fails", async () => {
    const lines: string[] = [];
    const code = await checkUp(
      [
        { topic: "one", look: () => ({ lines: ["it is", "as it should be"] }) },
        { topic: "two", look: () => ({ lines: ["it is not"], trouble: "Mend it." }) },
        { topic: "three", look: () => Promise.reject(new Error("out of order")) },
      ],
      (line) => lines.push(line),
    );
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        "one             it is",
        "                as it should be",
        "two             it is not",
        "three           could not be found out",
        "",
        "2 things stand in the way:",
        "- Mend it.",
        "- three: out of order",
      ],
    });
  });
});
