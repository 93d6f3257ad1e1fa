import { loadCompany } from '../../config/load-company.ts';
import { readSettings, type Settings } from '../../config/settings.ts';
import { sentencesOf } from '../../ivr/made-ahead.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { type Say, step } from './steps.ts';

/**
 * Sound takes its time, so in tests prompts are spoken two and a half times as fast as residents hear them, and long ones up to five times.
 * All else is as it is for them; how long prompts take at their own speed is judged by unit tests and `./holos prompts check`.
 */
export const testSpeech = { HOLOS_SPEECH_SPEED: '500' } as const;

/** Makes what every test with calls will hear, once for all of them. */
export async function prepareTestVoice(signal: AbortSignal): Promise<void> {
  await step('voice for the tests', (say) =>
    speakAll(readSettings({ ...process.env, ...testSpeech }), say, signal),
  );
}

async function speakAll(settings: Settings, say: Say, signal: AbortSignal): Promise<string> {
  const companies = await Promise.all(
    ['750-600', '8800'].map((company) => loadCompany({ ...settings, company })),
  );
  const voice = await createVoice({ settings, log: createLog('warn') });
  const { made, total } = await voice.prepare({
    also: companies.flatMap(sentencesOf),
    onProgress: (done, all) => done % 100 === 0 && say(`speaking the prompts, ${done} of ${all}`),
    signal,
  });
  return `${made} of ${total} sentences spoken`;
}
