import type { KindName } from "../scenarios/kind.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import { peerSubject, rawSubject, referenceAuthentication, referenceSubject } from "./reference-subject.ts";

/** Whether `other` is what `own` is compared with. */
type IsReference = (own: Scenario, other: Scenario) => boolean;

/** TLS runs over TCP, where no relay is: behind one there is nothing to compare with it. */
export const isTlsReference: IsReference = (own, other) =>
  other.subject.name === referenceSubject &&
  other.subject.authentication === referenceAuthentication &&
  isAlike(own, other) &&
  own.conditions === null;

/** Where packets have a say: the same messages in packets of the same size. */
export const isRawReference: IsReference = (own, other) =>
  packetKinds.has(own.kind.name) &&
  own.packetBytes !== null &&
  other.subject.name === rawSubject &&
  other.subject.transport === own.subject.transport &&
  other.packetBytes === own.packetBytes &&
  isAlike(own, other);

export const isPeerReference: IsReference = (own, other) =>
  other.subject.name === peerSubject && other.subject.transport === own.subject.transport && isAlike(own, other);

function isAlike(one: Scenario, other: Scenario): boolean {
  return one.kind === other.kind && one.size === other.size && one.load === other.load;
}

const packetKinds: ReadonlySet<KindName> = new Set(["throughput", "datagrams"]);
