/** The subject that every ratio is against where no relay is in the way, over whatever transport it has. */
export const referenceSubject = "tls13-rsa2048";
/** It proves the server alone. */
export const referenceAuthentication = "certificate";
/** Transport's own speed. */
export const rawSubject = "raw";
/** What a user would take where packets get lost. */
export const peerSubject = "udx";
