import type { AriChannel, NodeInventory } from '../../telephony/asterisk/node.ts';

/** What there is in an Asterisk that is not there, by ids. */
export interface Existing {
  readonly callers: Iterable<string>;
  readonly phones: Iterable<{ readonly channelId: string; readonly up: boolean }>;
  readonly ears: Iterable<string>;
  readonly rooms: Iterable<string>;
}

/** As Asterisk tells it to whoever connects, whoever knew of it before. */
export function inventoryOf({ callers, phones, ears, rooms }: Existing): NodeInventory {
  return {
    channels: [
      ...[...callers].map((id) => channelOf(id, 'PJSIP', true)),
      ...[...phones].map(({ channelId, up }) => channelOf(channelId, 'PJSIP', up)),
      ...[...ears].map((id) => channelOf(id, 'Snoop', true)),
    ],
    bridges: [...rooms].map((id) => ({ id, name: '', channels: [] })),
  };
}

function channelOf(id: string, technology: string, up: boolean): AriChannel {
  const nobody = { name: '', number: '' };
  const dialplan = { context: '', exten: '', priority: 1 };
  const state = up ? 'Up' : 'Ringing';
  const name = `${technology}/${id}`;
  return { id, name, state, caller: nobody, connected: nobody, dialplan, creationtime: '' };
}
