import { parseArguments } from "../arguments.ts";
import type { ExitCode } from "../command.ts";
import { ChatFolder, defaultFolder } from "./folder.ts";
import { onlyName } from "./name.ts";

/** Lets somebody join, now and from then on: makes a shared key for a name. A running server knows it at once. */
export async function add(args: readonly string[]): Promise<ExitCode> {
  const options = { folder: { type: "string", default: defaultFolder } } as const;
  const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
  const name = onlyName(positionals);
  const folder = new ChatFolder(values.folder);
  await folder.create();
  console.log(`${name} may join with this key. Give it to nobody else, and by a way on which nobody else can read it.

  ${await folder.addKey(name)}

It is kept in ${folder.keyFile(name)}. When that file is removed, the key is worth nothing any more.`);
  return 0;
}
