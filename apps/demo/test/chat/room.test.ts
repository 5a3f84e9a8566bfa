import { describe, expect, it } from "vitest";
import { type FromServer, maxMembers } from "../../src/chat/protocol.ts";
import { type Member, Room } from "../../src/chat/server/room.ts";

/** Somebody who notes what they hear, until they have no room for more. */
class Listener implements Member {
  readonly heard: FromServer[] = [];
  readonly dismissals: string[] = [];
  readonly name: string;
  room = Number.POSITIVE_INFINITY;

  constructor(name: string) {
    this.name = name;
  }

  deliver(message: FromServer): boolean {
    if (this.room-- <= 0) return false;
    this.heard.push(message);
    return true;
  }

  dismiss(reason: string): void {
    this.dismissals.push(reason);
  }
}

function roomWith(...names: string[]) {
  const room = new Room();
  const members = names.map((name) => new Listener(name));
  for (const member of members) room.join(member);
  for (const member of members) member.heard.length = 0;
  return { room, members };
}

const [alice, bob, carol] = ["alice", "bob", "carol"] as const;

describe("a room", () => {
  it("is full when no more names fit a message", () => {
    const { room } = roomWith(...Array.from({ length: maxMembers - 1 }, () => alice));
    expect(room.isFull).toBe(false);
    room.join(new Listener(bob));
    expect(room.isFull).toBe(true);
  });

  it("welcomes who joins, and tells the others", () => {
    const { room, members } = roomWith(carol, alice);
    const newcomer = new Listener(bob);
    room.join(newcomer);
    expect(newcomer.heard).toEqual([{ kind: "welcome", names: [alice, bob, carol] }]);
    for (const { heard } of members) expect(heard).toEqual([{ kind: "joined", name: bob }]);
  });

  it("tells everybody what is said, the one who said it too, with the member's name", () => {
    const { room, members } = roomWith(alice, bob, carol);
    room.say(members[1] as Member, "hello");
    for (const { heard } of members) expect(heard).toEqual([{ kind: "said", name: bob, text: "hello" }]);
  });

  it("says a line once that a client sends again after a break, and lets the client know", () => {
    const { room, members } = roomWith(alice, bob, bob);
    const [listener, before, after] = members as [Listener, Listener, Listener];
    const line = (number: number) => `0123456789abcdef-${number}`;
    room.say(before, "one", line(1));
    room.say(before, "two", line(2));
    after.heard.length = 0;
    room.say(after, "one", line(1));
    room.say(after, "two", line(2));
    room.say(after, "three", line(3));
    const texts = ({ heard }: Listener) => heard.map((message) => message.kind === "said" && message.text);
    expect(texts(listener)).toEqual(["one", "two", "three"]);
    expect(texts(after)).toEqual(["one", "two", "three"]);
    expect(texts(before)).toEqual(["one", "two", "three"]);
    room.say(listener, "mine", line(1));
    expect(texts(listener)).toEqual(["one", "two", "three", "mine"]);
  });

  it("announces a name with its first member and its last", () => {
    const { room, members } = roomWith(alice, bob);
    const [first, second] = members as [Listener, Listener];
    const again = new Listener(bob);
    room.join(again);
    room.leave(second, "left");
    expect(first.heard).toEqual([]);
    expect(room.names).toEqual([alice, bob]);
    room.leave(again, "is gone");
    expect(first.heard).toEqual([{ kind: "left", name: bob, how: "is gone" }]);
    room.leave(again, "left");
    expect(first.heard).toHaveLength(1);
  });

  it("lets nobody speak who has left", () => {
    const { room, members } = roomWith(alice, bob);
    room.leave(members[1] as Member, "left");
    room.say(members[1] as Member, "and another thing");
    expect(members[0]?.heard.map(({ kind }) => kind)).toEqual(["left"]);
  });

  it("dismisses who does not keep up, once each, and everybody else hears everything", () => {
    const { room, members } = roomWith(alice, bob, carol, bob);
    const [first, second, third, fourth] = members as [Listener, Listener, Listener, Listener];
    for (const slow of [second, third, fourth]) slow.room = 1;
    for (const text of ["one", "two", "three"]) room.say(first, text);
    expect(members.map(({ dismissals }) => dismissals.length)).toEqual([0, 1, 1, 1]);
    expect(first.heard.filter(({ kind }) => kind === "said").map((said) => "text" in said && said.text)).toEqual([
      "one",
      "two",
      "three",
    ]);
    expect(first.heard.filter(({ kind }) => kind === "left")).toHaveLength(2);
    expect(room.names).toEqual([alice]);
  });

  it("says goodbye to everybody when it closes, and says nothing more", () => {
    const { room, members } = roomWith(alice, bob);
    room.close("The server is closing.");
    for (const member of members) room.leave(member, "left");
    for (const { heard, dismissals } of members) {
      expect(dismissals).toEqual(["The server is closing."]);
      expect(heard).toEqual([]);
    }
  });
});
