import type { SessionApi } from "../../../src/conformance/index.ts";
import type { Server, Session, SessionEvents } from "../../../src/index.ts";

/** Something around sessions that breaks one promise, and the case that must notice it. */
export interface SessionMutant {
  readonly fault: string;
  readonly fails: string;
  readonly mutate: (api: SessionApi) => SessionApi;
}

type Role = "client" | "server";

/** The same sessions, of which something is replaced. Called once for each. */
export function withSession(replace: (session: Session, role: Role) => Partial<Session>): SessionMutant["mutate"] {
  return (api) => ({
    connect: async (options) => {
      const session = await api.connect(options);
      return around(session, replace(session, "client"));
    },
    listen: async (options) => acceptingMutants(await api.listen(options), (session) => replace(session, "server")),
  });
}

export function withServer(replace: (server: Server) => Partial<Server>): SessionMutant["mutate"] {
  return (api) => ({
    connect: api.connect,
    listen: async (options) => {
      const server = await api.listen(options);
      return around(server, replace(server));
    },
  });
}

type Next = () => Promise<IteratorResult<Buffer, undefined>>;

/** The same sessions, whose iterations give something else. `change` is called once for each session. */
export function withIteration(change: (session: Session, role: Role) => (next: Next) => Next): SessionMutant["mutate"] {
  return withSession((session, role) => {
    const changed = change(session, role);
    return {
      [Symbol.asyncIterator]() {
        const inner = session[Symbol.asyncIterator]();
        return {
          next: changed(() => inner.next()),
          return: async () => (await inner.return?.()) ?? { done: true, value: undefined },
        };
      },
    };
  });
}

type Listener<Event extends keyof SessionEvents> = (...told: SessionEvents[Event]) => void;

/** What replaces `on` and `once` of a session, so that listeners of one event are told something else. */
export function telling<Event extends keyof SessionEvents>(
  session: Session,
  event: Event,
  change: (listener: Listener<Event>) => Listener<Event>,
): Partial<Session> {
  const adding = (add: "on" | "once") => (name: string, listener: Listener<Event>) =>
    session[add](name as "close", (name === event ? change(listener) : listener) as Listener<"close">);
  return { on: adding("on"), once: adding("once") } as Partial<Session>;
}

function acceptingMutants(server: Server, replace: (session: Session) => Partial<Session>): Server {
  const known = new WeakMap<Session, Session>();
  const mutant = (session: Session): Session => {
    const found = known.get(session) ?? around(session, replace(session));
    known.set(session, found);
    return found;
  };
  const once = (event: string, listener: (...told: unknown[]) => void) =>
    server.once(event as "session", (told, ...more: unknown[]) =>
      listener(event === "session" ? mutant(told) : told, ...more),
    );
  return around(server, {
    once: once as Server["once"],
    async *[Symbol.asyncIterator]() {
      for await (const session of server) yield mutant(session);
      return undefined;
    },
  });
}

/** `target` with other members: private fields keep a copy of it from working. */
function around<T extends object>(target: T, members: Partial<T>): T {
  return new Proxy(target, {
    get(_, key) {
      if (key in members) return Reflect.get(members, key);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
