/** A small one. Those that are used have hundreds of millions of lines, and most of the passwords that people choose. */
export function dictionary(): readonly string[] {
  return words.flatMap((word) => endings.map((ending) => `${word}${ending}`));
}

const words = [
  "password",
  "dragon",
  "monkey",
  "sunshine",
  "football",
  "letmein",
  "princess",
  "shadow",
  "summer",
  "tiger",
];
const endings = ["", "!", "1", "123", "1234", ...Array.from({ length: 75 }, (_, year) => `${1950 + year}`)];

/** Who has which. Carol's is in no dictionary. */
export const passwordOf: Readonly<Record<string, string>> = {
  alice: "dragon1987",
  bob: "summer2024",
  carol: "3vFq-9xTn-Lw2e-Zk7u",
  dave: "dragon1987",
};
