import type { AriEvent, AsteriskNode } from '../asterisk/node.ts';

/** A call that has just come in, before anything is known of it but what the trunk said. */
export interface Arrival {
  channelId: string;
  /** The number that was dialled. */
  dialled: string;
  /** As the trunk wrote it: any form, `anonymous`, or rubbish. */
  from: string;
  at: Date;
}

/** Tells of every call that comes in from the trunk. */
export function onArrival(node: AsteriskNode, listener: (arrival: Arrival) => void): () => void {
  return node.on('StasisStart', (event: AriEvent) => {
    const [purpose, dialled] = event.args ?? [];
    if (purpose !== 'incoming' || !event.channel || !dialled) return;
    listener({ channelId: event.channel.id, dialled, from: event.channel.caller.number, at: new Date() });
  });
}
