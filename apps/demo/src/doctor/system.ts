import { createRequire } from "node:module";
import { arch, endianness, release, type } from "node:os";
import type { Check } from "./finding.ts";

const packages = ["core", "transport-tcp", "transport-udp", "cipher-hybrid", "cipher-sealedbox", "auth-scram"];

export const versions: Check = {
  topic: "versions",
  look() {
    const { node, openssl, uv, v8 } = process.versions;
    const [major = 0, minor = 0] = node.split(".").map(Number);
    const tooOld = major < 20 || (major === 20 && minor < 19);
    return {
      lines: [
        `Node ${node}, OpenSSL ${openssl}, libuv ${uv}, V8 ${v8}`,
        `${type()} ${release()} on ${arch()}`,
        `Countersign: ${packages.map((name) => `${name} ${versionOf(`@countersign/${name}`)}`).join(", ")}`,
      ],
      ...(tooOld && { trouble: `Node ${node} is too old: Countersign needs 20.19 or newer.` }),
    };
  },
};

const require = createRequire(import.meta.url);

function versionOf(name: string): string {
  return require(`${name}/package.json`).version;
}

export const byteOrder: Check = {
  topic: "byte order",
  look() {
    const order = endianness() === "LE" ? "little" : "big";
    return {
      lines: [
        `this machine is ${order}-endian; on the network numbers are big-endian, here as everywhere`,
        "Countersign turns them by itself: machines of both kinds understand each other",
      ],
    };
  },
};
