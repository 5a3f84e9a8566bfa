/**
 * The rooms of packages/core and who may import whom, as a dependency-cruiser configuration.
 * Paths are relative to packages/core.
 */

/** Lowest first. A storey imports from those below it and from itself, never from one above. */
const storeys = [
  // Every file of the root folder that is not named below: wire, limits, errors, varint, …
  { name: "foundation", path: "^src/(?!(link|cipher|authenticator|server-key-source|index)[.]ts$)[^/]+[.]ts$" },
  { name: "joints", path: "^src/(link|cipher|authenticator|server-key-source)[.]ts$" },
  folder("strangers"),
  folder("key-schedule"),
  folder("packet"),
  folder("handshake"),
  folder("auth"),
  folder("delivery"),
  folder("session"),
  folder("driver"),
  folder("observation"),
  folder("api"),
  { name: "index", path: "^src/index[.]ts$" },
];

/** Beside the storeys: each names all that it may import. */
const annexes = [
  { ...folder("testing"), imports: [storey("foundation"), storey("joints"), "^src/driver/clock[.]ts$"] },
  { ...folder("conformance"), imports: [storey("foundation"), storey("joints"), storey("index"), "^src/testing/"] },
  { ...folder("key-files"), imports: [storey("joints"), "^src/(errors|shown)[.]ts$"] },
  { ...folder("stream"), imports: [storey("joints"), "^src/(errors|wire)[.]ts$"] },
  { ...folder("x25519"), imports: [storey("joints"), "^src/errors[.]ts$"] },
];

/** The part of core that is told the time and handed its randomness. biome.json denies it the globals. */
const withoutWorld = "^src/(strangers|key-schedule|packet|handshake|auth|delivery|session)/";

const upward = storeys.slice(0, -1).map(({ name, path }, level) => ({
  name: `${name}-imports-upward`,
  comment: "A lower room never knows a higher one.",
  from: { path },
  // The foundation may speak of a joint's types: nothing that runs comes along.
  to: { path: storeys.slice(level + (name === "foundation" ? 2 : 1)).map((above) => above.path) },
}));

const beside = annexes.map(({ name, path, imports }) => ({
  name: `${name}-imports-too-much`,
  comment: "This room names all that it may import.",
  from: { path },
  to: { path: "^src/", pathNot: [path, ...imports] },
}));

const rooms = [...storeys, ...annexes].map((room) => room.path);

/** @type {import("dependency-cruiser").IRegularForbiddenRuleType[]} */
const everywhere = [
  {
    name: "annex-below-index",
    comment: "No room of the session needs test code, the files keys are kept in, or a KEM: its cipher has one.",
    from: { path: rooms, pathNot: [storey("index"), ...annexes.map((annex) => annex.path)] },
    to: { path: annexes.map((annex) => annex.path) },
  },
  {
    name: "tests-in-index",
    comment: "Test code has entries of its own.",
    from: { path: storey("index") },
    to: { path: "^src/(testing|conformance)/" },
  },
  {
    name: "joint-run-by-foundation",
    comment: "A joint is types only, and the foundation may know those.",
    from: { path: storey("foundation") },
    to: { path: storey("joints"), dependencyTypesNot: ["type-only"] },
  },
  {
    name: "joint-with-values",
    comment: "A joint is types only: it imports nothing that runs.",
    from: { path: storey("joints") },
    to: { dependencyTypesNot: ["type-only"] },
  },
  {
    name: "world-below-driver",
    comment: "This room is told the time and handed its randomness: of Node it gets bytes and cryptography.",
    from: { path: withoutWorld },
    to: { dependencyTypes: ["core"], pathNot: "^(node:)?(crypto|buffer)$" },
  },
  {
    name: "socket-in-core",
    comment: "Sockets belong to the transports.",
    from: { path: "^src/" },
    to: { dependencyTypes: ["core"], path: "^(node:)?(net|dgram|tls|http|https|http2|dns)(/|$)" },
  },
  {
    name: "third-party",
    comment: "Core stands on Node's own modules alone.",
    from: { path: "^src/" },
    to: { pathNot: "^src/", dependencyTypesNot: ["core"] },
  },
  {
    name: "room-without-rule",
    comment: "A new folder needs a place among the storeys or the annexes of scripts/check/rooms.mjs.",
    from: { path: "^src/", pathNot: rooms },
    to: {},
  },
  {
    name: "cycle",
    comment: "Two modules that need each other to run are one, or lack a third. Their types may meet.",
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  },
];

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [...upward, ...beside, ...everywhere].map((rule) => ({
    ...rule,
    severity: /** @type {const} */ ("error"),
  })),
  options: { tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } },
};

/** @param {string} name */
function folder(name) {
  return { name, path: `^src/${name}/` };
}

/** @param {string} name */
function storey(name) {
  const found = storeys.find((each) => each.name === name);
  if (!found) throw new Error(`no storey is called ${name}`);
  return found.path;
}
