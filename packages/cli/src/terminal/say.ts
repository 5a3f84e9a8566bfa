/** To the person, and not into what is piped. */
export function say(line: string): void {
  console.error(`countersign: ${line}`);
}
