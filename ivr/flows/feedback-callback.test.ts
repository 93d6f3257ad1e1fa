import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askedIn } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { feedback } from './feedback.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const company = {
  ...{ country: 'UA', areaCode: '342', executors: [], hotlines: [] },
  outgoing: { foreign: [], premium: [] },
};

/** What is said to one who has given this score and a comment, and presses this then; and what he is promised. */
async function scored(score: number, done: readonly string[]) {
  const one = fakeCall();
  one.call.note('feedback.entry', 'one');
  one.call.note('feedback.score', score);
  one.call.note('feedback.comment', true);
  const promise = vi.fn(async (_: object) => undefined);
  const services = { company, callbacks: { promise } } as unknown as IvrServices;
  await askedIn(one, (call) => feedback(call, services), done);
  return { said: one.said, promised: promise.mock.calls.flat() };
}

const offer = sentence(['feedback.callback', { key: '1' }]);
const thanks = sentence('feedback.thanks');

test('who has given one or two is called back by a supervisor where he wants it', async () => {
  const wanted = [{ number: '+380501112233', hotline: '750-600', why: 'feedback' }];
  for (const score of [1, 2]) {
    const { said, promised } = await scored(score, ['1']);
    expect(said).toEqual([offer, sentence('feedback.callback.promised'), thanks]);
    expect(promised).toMatchObject(wanted);
  }
});

test('who does not want it is called by nobody, and who has given more is not asked', async () => {
  expect(await scored(2, ['2'])).toEqual({ said: [offer, thanks], promised: [] });
  expect(await scored(3, [])).toEqual({ said: [thanks], promised: [] });
});
