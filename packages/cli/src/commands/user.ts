import { passwordFile } from "@countersign/auth-scram/file";
import { UsageError } from "@countersign/core";
import { Command, Option } from "commander";
import { newPassword } from "../secrets/new-password.ts";
import { quoted } from "../terminal/quoted.ts";

/** `countersign user add|remove|list`: the users of a SCRAM file. */
export function userCommand(): Command {
  return new Command("user")
    .description("Keeps a file of users for `serve --users`. It holds no passwords, but what verifies them.")
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(listCommand());
}

interface UserOptions {
  readonly users: string;
}

interface AddOptions extends UserOptions {
  readonly passwordFile?: string;
}

function addCommand(): Command {
  return new Command("add")
    .description("Adds a user, or gives it another password.")
    .argument("<name>")
    .addOption(usersOption())
    .option("--password-file <file>", "take the password from this file; - is standard input")
    .action(async (name: string, { users, passwordFile: from }: AddOptions) => {
      await passwordFile(users).set(name, await newPassword(from));
    });
}

function removeCommand(): Command {
  return new Command("remove")
    .description("Removes a user. Sessions that are open stay open.")
    .argument("<name>")
    .addOption(usersOption())
    .action(async (name: string, { users }: UserOptions) => {
      if (await passwordFile(users).remove(name)) return;
      throw new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", `${users} has no user ${quoted(name)}.`);
    });
}

function listCommand(): Command {
  return new Command("list")
    .description("Prints the users' names, one a line.")
    .addOption(usersOption())
    .action(async ({ users }: UserOptions) => {
      for (const name of await passwordFile(users).list()) console.log(quoted(name).slice(1, -1));
    });
}

function usersOption(): Option {
  return new Option("--users <file>", "the file").default("users");
}
