import { expect, test } from 'vitest';
import { z } from 'zod';
import { holidaysSchema, queueHours } from './company/hours.ts';
import { skillsSchema } from './company/queues.ts';
import { inWords } from './in-words.ts';
import { YamlText } from './yaml-text.ts';

const schema = z.strictObject({
  ...{ emergencyNumber: z.string().optional(), duty: queueHours.duty },
  ...{ skills: skillsSchema, holidays: holidaysSchema, seconds: z.number().min(5).optional() },
});

/** The faults of a piece of a company file. */
function faultsIn(text: string): string[] {
  const written = new YamlText(text);
  const { error } = schema.safeParse(written.values);
  return (error?.issues ?? [])
    .flatMap((issue) => inWords(issue, (where) => written.at(where)))
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test.each<[string, string[]]>([
  // As it is written: 0342501580 in quotes is another number than 342501580.
  ['emergencyNumber: 0342501580', ['emergencyNumber: a text belongs here: put it in quotes, "0342501580"']],
  ['emergencyNumber: yes', []],
  ['emergencyNumber: True', ['emergencyNumber: a text belongs here: put it in quotes, "True"']],
  ['seconds: 0x3', ['seconds: at least 5, not 0x3']],
  // Of several ways the one whose settings are named.
  ['duty: { number: 0342501580 }', ['duty.number: a text belongs here: put it in quotes, "0342501580"']],
  ['duty: { queue: Dispatcher }', ['duty.queue: small letters, digits and hyphens']],
  ['duty: {}', ['duty: queue: is missing: a text, or number: is missing: a text']],
  [
    'duty: { queue: a, number: "1580" }',
    ['duty: number: there is no such setting, or queue: there is no such setting'],
  ],
  ['duty: 1580', ['duty: a group of settings, each as `name: value` belongs here, not 1580']],
  ['holidays: ["25-12"]', ['holidays.0: a date such as 2027-05-03, or a day such as 12-25']],
  // What is wrong with a name.
  [
    'skills: { operator2: { Readings: 3 } }',
    ['skills.operator2.Readings: small letters, digits and hyphens'],
  ],
  ['skills: { operator2: { readings: 4 } }', ['skills.operator2.readings: at most 3, not 4']],
])('%s', (text, told) => {
  expect(faultsIn(text)).toEqual(told);
});
