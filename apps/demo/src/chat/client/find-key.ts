import { invalidArgument } from "../../arguments.ts";
import { ask } from "../ask.ts";
import { type ChatFolder, readKey } from "../folder.ts";

/**
 * The shared key for `name`: from the file if one is named, from the environment, from the folder of a server on this
 * machine, or from whoever sits at the terminal. Throws UsageError when there is none.
 */
export async function findKey(name: string, file: string | undefined, folder: ChatFolder): Promise<string> {
  if (file !== undefined) {
    const key = await readKey(file);
    if (key) return key;
    throw invalidArgument(`There is no key in --key-file ${file}.`);
  }
  const key = process.env.COUNTERSIGN_CHAT_KEY?.trim() || (await folder.key(name)) || (await askForKey(name));
  if (key) return key;
  throw invalidArgument(
    `There is no key for ${name}: name its file with --key-file, or set COUNTERSIGN_CHAT_KEY. ` +
      `"pnpm demo chat add ${name}" makes one, where the server runs.`,
  );
}

async function askForKey(name: string): Promise<string | undefined> {
  return (await ask(`Key for ${name} (it is not shown): `, { silent: true }))?.trim();
}
