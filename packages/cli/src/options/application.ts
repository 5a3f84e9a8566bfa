import { Option } from "commander";

export function applicationOption(): Option {
  return new Option("--application <name>", "the protocol that is spoken inside: both ends must say the same").default(
    "",
  );
}
