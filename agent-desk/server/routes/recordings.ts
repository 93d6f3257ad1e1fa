import type { RecordingStore } from '../../../recordings/store.ts';
import { waveformOf } from '../../../recordings/waveform.ts';
import { type Handlers, sent } from '../routing.ts';
import { keptFor, sendSound } from '../send-sound.ts';

/** The sound of a recording, whole or a range of it, also while the call goes on; and its picture. */
export function recordingRoutes(
  recordings: RecordingStore,
): Pick<Handlers, 'recordingAudio' | 'recordingWaveform'> {
  return {
    async recordingAudio({ params, request, response }) {
      const sound = await recordings.open(params.id);
      await sendSound({ ...sound, name: String(sound.recordingId) }, request, response);
      return sent;
    },
    async recordingWaveform({ params, response }) {
      const sound = await recordings.open(params.id);
      response.set('Cache-Control', keptFor(sound)).json(await waveformOf(sound));
      return sent;
    },
  };
}
