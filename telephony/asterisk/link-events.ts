import { z } from 'zod';
import type { AriEvent } from './node.ts';

/** Each has somebody who hears it, for they come twenty times a call (PeerStatusChange comes over AMI). */
const knownEvents = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelDtmfReceived',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'PlaybackStarted',
  'PlaybackFinished',
  'RecordingStarted',
  'RecordingFinished',
  'RecordingFailed',
] as const satisfies readonly AriEvent['type'][];

/**
 * The only events that ARI is asked for, as its filter takes them. `ApplicationReplaced` ends the link: another controller took the calls. `ChannelUserevent` is
 * the heartbeat, whose coming alone is looked at.
 */
export const allowedEvents = [...knownEvents, 'ApplicationReplaced', 'ChannelUserevent'].map((type) => ({
  type,
}));

const subject = z.looseObject({ id: z.string() });
const event = z.looseObject({
  type: z.enum([...knownEvents, 'ApplicationReplaced']),
  timestamp: z.string(),
  channel: subject.optional(),
  bridge: subject.optional(),
  playback: subject.optional(),
  recording: z.looseObject({ name: z.string() }).optional(),
});

/** One message of ARI's socket: an event, the news that another controller took over, or nothing that concerns us. */
export function readEvent(message: string): AriEvent | 'replaced' | undefined {
  let json: unknown;
  try {
    json = JSON.parse(message);
  } catch {
    return undefined;
  }
  const read = event.safeParse(json);
  if (!read.success) return undefined;
  return read.data.type === 'ApplicationReplaced' ? 'replaced' : (json as AriEvent);
}
