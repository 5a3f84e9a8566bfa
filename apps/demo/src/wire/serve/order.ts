import { UsageError } from "@countersign/core";
import type { Direction, Order, Release, Settings, Side, Weather } from "../protocol.ts";
import { choices } from "../stage/choices.ts";

/** Reads what a page asks for. Throws UsageError on anything else: the page is not the only one that can send. */
export function readOrder(text: string): Order {
  const given = parse(text);
  const name = String(given.do);
  const read = Object.hasOwn(readers, name) ? readers[name as Order["do"]] : undefined;
  if (!read) throw invalid("There is no such order.");
  return read(given);
}

type Given = Readonly<Record<string, unknown>>;

const readers: Readonly<Record<Order["do"], (given: Given) => Order>> = {
  open: (given) => ({ do: "open", settings: settingsOf(object(given.settings)) }),
  close: () => ({ do: "close" }),
  say: (given) => ({ do: "say", side: sideOf(given), text: textOf(given.text) }),
  burst: (given) => ({ do: "burst", side: sideOf(given) }),
  hold: (given) => ({ do: "hold", on: given.on === true }),
  release: (given) => ({ do: "release", packet: packetOf(given.packet), how: oneOf(releases, given.how) }),
  weather: (given) => ({ do: "weather", weather: weatherOf(object(given.weather)) }),
  attack: (given) => ({
    do: "attack",
    tool: textOf(given.tool),
    direction: oneOf(directions, given.direction),
    ...(given.packet !== undefined && { packet: packetOf(given.packet) }),
  }),
};

const releases: readonly Release[] = ["pass", "change", "drop", "twice"];
const directions: readonly Direction[] = ["to server", "to client"];
const sides: readonly Side[] = ["client", "server"];

function settingsOf(given: Given): Settings {
  const chosen = (what: keyof typeof choices) =>
    oneOf(
      choices[what].map(({ id }) => id),
      given[what],
    );
  return { transport: chosen("transport"), cipher: chosen("cipher"), authentication: chosen("authentication") };
}

function sideOf(given: Given): Side {
  return oneOf(sides, given.side);
}

function weatherOf(given: Given): Weather {
  return {
    loss: within(given.loss, 0.5),
    delayMs: within(given.delayMs, 500),
    reordering: within(given.reordering, 0.5),
  };
}

function within(value: unknown, highest: number): number {
  if (typeof value === "number" && value >= 0 && value <= highest) return value;
  throw invalid(`A number from 0 to ${highest} is missing.`);
}

function packetOf(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw invalid("The number of a packet is missing.");
}

function textOf(value: unknown): string {
  if (typeof value === "string" && value.length <= longestText) return value;
  throw invalid(`Text of at most ${longestText} characters is missing.`);
}

function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value {
  const found = values.find((each) => each === value);
  if (found === undefined) throw invalid(`One of these is missing: ${values.join(", ")}.`);
  return found;
}

function object(value: unknown): Given {
  if (typeof value === "object" && value !== null) return value as Given;
  throw invalid("An object is missing.");
}

function parse(text: string): Given {
  try {
    return object(JSON.parse(text));
  } catch (error) {
    throw error instanceof UsageError ? error : invalid("That is no JSON.");
  }
}

function invalid(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}

const longestText = 8_192;
