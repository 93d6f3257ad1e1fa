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

export function fileOf({ side, number }: Pick<TrackName, 'side' | 'number'>): string {
  return `${side}-${number}.${FORMAT}`;
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
