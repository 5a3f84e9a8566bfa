import type { Direction, Sight, Tool } from "../protocol.ts";
import type { Conversation } from "../stage/conversation.ts";

/** What an attack gets to work with. */
export interface Scene {
  readonly conversation: Conversation;
  readonly direction: Direction;
  /** The packet that was pointed at. */
  readonly packet: number | undefined;
  /** Notes something that the attacker finds out. */
  readonly see: (sight: Sight) => void;
}

/** Something that an attacker can do. */
export interface AttackTool extends Pick<Tool, "id" | "label" | "about" | "aimed"> {
  /** What it leaves to be learnt, for each transport. */
  readonly lesson: Readonly<Record<"tcp" | "udp", string>>;
  /** Why it makes no sense in this conversation. */
  unfit?(conversation: Conversation): string | undefined;
  /** It also works when the conversation is over. */
  readonly afterwards?: true;
  /** Does it. Resolves with what was done, for people. */
  run(scene: Scene): Promise<string>;
}
