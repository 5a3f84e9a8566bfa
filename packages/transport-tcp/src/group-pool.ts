/** Memory of one group, in bytes: a write of that size costs little more than one of 64 KiB. */
export const groupBytes = 2 ** 18;

/** Packets behind each other in one piece of memory, written to the socket in one call or, flush by flush, in several. */
export class Group {
  readonly memory = Buffer.allocUnsafeSlow(groupBytes);
  /** The end of the committed packets. */
  filled = 0;
  /** The end of those handed to the socket. */
  flushed = 0;
  /** Who may still touch the memory: writes that the kernel has not taken, and a loan. */
  users = 0;
}

/** Groups belong to the process, so that a link holds memory only while it sends. */
export const groupPool = {
  take(): Group {
    return spare.pop() ?? new Group();
  },

  /** Everything in the group was written, and it has no users. */
  giveBack(group: Group): void {
    group.filled = 0;
    group.flushed = 0;
    if (spare.length < maxSpareGroups) spare.push(group);
  },
};

/** 4 MiB; what busy links borrow beyond that is left to the garbage collector. */
const maxSpareGroups = 16;

const spare: Group[] = [];
