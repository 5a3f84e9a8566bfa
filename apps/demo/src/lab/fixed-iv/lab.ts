import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const fixedIv: Lab = {
  name: "fixed-iv",
  title: "One key and one IV for every message",
  practice:
    "AES-256-CBC with a key and an IV that were made once and stand in the configuration. Three people send their " +
    "ballots. Eve records the ciphertexts, and knows how alice votes.",
  attackNaive,
  why: `
    A cipher is a function. The same key, the same IV and the same text give the same ciphertext, every time. With CBC
    every block depends on those before it, so two messages that begin alike have ciphertexts that begin alike, up to
    the block in which they part. Nobody needs the key to see who said the same thing twice, or the same thing as
    somebody else; with few possible messages that is all there is to know.

    In counter modes, CTR and GCM, it is far worse. The same IV is the same stream of bytes, and the XOR of two
    ciphertexts is the XOR of the two texts: who knows one reads the other. In GCM two messages under one nonce also give
    away the key that authenticates, and then everything can be forged.

    An IV is no second key, and need not be secret. It has to be different for every message under a key: for CBC
    random, for GCM never repeated, which a counter does best.`,
  defence:
    "Every session has keys of its own, and every packet a number that is part of its nonce. Core counts; no cipher and " +
    "no caller ever chooses a nonce.",
  attackOurs,
};
