import { expect, test } from 'vitest';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import { isToSpeak } from './before-signal.ts';
import { Detour } from './detour.ts';

/** What comes of these keys, pressed before the words of a message are over, and what is heard then. */
async function pressing(keys: string) {
  const { call, said } = fakeCall();
  call.detours = true;
  for (const key of keys) call.keys.press(key);
  const speaks = await isToSpeak(call, ['words']).catch((error) => {
    if (error instanceof Detour) return error.to;
    throw error;
  });
  return [speaks, said.length, call.keys.any];
}

test.each([
  ['', true, 1],
  ['#', false, 0],
  ['0', 'person', 0],
  ['9', 'language', 0],
  ['*', true, 1],
  ['5', true, 0],
  ['50', 'person', 0],
  ['**', true, 1],
])('before the signal "%s" counts', async (keys, speaks, times) => {
  expect(await pressing(keys)).toEqual([speaks, times, false]);
});

test('who ends a message before its signal has left one without a voice, and is not led back by pressing twice', async () => {
  const { call, said } = fakeCall();
  call.detours = true;
  call.keys.press('#');
  call.keys.press('#');
  const asked = { name: 'm', prompts: ['words'], longestMs: 1_000 };
  const message = await call.record({ ...asked, ifLeft: async () => undefined });
  expect(message).toMatchObject({ durationMs: 0, voicedMs: 0 });
  await call.say('thanks');
  expect(said).toEqual([sentence('thanks')]);
});
