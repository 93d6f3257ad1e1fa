import { expect, test } from 'vitest';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { feedback } from './feedback.ts';
import { mainMenu } from './main-menu.ts';

test('who has nothing to add and presses # during the words hears neither them nor a signal', async () => {
  const { call, said } = fakeCall();
  call.note('feedback.entry', 'one');
  call.note('feedback.score', 5);
  call.keys.press('#');
  expect(await feedback(call, {} as IvrServices)).toBe(mainMenu);
  expect(said).toEqual([sentence('feedback.thanks')]);
});

test.each([
  ['0', 'person'],
  ['9', 'language'],
])('%s before the signal leads where it always does', async (key, to) => {
  const { call } = fakeCall();
  call.detours = true;
  call.note('feedback.entry', 'one');
  call.note('feedback.score', 5);
  call.keys.press(key);
  await expect(feedback(call, {} as IvrServices)).rejects.toMatchObject({ to });
});
