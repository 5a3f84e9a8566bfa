/** A name as it stands in `n=`: "=" and "," are escaped (RFC 5802 §5.1, saslname). */
export function saslName(name: string): string {
  return name.replaceAll("=", "=3D").replaceAll(",", "=2C");
}

/** The name that was escaped; undefined when another "=" is left. */
export function readSaslName(escaped: string): string | undefined {
  if (/=(?!2C|3D)/.test(escaped)) return undefined;
  return escaped.replaceAll("=2C", ",").replaceAll("=3D", "=");
}
