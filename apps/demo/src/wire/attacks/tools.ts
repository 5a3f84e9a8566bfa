import type { Tool } from "../protocol.ts";
import type { Conversation } from "../stage/conversation.ts";
import { elsewhere, replayAll } from "./elsewhere.ts";
import { move } from "./move.ts";
import { drop, inject, replay, tamper } from "./on-the-wire.ts";
import { stolenKey } from "./stolen-key.ts";
import type { AttackTool } from "./tool.ts";
import { wrongClient, wrongServer } from "./wrong-key.ts";

/** In the order of the page. */
export const attackTools: readonly AttackTool[] = [
  tamper,
  drop,
  replay,
  inject,
  elsewhere,
  replayAll,
  wrongClient,
  wrongServer,
  stolenKey,
  move,
];

/** The tools as the page shows them, with what stands against each of them now. */
export function toolsFor(conversation: Conversation | undefined): Tool[] {
  return attackTools.map((tool) => {
    const unavailable = obstacle(tool, conversation);
    const { id, label, about, aimed } = tool;
    return { id, label, about, aimed, ...(unavailable !== undefined && { unavailable }) };
  });
}

/** Why a tool cannot be used now. */
export function obstacle(tool: AttackTool, conversation: Conversation | undefined): string | undefined {
  if (!conversation) return "Open a session first.";
  const unfit = tool.unfit?.(conversation);
  if (unfit) return unfit;
  const { phase } = conversation;
  if (phase === "open" || (phase === "ended" && tool.afterwards && conversation.server.session)) return undefined;
  return phase === "ended" ? "The session is over: open it again." : "The session is not open yet.";
}
