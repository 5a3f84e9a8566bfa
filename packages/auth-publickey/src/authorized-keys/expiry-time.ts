/**
 * The time of an `expiry-time` option, in ms since 1970: YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, in this machine's time
 * zone, or with a Z behind it in UTC (sshd(8)). Undefined when it is none.
 */
export function parseExpiryTime(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((digits) => Number(digits ?? 0));
  const utc = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const digits = utc.toISOString().replace(/\D/g, "").slice(0, 14);
  if (digits !== text.replace("Z", "").padEnd(14, "0")) return undefined; // the 31st of February, or an hour 25
  return match[7] ? utc.getTime() : new Date(year, month - 1, day, hour, minute, second).getTime();
}
