import type { Lab } from "../lab.ts";
import { attackNaive } from "./naive.ts";
import { attackOurs } from "./ours.ts";

export const passwordFile: Lab = {
  name: "password-file",
  title: "A password file with fast, unsalted hashes",
  practice:
    "The server keeps the SHA-256 of each password, and the client sends that hash to log in. Mallory has got a copy of " +
    "the file, from a backup.",
  attackNaive,
  why: `
    SHA-256 was made to be fast: a graphics card computes thousands of millions of them a second. Guesses come from
    lists of passwords that were stolen before, and from rules that add a year or a "!". Without a salt one table serves
    for all users of all servers that ever made this mistake, and two people with the same password have the same line.

    When the client sends the hash, the hash is the password: who has the file need not crack anything. When it sends
    the password instead, a server that was broken into reads along.

    So a file should hold what checks a password and cannot replace it, under a salt of each user's own, from a function
    that is slow, and better still needs memory: scrypt, Argon2, at the least PBKDF2 with hundreds of thousands of rounds.
    Even that only buys time. A password that is easily guessed falls anyway; one that was drawn at random, and is long,
    falls to nobody.`,
  defence:
    "The server keeps SCRAM verifiers: under a salt for each, 600,000 rounds of PBKDF2 away from the password, and enough " +
    "to check a proof, but not to make one. The password is never sent. A weak one is still found, by who has the file " +
    "and the patience; and as a shared key core refuses every password (ERR_COUNTERSIGN_WEAK_KEY).",
  attackOurs,
};
