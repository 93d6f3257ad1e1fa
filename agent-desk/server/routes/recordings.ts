import type { ListenLog } from '../../../db/listen-log.ts';
import type { RecordingStore } from '../../../recordings/store.ts';
import { waveformOf } from '../../../recordings/waveform.ts';
import { type Handlers, sent } from '../routing.ts';
import { keptFor, sendSound } from '../send-sound.ts';

/** The sound of a recording, whole or a range of it, also while the call goes on: who listens is written down. And its picture. */
export function recordingRoutes(
  recordings: RecordingStore,
  listens: Pick<ListenLog, 'heard'>,
): Pick<Handlers, 'recordingAudio' | 'recordingWaveform'> {
  return {
    async recordingAudio({ params, operator, request, response }) {
      const sound = await recordings.open(params.id);
      const { recordingId: whatId, callId } = sound;
      await sendSound({ ...sound, name: String(whatId) }, request, response, () =>
        listens.heard({ operatorId: operator.id, what: 'recording', whatId, callId }),
      );
      return sent;
    },
    async recordingWaveform({ params, response }) {
      const sound = await recordings.open(params.id);
      response.set('Cache-Control', keptFor(sound)).json(await waveformOf(sound));
      return sent;
    },
  };
}
