import { invalidArgument } from "../arguments.ts";
import type { Command } from "../command.ts";
import { checkUp } from "./check-up.ts";
import { entropy } from "./entropy.ts";
import { ipv6 } from "./ipv6.ts";
import { timeLimits } from "./limits.ts";
import { addresses, hostName, localhost, services } from "./names.ts";
import { port } from "./ports.ts";
import { sessions } from "./sessions.ts";
import { socketBuffers } from "./socket-buffers.ts";
import { sodium } from "./sodium.ts";
import { byteOrder, versions } from "./system.ts";
import { udpLoopback } from "./udp-loopback.ts";

const checks = [
  versions,
  byteOrder,
  hostName,
  localhost,
  addresses,
  services,
  port,
  socketBuffers,
  timeLimits,
  entropy,
  udpLoopback,
  ipv6,
  sodium,
  ...sessions,
];

export const doctorCommand: Command = {
  usage: `pnpm demo doctor

  What a person asks for when "it does not connect": versions, names, addresses and ports, byte order, socket buffers, time
  limits, random numbers, whether UDP works here and how large its datagrams may be, IPv6, libsodium, and a whole session by
  each transport and cipher. Nothing leaves this machine, but the look-up of its own name. Exit code 1 when something is in
  the way.`,

  async run(args) {
    if (args.length > 0) throw invalidArgument(`The doctor takes no "${args[0]}".`);
    return checkUp(checks, (line) => console.log(line));
  },
};
