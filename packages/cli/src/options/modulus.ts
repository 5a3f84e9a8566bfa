import { Option } from "commander";

/** Sizes of RSA keys, in bits. */
export type ModulusBits = 2048 | 3072 | 4096;

export function modulusOption(): Option {
  return new Option("--bits <n>", "size of an RSA key")
    .choices(["2048", "3072", "4096"])
    .default(3072)
    .argParser((text) => Number(text));
}
