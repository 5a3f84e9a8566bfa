/**
 * A pipe is done when both sides are, however long what is under way, or the other side's answer, takes; a peer that is
 * dead is found by its silence.
 */
export const patience = { closeTimeoutMs: 2 ** 31 - 1 };
