import { on } from "node:events";
import { clearScreenDown, cursorTo, emitKeypressEvents, type Key } from "node:readline";
import type { Readable } from "node:stream";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { Choice } from "./choice.ts";
import { examine } from "./examine.ts";
import type { Lab } from "./lab.ts";
import { pageOn } from "./page.ts";

/** What is read key by key: a terminal, which has to be told so. */
export type Keyboard = Readable & { setRawMode?(raw: boolean): unknown };

/** Shows the list, and the lab that is chosen from it, until somebody leaves. */
export async function showMenu(keyboard: Keyboard, screen: WriteStream, labs: readonly Lab[]): Promise<void> {
  emitKeypressEvents(keyboard);
  keyboard.setRawMode?.(true);
  const leaving = new AbortController();
  keyboard.once("end", () => leaving.abort());
  try {
    const keys = on(keyboard, "keypress", { signal: leaving.signal });
    const choice = new Choice(labs.length);
    draw(screen, labs, choice.index);
    for await (const [, key] of keys) {
      if (leaves(key)) return;
      if (key.name === "return") {
        clear(screen);
        // Ctrl-C ends a lab that hangs.
        keyboard.setRawMode?.(false);
        await examine(labs[choice.index] as Lab, pageOn(screen));
        keyboard.setRawMode?.(true);
        screen.write("\nAny key: back to the list. q: leave.\n");
        const [, next] = (await keys.next()).value;
        if (leaves(next)) return;
      } else {
        choice.press(key);
      }
      draw(screen, labs, choice.index);
    }
  } catch (error) {
    if (!leaving.signal.aborted) throw error;
  } finally {
    keyboard.setRawMode?.(false);
    keyboard.pause();
  }
}

function leaves({ name, ctrl }: Key): boolean {
  return name === "q" || name === "escape" || (ctrl === true && (name === "c" || name === "d"));
}

function draw(screen: WriteStream, labs: readonly Lab[], chosen: number): void {
  clear(screen);
  screen.write("Protocols that people copy, and what breaks them. Nothing leaves this machine.\n\n");
  labs.forEach(({ title }, index) => {
    const row = ` ${String(index + 1).padStart(2)}  ${title} `;
    screen.write(`${index === chosen ? styleText("inverse", row) : row}\n`);
  });
  screen.write("\nUp and down, or a number: choose. Enter: run the attack. q: leave.\n");
}

function clear(screen: WriteStream): void {
  cursorTo(screen, 0, 0);
  clearScreenDown(screen);
}
