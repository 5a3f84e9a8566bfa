import { parseArguments } from "../arguments.ts";
import type { ExitCode } from "../command.ts";
import { ChatFolder, defaultFolder } from "./folder.ts";
import { onlyName } from "./name.ts";
import { findPassword, passwordOptions, refusePasswordArgument, wantsPassword } from "./password.ts";

/** Lets somebody join, now and from then on, by a shared key or a password. A running server knows it at once. */
export async function add(args: readonly string[]): Promise<ExitCode> {
  const { positionals, values } = parseArguments({ args: [...args], allowPositionals: true, options });
  refusePasswordArgument(values, positionals);
  const name = onlyName(positionals);
  const folder = new ChatFolder(values.folder);
  await folder.create();
  if (wantsPassword(values)) {
    await folder.setPassword(name, await findPassword(name, values["password-file"], { isNew: true }));
    console.log(`${name} may join with that password: pnpm demo chat join ${name} --password

What it is checked by is kept in ${folder.usersFile}. When the line of ${name} is removed, the password is worth nothing.`);
    return 0;
  }
  console.log(`${name} may join with this key. Give it to nobody else, and by a way on which nobody else can read it.

  ${await folder.addKey(name)}

It is kept in ${folder.keyFile(name)}. When that file is removed, the key is worth nothing any more.`);
  return 0;
}

const options = { ...passwordOptions, folder: { type: "string", default: defaultFolder } } as const;
