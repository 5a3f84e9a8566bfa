/** The subject that every ratio is against, over whatever transport it has. */
export const referenceSubject = "tls13-rsa2048";
