import { Command } from "commander";
import { describe } from "../inspect/describe.ts";

/** `countersign inspect FILE`: what a file is, without showing any secret of it. */
export function inspectCommand(): Command {
  return new Command("inspect")
    .description("Says what a file of Countersign's holds. It shows no secret.")
    .argument("<file>")
    .action(async (file: string) => {
      for (const line of await describe(file)) console.log(line);
    });
}
