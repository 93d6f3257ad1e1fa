import type { AriChannel, NodeInventory } from '../telephony/asterisk/node.ts';
import type { CallParts } from '../telephony/call/call-parts.ts';
import { roomId, unlessGone } from '../telephony/call/room.ts';
import { callOfRoom } from './queue/consult-room.ts';

export interface LeftoverParts extends Pick<CallParts, 'node' | 'live'> {
  /** Whether a channel or a bridge is there for supervising a talk, and nobody does with it. */
  isLeftOver: (id: string) => boolean;
  /** Whether two operators are just talking to each other, or are rung for it, by this id. */
  isInternal: (callId: string) => boolean;
  /** Whether the operator of this call has asked somebody for help, and is not done with it. */
  isConsulted: (callId: string) => boolean;
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
 * Recording's own channels (snoops) are looked after by recordings. Who is rung, and who talks, is followed by whoever has rung
 * him: nobody waits any more for whom an earlier controller has rung, and nobody for whom Asterisk could not be told to hang up
 * while the link was lost.
 */
function belongsToNobody({ id, name }: AriChannel, { goOn }: GoingOn, { node }: LeftoverParts): boolean {
  return !name.startsWith('Snoop/') && !node.isFollowed(id) && !goOn.has(id);
}

/** The room of a call that is over, or of a consultation with which none was taken up. */
function isEmptyRoom(
  id: string,
  { ours, goOn }: GoingOn,
  { live, isInternal, isConsulted }: LeftoverParts,
): boolean {
  const prefix = roomId('');
  if (!id.startsWith(prefix)) return false;
  const about = id.slice(prefix.length);
  const callId = callOfRoom(about);
  if (isInternal(callId)) return false;
  if (callId === about) return !live.has(callId);
  return ours.has(callId) ? !isConsulted(callId) : !goOn.has(id);
}
