import { UsageError } from "@countersign/core";
import { Siege } from "../attacks/siege.ts";
import { toolsFor } from "../attacks/tools.ts";
import { dissect } from "../dissect/dissect.ts";
import type { Dissection, Order, Sample, Settings, Snapshot, Stand, Update, Weather } from "../protocol.ts";
import { summarise } from "../relay/capture.ts";
import { fairWeather } from "../relay/weather.ts";
import { choices, defaultSettings } from "./choices.ts";
import { Conversation } from "./conversation.ts";
import type { End } from "./end.ts";
import { Screens } from "./screens.ts";

/** What the page shows and steers: one conversation at a time, and what was done to it. */
export class Stage implements AsyncDisposable {
  readonly #publish: (update: Update) => void;
  readonly #screens: Screens;
  readonly #sampling: NodeJS.Timeout;
  #conversation: Conversation | undefined;
  #settings: Settings = defaultSettings;
  #weather: Weather = fairWeather;
  #holding = false;
  #samples: Sample[] = [];
  #siege: Siege | undefined;
  #opening = false;

  constructor(publish: (update: Update) => void) {
    this.#publish = publish;
    this.#screens = new Screens((line) => {
      this.#siege?.note(line);
      publish({ type: "line", line });
    });
    this.#sampling = setInterval(() => this.#conversation?.phase === "open" && this.#sample(), sampleMs);
    this.#sampling.unref();
  }

  get conversation(): Conversation | undefined {
    return this.#conversation;
  }

  snapshot(): Snapshot {
    const capture = this.#conversation?.wire.capture;
    const packets = capture ? capture.packets.slice(-shownPackets).map((each) => summarise(each, capture.framing)) : [];
    const [stand, lines] = [this.#stand(), this.#screens.lines];
    return { choices, stand, lines, packets, cases: this.#siege?.cases ?? [], samples: this.#samples };
  }

  /** Throws UsageError when it cannot be done now. Resolves when it is under way. */
  async perform(order: Order): Promise<void> {
    switch (order.do) {
      case "open":
        return this.#open(order.settings);
      case "close":
        return void this.#conversation?.close();
      case "say":
        return this.#speaker(order.side).say(order.text);
      case "burst":
        return this.#speaker(order.side).burst(burstMessages, burstBytes);
      case "hold":
        this.#holding = order.on;
        this.#conversation?.wire.hold(order.on);
        return this.#tellStand();
      case "release":
        if (!this.#conversation?.wire.release(order.packet, order.how))
          throw refused("That packet does not wait any more.");
        return;
      case "weather":
        this.#weather = order.weather;
        if (this.#conversation) this.#conversation.wire.weather = order.weather;
        return this.#tellStand();
      case "attack":
        if (!this.#siege) throw refused("Open a session first.");
        return this.#siege.begin(order);
    }
  }

  /** Takes a packet of the present conversation apart; undefined when it is not kept. */
  async dissect(number: number): Promise<Dissection | undefined> {
    const packet = this.#conversation?.wire.capture.packet(number);
    return packet && this.#conversation ? dissect(this.#conversation, packet) : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#sampling);
    await this.#conversation?.[Symbol.asyncDispose]();
  }

  async #open(settings: Settings): Promise<void> {
    if (this.#opening) throw refused("A session is being opened already.");
    this.#opening = true;
    try {
      await this.#conversation?.[Symbol.asyncDispose]();
      this.#conversation = undefined;
      this.#siege = undefined;
      this.#samples = [];
      this.#settings = settings;
      this.#publish({ type: "cleared" });
      this.#tellStand();
      const tell = this.#screens.clear();
      const conversation: Conversation = await Conversation.prepare(settings, {
        tell,
        packetChanged: (packet) => {
          if (this.#conversation !== conversation) return;
          this.#publish({ type: "packet", packet: summarise(packet, conversation.wire.capture.framing) });
        },
        changed: () => this.#tellStand(),
      });
      this.#conversation = conversation;
      this.#siege = new Siege(
        conversation,
        (one) => this.#conversation === conversation && this.#publish({ type: "case", case: one }),
        () => this.#tellStand(),
      );
      conversation.wire.hold(this.#holding);
      conversation.wire.weather = this.#weather;
      this.#tellStand();
      void conversation.begin();
    } finally {
      this.#opening = false;
      if (!this.#conversation) this.#tellStand();
    }
  }

  #speaker(side: "client" | "server"): End {
    const end = this.#conversation?.end(side);
    if (!end?.isOpen) throw refused("There is no session to speak on.");
    return end;
  }

  #sample(): void {
    const conversation = this.#conversation;
    if (!conversation?.client.session) return;
    const { client, server, wire } = conversation;
    const sample = { atMs: wire.capture.nowMs, client: client.counters(), server: server.counters() };
    this.#samples = [...this.#samples.slice(-keptSamples), sample];
    this.#publish({ type: "counters", sample });
  }

  #tellStand(): void {
    this.#sample();
    this.#publish({ type: "stand", stand: this.#stand() });
  }

  #stand(): Stand {
    const conversation = this.#conversation;
    const session = conversation?.server.session ?? conversation?.client.session;
    return {
      phase: conversation?.phase ?? (this.#opening ? "opening" : "idle"),
      settings: this.#settings,
      clientAddress: conversation?.server.session?.remoteAddress ?? "",
      serverAddress: conversation?.serverAddress ?? "",
      fingerprint: conversation?.fingerprint ?? "",
      suite: session?.stats().suite ?? "",
      peerName: conversation?.server.session ? (conversation.server.session.peer.name ?? "anonymous") : "",
      holding: this.#holding,
      weather: this.#weather,
      tools: toolsFor(conversation),
    };
  }
}

const sampleMs = 250;
const keptSamples = 240;
const shownPackets = 300;
const burstMessages = 200;
const burstBytes = 1_000;

function refused(message: string): UsageError {
  return new UsageError("ERR_COUNTERSIGN_INVALID_ARGUMENT", message);
}
