import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { type Holos, startHolos } from '../../compose.ts';
import type { Settings } from '../../config/settings.ts';
import { createLog } from '../../log.ts';
import { createPromptLibrary } from '../../speech/prompt-library.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';

/** Prompts recorded while Holos runs, played by a real Asterisk: whole, and in pieces with a recorded word. */
let settings: Settings;
let holos: Holos;
let town: Town;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const { settings: made, remove } = await testSettings();
  settings = made;
  stops.push(remove);
  holos = await startHolos(settings, createLog('warn'));
  stops.push(() => holos.stop({ everything: true }));
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

test('recordings are heard by the next caller, mixed within a sentence, too', async () => {
  const voice = await createVoice({ settings, log: createLog('warn') });
  const library = createPromptLibrary({ voice, settings });
  const synthesised = await voice.say('language.choose', 'uk', { key: 1 });
  // Somebody else's voice, by whom the town can tell recordings from synthesis.
  const recorded = async (name: string, says: string) => {
    const file = path.join(settings.home, 'take.wav');
    execFileSync('espeak-ng', ['-v', 'en+f3', '-p', '70', '-w', file, says]);
    await library.take('uk', name, file);
  };
  await recorded('greeting.750-600', 'good afternoon, this is somebody else speaking to all of you');
  await recorded('language.choose.1', 'to go on in this language that I speak, please press');
  await recorded('words/один', 'one');
  const [mixed] = await voice.say('language.choose', 'uk', { key: 1 });
  expect(mixed?.path).not.toBe(synthesised[0]?.path);

  town = await startTown({
    place: townPlace(settings, { sipPort: settings.ports.sip }),
    repertoire: await repertoireOf(settings),
  });
  stops.push(() => town.stop());
  const call = await town.resident('+380671113101').calls('750600');
  await call.heardWhole('greeting.750-600');
  await call.heardWhole('notice.recorded');
  await call.heardWhole('language.choose', { key: 1 });
  await call.hangsUp();
});
