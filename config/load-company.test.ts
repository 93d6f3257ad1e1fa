import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { HolosError } from '../errors.ts';
import { companyFile, loadCompany, readCompany } from './load-company.ts';

const flows = [
  'leave-request',
  'readings',
  'debt',
  'certificate',
  'feedback',
  'emergency-number',
  'language',
];

test.each(['750-600', '8800'])('the company %s that comes with Holos is without fault', async (company) => {
  const read = await loadCompany({ company }, { flows });
  for (const hotline of read.hotlines) {
    expect(hotline.menu.find((item) => item.key === '0')?.queue).toBe('dispatcher');
  }
});

test('the company 750-600 answers both 750600 and 8800', async () => {
  const { hotlines } = await loadCompany({ company: '750-600' });
  const reached = (number: string) => hotlines.find((hotline) => hotline.numbers.includes(number))?.id;
  expect([reached('750600'), reached('8800')]).toEqual(['750-600', '8800']);
});

/** The shipped file with pieces replaced, and the faults that are then told. */
async function faultsWith(...changes: [from: string, to: string][]): Promise<string[]> {
  let text = await readFile(companyFile('750-600'), 'utf8');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  try {
    readCompany(text, 'c.yaml', { flows });
    return [];
  } catch (error) {
    if (!(error instanceof HolosError) || error.code !== 'company.invalid') throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

const lineOf = async (piece: string) =>
  (await readFile(companyFile('750-600'), 'utf8')).split('\n').findIndex((line) => line.includes(piece)) + 1;

test('faults of shape are told all at once, each with its line', async () => {
  const faults = await faultsWith(
    ['emergencyNumber: "1580"', 'emergencyNumber: call us'],
    ['dueHours: 48', 'dueHour: 48'],
  );
  expect(faults).toHaveLength(3);
  expect(faults[0]).toMatch(
    new RegExp(`^c.yaml:${await lineOf('emergencyNumber')}: hotlines.0.emergencyNumber`),
  );
  expect(faults.join('\n')).toContain(
    `c.yaml:${await lineOf('dueHours: 48')}: categories.6.dueHour: there is no such setting`,
  );
});

test('a file that is no YAML is told with its line', async () => {
  expect((await faultsWith(['name:', 'name: ['])).join()).toMatch(/^c\.yaml:\d+: /);
  // Told once, though the rest of the file then makes no sense either.
  expect(await faultsWith(['hotlines:\n', 'hotlines:\n\t- id: x\n'])).toEqual([
    `c.yaml:${(await lineOf('hotlines:')) + 1}: Tabs are not allowed as indentation`,
  ]);
  expect(() => readCompany('', 'c.yaml')).toThrow(/c\.yaml:1: name/);
});

test.each<[string, [string, string][], RegExp]>([
  [
    'a menu without a way to a person',
    [['queue: dispatcher', 'flow: language']],
    /menu of 750-600 has no way to a person/,
  ],
  [
    'an unknown queue',
    [['queue: dispatcher', 'queue: dispatchers']],
    /no queue “dispatchers”; there is dispatcher, emergency/,
  ],
  ['an unknown flow', [['flow: emergency-number', 'flow: emergency']], /no flow “emergency”/],
  [
    'an unknown executor',
    [['executor: lifts', 'executor: lift']],
    /categories\.2\.executor: there is no executor “lift”/,
  ],
  ['an unknown hotline', [['hotline: 750-600', 'hotline: 750-601']], /calling\.hotline: there is no hotline/],
  ['a key that stands twice', [['key: "7"', 'key: "0"']], /this key in the menu of 750-600 stands twice: 0/],
  ['a number of two hotlines', [['"8800", ', '"750600", ']], /this number stands twice: 750600/],
  [
    'a name that is missing in a spoken language',
    [['Диспетчери, ru: Диспетчеры', 'Диспетчери']],
    /no name in the language “ru”/,
  ],
  ['an unknown country', [['country: UA', 'country: ua']], /country: a country in two capital letters/],
  ['an unknown time zone', [['Europe/Kyiv', 'Europe/Kyjiv']], /no time zone “Europe\/Kyjiv”/],
  [
    'a timetable that is not there',
    [['    wrapUpSeconds: 20', '    wrapUpSeconds: 20\n    hours: night']],
    /queues\.0\.hours: there is no timetable “night”; there is office/,
  ],
  [
    'a queue on duty that has hours itself',
    [['    wrapUpSeconds: 20', '    wrapUpSeconds: 20\n    hours: office\n    duty: { queue: dispatcher }']],
    /queues\.0\.duty\.queue: dispatcher has hours itself/,
  ],
  [
    'a duty of a queue that is open always',
    [['    wrapUpSeconds: 20', '    wrapUpSeconds: 20\n    duty: { number: "1580" }']],
    /queues\.0\.duty: this queue is open always/,
  ],
  [
    'a kind of incident that cannot be said in a spoken language',
    [['spoken: { uk: перекрито газ, ru: перекрыт газ', 'spoken: { uk: перекрито газ']],
    /incidentKinds\.0\.spoken: there is no name in the language “ru”/,
  ],
  [
    'a flow whose callers would wait in two queues',
    [['flows: [certificate]', 'flows: [readings]']],
    /callers from readings wait in readings already/,
  ],
  [
    'a queue for a flow that is not there',
    [['flows: [certificate]', 'flows: [certificates]']],
    /queues\.4\.flows\.0: there is no flow “certificates”/,
  ],
  [
    'a second queue for emergencies',
    [['flows: [certificate]', 'emergencies: true']],
    /queues\.4\.emergencies: emergencies come to emergency already/,
  ],
  [
    'an overflow into a queue that is not there',
    [['overflow: { queue: dispatcher }', 'overflow: { queue: dispatchers }']],
    /queues\.1\.overflow\.queue: there is no queue “dispatchers”/,
  ],
  [
    'an overflow into itself',
    [['overflow: { queue: dispatcher }', 'overflow: { queue: emergency }']],
    /emergency cannot overflow into itself/,
  ],
  [
    'an overflow that nobody knows when it begins',
    [['    longestWaitSeconds: 180\n', '']],
    /queues\.4\.overflow: longestWaitSeconds and overflow belong together/,
  ],
  [
    'an overflow in two ways',
    [['overflow: { callback: true }', 'overflow: { callback: true, reserves: true }']],
    /queues\.4\.overflow: say one of/,
  ],
  [
    'a skill that is no queue and no language',
    [['operator2: { readings: 3 }', 'operator2: { reading: 3 }']],
    /skills\.operator2\.reading: there is no queue or language “reading”/,
  ],
  [
    'a 0 that is no person',
    [
      [
        '{ key: "0", prompt: menu.operator, queue: dispatcher }',
        '{ key: "0", prompt: menu.debt, flow: debt }',
      ],
    ],
    /hotlines\.0\.menu\.0\.key: 0 is a person everywhere/,
  ],
  [
    'a 9 that is not the language',
    [['key: "7", prompt: menu.emergency', 'key: "9", prompt: menu.emergency']],
    /hotlines\.0\.menu\.6\.key: 9 changes the language everywhere/,
  ],
  ['a choice by *', [['key: "2"', 'key: "*"']], /hotlines\.0\.menu\.2\.key: one key from 0 to 9 \(\*/],
  ['a choice by #', [['key: "2"', 'key: "#"']], /hotlines\.0\.menu\.2\.key: one key from 0 to 9/],
  [
    'an eighth choice of a menu',
    [
      [
        '      - { key: "2", prompt: menu.readings',
        '      - { key: "8", prompt: menu.language, flow: language }\n      - { key: "2", prompt: menu.readings',
      ],
    ],
    /the menu of 750-600 names 8 choices/,
  ],
  [
    'an eighth group of categories',
    [['categoryGroups:', 'categoryGroups:\n  - { id: more, name: { uk: Ще, ru: Ещё, en: More } }']],
    /categoryGroups: a caller would hear 8 choices/,
  ],
  [
    'an eighth category in a group',
    [
      ['executor: heating\n    group: heating', 'executor: heating\n    group: yard'],
      ['executor: heating\n    group: heating', 'executor: heating\n    group: yard'],
    ],
    /the group yard has 8 categories; from 1 to 7 can be said/,
  ],
  [
    'an eighth kind of certificate',
    [
      [
        'certificates:\n  - id: household',
        `certificates:\n${[1, 2, 3, 4].map((n) => `  - { id: c${n}, name: { uk: Д, ru: С, en: C } }\n`).join('')}  - id: household`,
      ],
    ],
    /certificates: at most 7/,
  ],
  [
    'a group that stands twice',
    [['  - id: heating\n    name: { uk: "Опалення"', '  - id: water\n    name: { uk: "Опалення"']],
    /this id in categoryGroups stands twice: water/,
  ],
  [
    'a category beside the groups that is called like one of them',
    [
      [
        '- id: other\n    name: { uk: Інше, ru: Другое, en: Other }\n    executor: subscribers\n    group: office\n',
        '- id: office\n    name: { uk: Інше, ru: Другое, en: Other }\n    executor: subscribers\n',
      ],
    ],
    /categories\.28\.id: office is a group, too/,
  ],
  [
    'a service that stands twice',
    [['- id: waste', '- id: water']],
    /billing\.services\.3\.id: this id in services stands twice: water/,
  ],
  [
    'a language that stands twice',
    [['languages: [uk, ru, en]', 'languages: [uk, uk]']],
    /hotlines\.0\.languages\.1: this language of 750-600 stands twice: uk/,
  ],
  [
    'a disposition whose key is another one’s',
    [['- { id: advice, key: "2"', '- { id: advice, key: "1"']],
    /dispositions\.1\.key: this key in dispositions stands twice: 1/,
  ],
  [
    'a disposition without a key from 1 to 9',
    [['advice, key: "2"', 'advice, key: "0"']],
    /one key from 1 to 9/,
  ],
  [
    'a disposition that says there is none',
    [['id: advice', 'id: none']],
    /dispositions\.1\.id: this word is for/,
  ],
  ['a disposition without a name in a language', [['ru: Консультация, ', '']], /in the language “ru”/],
  [
    'a tenth disposition',
    [['dispositions:\n', 'dispositions:\n  - { id: more, key: "9", name: { uk: Ще, ru: Ещё, en: More } }\n']],
    /dispositions: at most 9/,
  ],
  [
    'a number that is written as one',
    [['"8800",', '8800,']],
    /numbers\.0: a text belongs here: put it in quotes, "8800"$/,
  ],
  [
    'a word for a number',
    [['offerSeconds: 20', 'offerSeconds: twenty']],
    /offerSeconds: a number belongs here$/,
  ],
  [
    'one who would be called back over and over',
    [['    wrapUpSeconds: 20', '    wrapUpSeconds: 20\n    callAgainSeconds: 10']],
    /queues\.0\.callAgainSeconds: at least 30, not 10$/,
  ],
  ['too small a number', [['offerSeconds: 20', 'offerSeconds: -20']], /offerSeconds: at least 5, not -20$/],
  [
    'an id that the database does not take',
    [['id: advice', `id: ${'a'.repeat(41)}`]],
    /dispositions\.1\.id: at most 40 characters$/,
  ],
  [
    'a language that is not spoken',
    [['[uk, ru, en]', '[uk, pl]']],
    /languages\.1: one of uk, ru, en belongs here$/,
  ],
  [
    'a holiday the wrong way round',
    [['"12-25"', '"25-12"']],
    /holidays\.8: a date such as 2027-05-03, or a day such as 12-25$/,
  ],
  ['what is missing', [['    emergencyNumber: "1580"\n', '']], /0\.emergencyNumber: is missing: a text$/],
  ['hours that end before they begin', [['to: "20:00"', 'to: "08:00"']], /08:00 is not later than 09:00/],
])('%s is told', async (_, changes, fault) => {
  const faults = await faultsWith(...changes);
  expect(faults.join('\n')).toMatch(fault);
  expect(faults[0]).toMatch(/^c\.yaml:[1-9]\d*: /);
});

test('more than seven categories without groups are told at their line', async () => {
  const text = await readFile(companyFile('750-600'), 'utf8');
  const groups = text.slice(text.indexOf('categoryGroups:'), text.indexOf('categories:'));
  const flat = text.replace(groups, '').replaceAll(/^ {4}group: .*\n/gm, '');
  const line = flat.split('\n').indexOf('categories:') + 2;
  expect(() => readCompany(flat, 'c.yaml', { flows })).toThrow(
    `c.yaml:${line}: categories: a caller would hear 29 categories one after the other; with more than 7 they need categoryGroups`,
  );
});

test('a menu that offers certificates, where there are none to order, is told', async () => {
  const text = await readFile(companyFile('750-600'), 'utf8');
  const without = text.slice(0, text.indexOf('\ncertificates:'));
  expect(() => readCompany(without, 'c.yaml', { flows })).toThrow(
    /c\.yaml:\d+: hotlines\.0\.menu\.4\.flow: there are no certificates to order/,
  );
});

test('a file that is not there is told with what to do', async () => {
  await expect(loadCompany({ company: 'nowhere' })).rejects.toMatchObject({ code: 'company.not-found' });
});
