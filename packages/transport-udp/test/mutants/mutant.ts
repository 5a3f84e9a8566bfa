import type { Link, LinkHost, LinkSink, Transport, TransportListener } from "@countersign/core";

/** A transport with one fault, and the conformance case that must notice it. */
export interface Mutant {
  readonly fault: string;
  readonly fails: string;
  readonly mutate: (transport: Transport) => Transport;
}

/** The same transport, whose listeners tell their hosts something else. */
export function withHost(replace: (host: LinkHost) => Partial<LinkHost>): (transport: Transport) => Transport {
  return (transport) => ({
    ...transport,
    listen: (address, host) =>
      transport.listen(address, {
        screen: (...stranger) => host.screen(...stranger),
        accept: (link) => host.accept(link),
        handleFault: (error) => host.handleFault(error),
        ...replace(host),
      }),
  });
}

/** The same transport, whose links do something else. `replace` is called once for each link. */
export function withLink(replace: (link: Link) => Partial<Link>): (transport: Transport) => Transport {
  const mutated = (link: Link): Link => ({ ...delegating(link), ...replace(link) });
  return (transport) => ({
    ...withHost((host) => ({ accept: (link) => host.accept(mutated(link)) }))(transport),
    dial: async (...to) => mutated(await transport.dial(...to)),
  });
}

/** The same transport, whose links tell their sinks something else. */
export function withSink(replace: (sink: LinkSink) => Partial<LinkSink>): (transport: Transport) => Transport {
  return withLink((link) => ({
    start: (sink) =>
      link.start({
        handlePacket: (packet, path) => sink.handlePacket(packet, path),
        handleTurnEnd: () => sink.handleTurnEnd(),
        handleWritable: () => sink.handleWritable(),
        handleHint: (hint) => sink.handleHint(hint),
        handleEnd: (cause) => sink.handleEnd(cause),
        ...replace(sink),
      }),
  }));
}

/** The same transport, whose listeners close otherwise. */
export function withListenerClose(close: (listener: TransportListener, links: readonly Link[]) => Promise<void>) {
  return (transport: Transport): Transport => {
    const links: Link[] = [];
    const watched = withLink((link) => {
      links.push(link);
      return {};
    })(transport);
    return {
      ...watched,
      async listen(address, host) {
        const listener = await watched.listen(address, host);
        return { address: listener.address, close: () => close(listener, links) };
      },
    };
  };
}

function delegating(link: Link): Link {
  return {
    traits: link.traits,
    remoteAddress: link.remoteAddress,
    start: (sink) => link.start(sink),
    reserve: (bytes) => link.reserve(bytes),
    commit: (bytes, path) => link.commit(bytes, path),
    flush: () => link.flush(),
    migrate: (path) => link.migrate(path),
    limitReceive: (bytes) => link.limitReceive(bytes),
    pause: () => link.pause(),
    resume: () => link.resume(),
    close: () => link.close(),
    abort: () => link.abort(),
  };
}
