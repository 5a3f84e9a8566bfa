/** "1.2 MB". */
export function inUnits(bytes: number): string {
  let amount = bytes;
  for (const unit of ["bytes", "kB", "MB"]) {
    if (amount < 1000) return `${unit === "bytes" ? amount : amount.toFixed(1)} ${unit}`;
    amount /= 1000;
  }
  return `${amount.toFixed(1)} GB`;
}

/** "██████░░░░ 62 %" */
export function progressBar(done: number, all: number): string {
  const share = all === 0 ? 1 : done / all;
  const full = Math.floor(share * barColumns);
  return `${"█".repeat(full)}${"░".repeat(barColumns - full)} ${Math.floor(share * 100)} %`;
}

const barColumns = 10;
