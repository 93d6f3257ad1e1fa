import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { companyFile, loadCompany, parseCompany } from './load-company.ts';

const good = await readFile(companyFile('750-600'), 'utf8');
const faultsIn = (text: string): string => {
  try {
    parseCompany(text, 'company.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};
const lineWith = (text: string, part: string) =>
  text.split('\n').findIndex((line) => line.includes(part)) + 1;

test.each(['750-600', '8800'])('the company %s that comes with Holos has no fault', async (company) => {
  expect((await loadCompany({ company })).hotlines.length).toBeGreaterThan(0);
});

test('the first company answers both numbers', async () => {
  const { hotlines } = await loadCompany({ company: '750-600' });
  expect(hotlines.flatMap((one) => one.numbers)).toEqual(['750600', '8800']);
});

test('a file that is not there is named', async () => {
  await expect(loadCompany({ company: 'nowhere.yaml' })).rejects.toMatchObject({ code: 'company.missing' });
});

test('a fault of the shape is named with its line', () => {
  const bad = good.replace('from: "09:00"', 'from: "9 o’clock"');
  expect(faultsIn(bad)).toContain(`line ${lineWith(bad, '9 o’clock')}: calling.from: a time of day`);
});

test('all faults of meaning are named at once, each with its line', () => {
  const bad = good
    .replace(
      'key: "0", prompt: menu.operator, queue: dispatcher',
      'key: "7", prompt: menu.operator, flow: emergency-number',
    )
    .replace('executor: emergency-crew, dueHours: 1,', 'executor: nobody, dueHours: 1,')
    .replace('timezone: Europe/Kyiv', 'timezone: Europe/Kiew');
  const faults = faultsIn(bad);
  expect(faults).toContain(`line ${lineWith(bad, 'Kiew')}: timezone`);
  expect(faults).toContain('no key leads to a person');
  expect(faults).toContain('7 stands here for the second time');
  expect(faults).toContain(`line ${lineWith(bad, 'nobody')}: categories.0.executor: there is no nobody`);
});

test('a name missing in a language that is spoken is a fault', () => {
  expect(faultsIn(good.replace('ru: Запах газа, ', ''))).toContain('categories.0.name: no name in ru');
});

test('text that is no YAML is named with its line', () => {
  expect(faultsIn('name: [\n')).toMatch(/line \d+: /);
});
