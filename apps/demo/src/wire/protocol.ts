/** What the page and the program behind it say to each other, as JSON. Types only: both import them. */

export type Side = "client" | "server";
export type Direction = "to server" | "to client";

/** Something that can be chosen for a conversation. */
export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly about: string;
}

export interface Choices {
  readonly transport: readonly Choice[];
  readonly cipher: readonly Choice[];
  readonly authentication: readonly Choice[];
}

/** Ids of the choices that were made. */
export type Settings = Readonly<Record<keyof Choices, string>>;

/** What the network does to datagrams, in each direction. */
export interface Weather {
  /** Share of datagrams that get lost, 0 to 1. */
  readonly loss: number;
  /** Time on the way, in milliseconds. */
  readonly delayMs: number;
  /** Share of datagrams that take longer, so that later ones overtake them, 0 to 1. */
  readonly reordering: number;
}

/** A line on one side's screen. */
export interface Line {
  readonly id: number;
  readonly side: Side;
  /** "said": this side said it; "heard": it arrived here; "news": what became of the session; "trouble": an error. */
  readonly kind: "said" | "heard" | "news" | "trouble";
  readonly text: string;
  /** The error's stable code. */
  readonly code?: string;
}

/** What became of a packet on the wire. */
export type Fate = "passed" | "held" | "under way" | "lost" | "dropped" | "changed" | "forged";

/** A row of the eavesdropper's list: nothing here needs a key. */
export interface PacketSummary {
  readonly number: number;
  /** Milliseconds since the conversation began. */
  readonly atMs: number;
  readonly direction: Direction;
  readonly bytes: number;
  /** What its first byte says. */
  readonly kind: string;
  /** The first bytes, in hex. */
  readonly glimpse: string;
  readonly fate: Fate;
  /** What somebody did to it, for people. */
  readonly remark?: string;
}

/** A part of a packet, and why it is there. */
export interface Field {
  readonly name: string;
  /** Offset in the bytes that it is a part of. */
  readonly at: number;
  readonly bytes: number;
  /** Its contents, for people. */
  readonly value: string;
  readonly what: string;
  readonly why: string;
  /** Number of the requirement in docs/spec. */
  readonly spec: string;
}

/** What can be read out of one packet. */
export interface Dissection {
  readonly number: number;
  readonly title: string;
  readonly about: string;
  /** As an eavesdropper has it; large packets are cut here. */
  readonly hex: string;
  readonly totalBytes: number;
  /** They cover `hex` without a gap. */
  readonly fields: readonly Field[];
  /** What the two ends read in its encrypted part, one after the other. */
  readonly inside: readonly Inside[];
  /** Why there is nothing inside, where something is encrypted. */
  readonly sealed?: string;
}

export interface Inside {
  readonly title: string;
  /** By which key it was opened here. */
  readonly by: string;
  readonly hex: string;
  readonly fields: readonly Field[];
}

/** The counters of one side that the page shows; see `SessionStats` of core. */
export interface Counters {
  readonly messagesSent: number;
  readonly messagesReceived: number;
  readonly packetsSent: number;
  readonly packetsReceived: number;
  readonly packetsForged: number;
  readonly packetsReplayed: number;
  readonly packetsLost: number;
  readonly roundTripMs: number | null;
}

export type Phase = "idle" | "opening" | "open" | "ended";

export interface Stand {
  readonly phase: Phase;
  readonly settings: Settings;
  /** Where each side is, for people: what the server sees, and where the client dials. */
  readonly clientAddress: string;
  readonly serverAddress: string;
  readonly fingerprint: string;
  readonly suite: string;
  /** Whom the server takes the client for. */
  readonly peerName: string;
  readonly holding: boolean;
  readonly weather: Weather;
  /** What the attacker can do now. */
  readonly tools: readonly Tool[];
}

export interface Tool {
  readonly id: string;
  readonly label: string;
  readonly about: string;
  /** Why it cannot be used now. */
  readonly unavailable?: string;
  /** It can be aimed at either direction. */
  readonly aimed: boolean;
}

/** An attack, and what was seen to come of it. */
export interface Case {
  readonly id: number;
  readonly tool: string;
  readonly title: string;
  readonly did: string;
  /** In the order of time. */
  readonly seen: readonly Sight[];
  /** "held": what the attacker wanted did not happen; "broken": it did; "in vain": the attack itself did not work. */
  readonly verdict: "under way" | "held" | "session ended" | "broken" | "in vain";
  readonly lesson: string;
}

export interface Sight {
  readonly where: "client" | "server" | "attacker";
  readonly text: string;
  readonly good: boolean;
}

/** What the server tells the page, several in a Server-Sent Event. */
export type Update =
  | { readonly type: "snapshot"; readonly snapshot: Snapshot }
  | { readonly type: "stand"; readonly stand: Stand }
  | { readonly type: "line"; readonly line: Line }
  | { readonly type: "packet"; readonly packet: PacketSummary }
  | { readonly type: "case"; readonly case: Case }
  | { readonly type: "counters"; readonly sample: Sample }
  | { readonly type: "cleared" };

/** Both sides' counters at one time. */
export interface Sample {
  readonly atMs: number;
  readonly client: Counters | null;
  readonly server: Counters | null;
}

/** All there is, for a page that has just come. */
export interface Snapshot {
  readonly choices: Choices;
  readonly stand: Stand;
  readonly lines: readonly Line[];
  readonly packets: readonly PacketSummary[];
  readonly cases: readonly Case[];
  readonly samples: readonly Sample[];
}

/** What the page asks for. */
export type Order =
  | { readonly do: "open"; readonly settings: Settings }
  | { readonly do: "close" }
  | { readonly do: "say"; readonly side: Side; readonly text: string }
  | { readonly do: "burst"; readonly side: Side }
  | { readonly do: "hold"; readonly on: boolean }
  | { readonly do: "release"; readonly packet: number; readonly how: Release }
  | { readonly do: "weather"; readonly weather: Weather }
  | { readonly do: "attack"; readonly tool: string; readonly direction: Direction; readonly packet?: number };

/** What is done with a packet that is held. */
export type Release = "pass" | "change" | "drop" | "twice";
