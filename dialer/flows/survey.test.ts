import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import type { Flow } from '../../telephony/call/runner.ts';
import { askedIn, mostOften, saidAtEach } from '../../test/fakes/asked-in.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import { type SurveyServices, survey } from './survey.ts';

/** The control call from its first word to its last. */
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A resident who does one thing after the other, each when it is his turn, and then nothing any more. */
async function surveyed(done: readonly string[]) {
  const one = fakeCall();
  const answers: number[] = [];
  const services: SurveyServices = {
    company: 'Служба',
    question: 'survey.question',
    answered: () => answers[0] ?? null,
    refused: () => false,
    record: async (answer) => void answers.push(answer),
    refuseForGood: async () => void answers.push(9),
  };
  const conversation = async (call: Call) => {
    let next: Flow<SurveyServices> | undefined = survey;
    while (next) next = await next(call, services);
  };
  await askedIn(one, conversation, done);
  return { one, answers, last: one.said.at(-1) };
}

const deeds = ['', '', '1', '5', '6', '8', '9', '0', '#', '12#'];
/** What leads to the second sentence of each kind, which few happen upon. */
const straight = [
  ['8', '8', '8'],
  ['', ''],
  ['8', ''],
  ['', '8', '8'],
  ['0', '#', '6'],
];

test('nobody hears a sentence three times', async () => {
  const history = fc.array(fc.constantFrom(...deeds), { maxLength: 12 });
  const asked = new Set<string>();
  await fc.assert(
    fc.asyncProperty(history, async (done) => {
      const { one } = await surveyed(done);
      for (const { name } of one.asked) asked.add(name);
      for (const [times, said] of saidAtEach(one).map(mostOften)) expect(times, said).toBeLessThan(3);
    }),
    { numRuns: 300, examples: straight.map((done) => [done]) },
  );
  expect([...asked].sort()).toEqual(questions());
});

/** The names of all questions that the flows of this folder ask. */
function questions(): string[] {
  const sources = readdirSync(import.meta.dirname)
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'));
  const names = sources.flatMap((text) =>
    [...text.matchAll(/\bname: '([a-z.-]+)'/g)].map(([, name]) => name),
  );
  return names.filter((name) => name !== undefined).sort();
}

test('who is called hears who calls, and that the call is recorded, before he is asked anything', async () => {
  const { one } = await surveyed(['4']);
  const greeting = sentence(['survey.greeting', { company: 'Служба' }]);
  expect(one.said.slice(0, 2)).toEqual([greeting, sentence('notice.recorded')]);
  expect(one.asked).toMatchObject([{ name: 'survey', saidBefore: 2 }]);
});

test('who presses nothing is told so, and not that there is a menu', async () => {
  const { one } = await surveyed(['', '4']);
  expect(one.said).toContain(sentence('survey.silence'));
  expect(one.said).not.toContain(sentence('silence.first'));
});

test.each([
  [['4'], [4], 'survey.thanks'],
  [['8', '4'], [4], 'survey.thanks'],
  [['', '9'], [9], 'survey.refused'],
  [['', ''], [], 'survey.goodbye'],
  [['8', '8', '8'], [], 'survey.goodbye'],
])('after %j there is %j, and it ends with %s', async (done, expected, end) => {
  const { answers, last } = await surveyed(done);
  expect(answers).toEqual(expected);
  expect(last).toBe(sentence(end));
});
