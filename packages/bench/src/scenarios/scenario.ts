import { type Conditions, disturbs, narrow } from "../relay/conditions.ts";
import type { Subject } from "../subjects/subject.ts";
import { type Kind, kinds } from "./kind.ts";
import { packetSizes, type Shape } from "./shape.ts";

/** One number the benchmark finds: one row of the JSON, one cell of a table. */
export interface Scenario {
  /** `kind/transport/subject/authentication/size/packet/load`; what is not part of the question is left out. */
  readonly id: string;
  readonly kind: Kind;
  readonly subject: Subject;
  /** Bytes of a message, or null. */
  readonly size: number | null;
  /** Bytes of the largest packet where it is part of the question, or null. */
  readonly packetBytes: number | null;
  /** How many at once, or a second, where it is part of the question, or null. */
  readonly load: number | null;
  /** What a relay does to its packets; null: there is none. */
  readonly conditions: Conditions | null;
}

/** Every scenario of these subjects, kind by kind and subject by subject. `conditions`: those of all that runs on UDP. */
export function scenariosOf(subjects: readonly Subject[], conditions: Conditions | null = null): readonly Scenario[] {
  return kinds.flatMap((kind) =>
    subjects.flatMap((subject) => {
      const own = conditionsOf(kind, subject, conditions);
      return has(subject, kind, own)
        ? shapesOf(kind, subject).map((shape) => scenarioOf(kind, subject, shape, own))
        : [];
    }),
  );
}

/** What a pair is told: packets that are not part of the question are as large as a session would make them. */
export function pairPacketBytes({ subject, packetBytes, conditions }: Scenario): number | null {
  if (subject.transport !== "udp") return null;
  return packetBytes ?? (conditions ? packetSizes.base : packetSizes.loopback);
}

function conditionsOf(kind: Kind, { transport }: Subject, asked: Conditions | null): Conditions | null {
  if (transport !== "udp") return null;
  if (!kind.narrow || asked?.bytesPerSecond) return asked;
  return { ...(asked ?? narrow), bytesPerSecond: narrow.bytesPerSecond };
}

function has(subject: Subject, kind: Kind, conditions: Conditions | null): boolean {
  if (!(subject.kinds?.includes(kind.name) ?? !kind.special)) return false;
  if (kind.counted && conditions !== null) return false;
  const repaired = subject.repairs !== false || conditions === null || !disturbs(conditions);
  return repaired || kind.name === "datagrams";
}

/** A subject that chooses its packets has each size of messages once. */
function shapesOf(kind: Kind, { transport, ownPackets }: Subject): readonly Shape[] {
  const shapes = kind.shapes[transport] ?? [];
  if (!ownPackets) return shapes;
  return shapes
    .map((shape) => ({ ...shape, packetBytes: null }))
    .filter(({ size, load }, index, all) => {
      return all.findIndex((other) => other.size === size && other.load === load) === index;
    });
}

function scenarioOf(kind: Kind, subject: Subject, shape: Shape, conditions: Conditions | null): Scenario {
  const { size, packetBytes, load } = shape;
  const parts = [kind.name, subject.transport, subject.name, subject.authentication, size, packetBytes, load];
  const id = parts.filter((part) => part !== null).join("/");
  return { id, kind, subject, size, packetBytes, load, conditions };
}
