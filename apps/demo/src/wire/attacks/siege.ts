import { UsageError } from "@countersign/core";
import type { Case, Line, Order, Sight } from "../protocol.ts";
import type { Conversation } from "../stage/conversation.ts";
import type { AttackTool, Scene } from "./tool.ts";
import { attackTools, obstacle } from "./tools.ts";
import { Watch } from "./watch.ts";

/** The attacks on one conversation, one at a time, and what came of each. */
export class Siege {
  readonly #conversation: Conversation;
  readonly #tell: (one: Case) => void;
  readonly #over: () => void;
  #cases: Case[] = [];
  #watch: Watch | undefined;
  #busy = false;

  /** `tell` is told of everything that is seen, `over` when an attack is over. */
  constructor(conversation: Conversation, tell: (one: Case) => void, over: () => void) {
    this.#conversation = conversation;
    this.#tell = tell;
    this.#over = over;
  }

  get cases(): readonly Case[] {
    return this.#cases;
  }

  /** A line has come on a screen. */
  note(line: Line): void {
    this.#watch?.note(line);
  }

  /** Throws UsageError when it cannot be done now. */
  begin({ tool: id, direction, packet }: Omit<Extract<Order, { readonly do: "attack" }>, "do">): void {
    const tool = attackTools.find((each) => each.id === id);
    if (!tool) throw refused("There is no such tool.");
    const reason = obstacle(tool, this.#conversation) ?? (this.#busy ? "Another attack is under way." : undefined);
    if (reason) throw refused(reason);
    this.#busy = true;
    const over = () => {
      this.#busy = false;
      this.#over();
    };
    this.#follow(tool, { conversation: this.#conversation, direction, packet }).then(over, over);
  }

  async #follow(tool: AttackTool, scene: Omit<Scene, "see">): Promise<void> {
    const wasOpen = scene.conversation.phase === "open";
    const id = this.#cases.length + 1;
    const lesson = tool.lesson[scene.conversation.transport];
    const found: Sight[] = [];
    let did = tool.about;
    let watch: Watch | undefined;
    const tell = (verdict: Case["verdict"]) => {
      const seen = [...found, ...(watch?.sights ?? [])];
      const known = { id, tool: tool.id, title: tool.label, did, seen, verdict, lesson };
      this.#cases[id - 1] = known;
      this.#tell(known);
    };
    tell("under way");
    await Watch.calm(scene.conversation);
    watch = new Watch(scene.conversation);
    this.#watch = watch;
    try {
      did = await tool.run({
        ...scene,
        see(sight) {
          found.push(sight);
          tell("under way");
        },
      });
    } catch (error) {
      did = `It could not be done: ${(error as Error).message}`;
      return tell("in vain");
    }
    await watch.untilQuiet(() => tell("under way"));
    if (found.some(({ good }) => !good)) tell("broken");
    else tell(wasOpen && watch.sessionEnded ? "session ended" : "held");
  }
}

function refused(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
