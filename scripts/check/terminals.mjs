import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { read } from "./command.mjs";
import { CheckFailed } from "./run-steps.mjs";

/**
 * Terminals that programs cannot tell from a person's, in one tmux server of their own.
 *
 * @param {string} cwd @param {Record<string, string>} env all that the shells have
 * @param {number} patience how long a program may take to show something, in milliseconds
 */
export function openTerminals(cwd, env, patience = 30_000) {
  const socket = `countersign-${randomBytes(6).toString("hex")}`;
  const tmux = (/** @type {string[]} */ ...args) =>
    read("tmux", ["-L", socket, "-f", "/dev/null", ...args], { cwd, env });
  /** @type {Map<string, number>} how far each was read, in characters */
  const seen = new Map();

  return {
    /** @param {string} name */
    async open(name) {
      if (seen.has(name)) return;
      seen.set(name, 0);
      await tmux("new-session", "-d", "-s", name, "-x", "200", "-y", "50", "PS1='$ ' sh");
      await this.toShow(name, "$ ");
    },
    /** @param {string} name @param {string} text */
    async command(name, text) {
      await tmux("send-keys", "-t", name, "-l", text);
      await this.toShow(name, text);
      await tmux("send-keys", "-t", name, "Enter");
    },
    /** Without looking for it: it may be a secret. @param {string} name @param {string} text */
    async answer(name, text) {
      await tmux("send-keys", "-t", name, "-l", text);
      await tmux("send-keys", "-t", name, "Enter");
    },
    /** @param {string} name */
    async interrupt(name) {
      await tmux("send-keys", "-t", name, "C-c");
    },
    /**
     * Resolves when `line` stands behind what was waited for before; "…" in it is anything within a line.
     * The screen has no spaces at the ends of its lines.
     *
     * @param {string} name @param {string} line
     */
    async toShow(name, line) {
      const pattern = new RegExp(line.trimEnd().split("…").map(literal).join(".*"), "g");
      for (const deadline = Date.now() + patience; ; await delay(50)) {
        const screen = await tmux("capture-pane", "-p", "-J", "-S", "-", "-t", name);
        pattern.lastIndex = seen.get(name) ?? 0;
        if (pattern.exec(screen)) return void seen.set(name, pattern.lastIndex);
        if (Date.now() > deadline) {
          throw new CheckFailed(
            `The terminal "${name}" should show ${JSON.stringify(line)}, and shows`,
            screen.trim().split("\n"),
          );
        }
      }
    },
    close: () => tmux("kill-server"),
  };
}

/** @param {string} text */
function literal(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
