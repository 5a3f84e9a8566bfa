import { cbc } from "./cbc/lab.ts";
import { fixedIv } from "./fixed-iv/lab.ts";
import { keySentAlong } from "./key-sent-along/lab.ts";
import type { Lab } from "./lab.ts";
import { oneRead } from "./one-read/lab.ts";
import { paddingOracle } from "./padding-oracle/lab.ts";
import { passwordFile } from "./password-file/lab.ts";
import { reflection } from "./reflection/lab.ts";
import { relay } from "./relay/lab.ts";
import { replay } from "./replay/lab.ts";
import { unpinnedKey } from "./unpinned-key/lab.ts";
import { wrongAddress } from "./wrong-address/lab.ts";

/** In the order in which they are shown; a lab's number is its place, from 1 on. */
export const labs: readonly Lab[] = [
  keySentAlong,
  fixedIv,
  cbc,
  paddingOracle,
  reflection,
  relay,
  unpinnedKey,
  replay,
  wrongAddress,
  oneRead,
  passwordFile,
];
