import { createHash } from "node:crypto";
import type { NaiveOutcome } from "../lab.ts";
import { Arrivals } from "../stage/arrivals.ts";
import { FramedServer, FramedSocket } from "../stage/framed-socket.ts";
import { dictionary, passwordOf } from "./dictionary.ts";

/** A hash for each name, without salt, from a function that was made to be fast. */
type PasswordFile = ReadonlyMap<string, string>;

export async function attackNaive(): Promise<NaiveOutcome> {
  const file: PasswordFile = new Map(Object.entries(passwordOf).map(([name, password]) => [name, hash(password)]));
  const admitted = new Arrivals<string>();
  await using server = await FramedServer.open(async (client) => {
    const { name, proof } = JSON.parse((await client.receive()).toString());
    admitted.push(file.get(name) === proof ? name : "nobody");
  });
  const login = async (name: string, proof: string | undefined) => {
    await using client = await FramedSocket.dial(server.address);
    client.send(JSON.stringify({ name, proof }));
    return await admitted.next();
  };

  const cracked = crack(file);
  const asAlice = await login("alice", hash(cracked.get("alice") ?? ""));
  // The client sends the hash, "so that the password is never on the wire": then the hash is the password.
  const asCarol = await login("carol", file.get("carol"));
  return {
    broken: asAlice === "alice" && asCarol === "carol",
    evidence: [
      `${dictionary().length} hashes, each made once, give: ${[...cracked].map((pair) => pair.join(" = ")).join(", ")}`,
      `Mallory logs in with the cracked password as: ${asAlice}`,
      `with carol's line of the file, which nobody has cracked, as: ${asCarol}`,
    ],
  };
}

/** The passwords behind those lines that are in the dictionary: one table serves for all of them. */
function crack(file: PasswordFile): ReadonlyMap<string, string> {
  const table = new Map(dictionary().map((guess) => [hash(guess), guess]));
  return new Map([...file].flatMap(([name, line]) => (table.has(line) ? [[name, table.get(line) as string]] : [])));
}

function hash(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}
