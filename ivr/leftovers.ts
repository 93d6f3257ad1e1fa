import type { AriChannel, NodeInventory } from '../telephony/asterisk/node.ts';
import type { CallParts } from '../telephony/call/call-parts.ts';
import { readDutyPhoneId } from '../telephony/call/duty-phone.ts';
import { readLegId } from '../telephony/call/leg.ts';
import { roomId, unlessGone } from '../telephony/call/room.ts';
import { callOfRoom } from './queue/consult-room.ts';

export interface LeftoverParts extends Pick<CallParts, 'node' | 'live'> {
  /** Whether a channel or a bridge is there for supervising a talk, and nobody does with it. */
  isLeftOver: (id: string) => boolean;
  /** Whether two operators are just talking to each other, or are rung for it, by this id. */
  isInternal: (callId: string) => boolean;
}

/** What there is of calls that go on. */
export interface GoingOn {
  /** Those that this controller has led before. */
  ours: ReadonlySet<string>;
  /** With what the others are taken up. */
  goOn: ReadonlySet<string>;
}

/** Takes away what belongs to no call, so that nothing is ever stuck. */
export async function takeAwayLeftovers(
  inventory: NodeInventory,
  going: GoingOn,
  parts: LeftoverParts,
): Promise<void> {
  const { node, isLeftOver } = parts;
  const channels = inventory.channels.filter(
    (channel) => isLeftOver(channel.id) || belongsToNobody(channel, going, parts),
  );
  const rooms = inventory.bridges.filter(({ id }) => isLeftOver(id) || isEmptyRoom(id, going, parts));
  await Promise.all([
    ...channels.map((channel) => unlessGone(node.ari('channels', 'hangup', { channelId: channel.id }))),
    ...rooms.map((bridge) => unlessGone(node.ari('bridges', 'destroy', { bridgeId: bridge.id }))),
  ]);
}

/**
 * Recording's own channels (snoops) are looked after by recordings. Who is rung, and who talks, is waited for by whoever has rung
 * him; where an earlier controller did, nobody waits any more, and what its calls are not taken up with falls silent.
 */
function belongsToNobody(
  channel: AriChannel,
  { ours, goOn }: GoingOn,
  { live, isInternal }: LeftoverParts,
): boolean {
  if (channel.name.startsWith('Snoop/')) return false;
  const rungFor = readLegId(channel.id)?.callId ?? readDutyPhoneId(channel.id);
  if (rungFor === null) return !live.has(channel.id);
  if (isInternal(rungFor)) return false;
  return ours.has(rungFor) ? isPickedUp(channel) && !live.has(rungFor) : !goOn.has(channel.id);
}

/** The room of a call that is over, or of a consultation with which none was taken up. */
function isEmptyRoom(id: string, { ours, goOn }: GoingOn, { live, isInternal }: LeftoverParts): boolean {
  const prefix = roomId('');
  if (!id.startsWith(prefix)) return false;
  const about = id.slice(prefix.length);
  const callId = callOfRoom(about);
  if (isInternal(callId)) return false;
  return callId === about || ours.has(callId) ? !live.has(callId) : !goOn.has(id);
}

function isPickedUp({ state }: AriChannel): boolean {
  return state === 'Up';
}
