import { HolosError } from '../errors.ts';
import { application } from '../telephony/asterisk/configure-dialplan.ts';
import type { AsteriskNode } from '../telephony/asterisk/node.ts';
import { afterEvent } from '../telephony/call/after-event.ts';
import { FORMAT, type Side } from './sides.ts';

/** One side of one call being written into one file. A side's first track is number 1. */
export interface TrackName {
  callId: string;
  side: Side;
  number: number;
  /** The recording's folder below the root. */
  folder: string;
}

/** The channel that listens for a track. */
export function snoopIdOf({ callId, side, number }: Omit<TrackName, 'folder'>): string {
  return `${callId}.${side}-${number}`;
}

/** The track's name in ARI: its file below the root, without ending. */
export function recordingNameOf({ folder, side, number }: TrackName): string {
  return `${folder}/${side}-${number}`;
}

/** For which track of this side of a call a channel listens; 0 when it listens for none of them. */
export function readSnoopId(channelId: string, { callId, side }: Pick<TrackName, 'callId' | 'side'>): number {
  const begin = `${callId}.${side}-`;
  return channelId.startsWith(begin) ? Number(channelId.slice(begin.length)) || 0 : 0;
}

/**
 * Sets a channel to listen to one side of the call and writes what it hears.
 * @returns Asterisk's time of the file's beginning.
 * @throws AriError (`ari.not-found`: the call is gone), HolosError `telephony.silent` when Asterisk did not begin in time
 */
export async function startTrack(node: AsteriskNode, track: TrackName): Promise<Date> {
  const snoopId = snoopIdOf(track);
  await afterEvent(node, snoopId, ['StasisStart'], () =>
    node.ari('channels', 'snoopChannelWithId', {
      channelId: track.callId,
      snoopId,
      spy: track.side === 'resident' ? 'in' : 'out',
      app: application,
      appArgs: 'recording',
    }),
  );
  const name = recordingNameOf(track);
  const begun = await afterEvent(node, name, ['RecordingStarted', 'RecordingFailed'], () =>
    node.ari('channels', 'record', { channelId: snoopId, name, format: FORMAT, ifExists: 'fail' }),
  );
  if (begun.type === 'RecordingFailed')
    throw new HolosError('recording.failed', 'Asterisk cannot write a recording: see its log.', { name });
  return new Date(begun.timestamp);
}
