import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { companyFile, companyWarnings } from '../config/load-company.ts';
import { insertAnnouncement } from '../db/queries/announcements.ts';
import { testDatabase } from '../db/testing.ts';
import { check } from './check.ts';

let home: string;
let told: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-check-'));
  vi.stubEnv('HOLOS_HOME', home);
  told = '';
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => {
      told += `${line}\n`;
    });
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

test.each(['750-600', '8800'])('the company %s that comes with Holos is in order', async (company) => {
  vi.stubEnv('HOLOS_COMPANY', company);
  expect(await check.run([])).toBe(0);
  expect(told).toBe(`The settings, the company file ${company} and the prompts are in order.\n`);
});

test('what was hardly meant is told as a warning, with its line, and is no fault', async () => {
  const file = path.join(home, 'company.yaml');
  const shipped = readFileSync(companyFile('750-600'), 'utf8');
  const text = shipped
    .replaceAll('languages: [uk, ru, en]', 'languages: [uk, ru]')
    .replace('flows: [certificate]', 'flows: [certificate, language]')
    .replace(/^skills:\n/m, '  - id: lawyers\n    name: { uk: Юристи, ru: Юристы, en: Lawyers }\nskills:\n');
  writeFileSync(file, text);
  const lineOf = (part: string) => text.split('\n').findIndex((line) => line.includes(part)) + 1;
  vi.stubEnv('HOLOS_COMPANY', file);
  expect(await check.run([])).toBe(0);
  expect(told.split('\n')).toEqual([
    `Warning: ${file}:${lineOf('certificate, language')}: queues.4.flows.1: no menu offers language: nobody comes here by it`,
    `Warning: ${file}:${lineOf('id: lawyers')}: queues.5.id: nothing leads to lawyers: no menu, no flow, no duty, no overflow; callers come here only by somebody’s hand`,
    `Warning: ${file}:${lineOf('operator3:')}: skills.operator3.en: no hotline speaks en: no caller will ever need it`,
    `The settings, the company file ${file} and the prompts are in order.`,
    '',
  ]);
});

test('a queue into which another one overflows, or that is on duty for it, is led to', async () => {
  const text = readFileSync(companyFile('750-600'), 'utf8');
  const without = text.replace('flows: [certificate]', 'flows: []');
  const [warning] = companyWarnings(without, 'c.yaml');
  expect(warning).toMatch(/^c\.yaml:\d+: queues\.4\.id: nothing leads to certificates/);
  const overflows = without.replace('overflow: { reserves: true }', 'overflow: { queue: certificates }');
  expect(companyWarnings(overflows, 'c.yaml')).toEqual([]);
});

test('a day that is free by one entry and has hours by another is told', async () => {
  const text = readFileSync(companyFile('750-600'), 'utf8').replace(
    /^holidays:/m,
    '    exceptions:\n      - { date: "2026-12-30" }\n      - { date: "2026-12-30", hours: [{ from: "09:00", to: "12:00" }] }\n      - { date: "2026-12-31" }\nholidays:',
  );
  const line = text.split('\n').findIndex((one) => one.includes('2026-12-30')) + 1;
  expect(companyWarnings(text, 'c.yaml')).toEqual([
    `c.yaml:${line}: timetables.0.exceptions.0: 2026-12-30 has hours in another entry: the day is not free`,
  ]);
});

test('skills of a login that nobody has are told where it is known who may log in', async () => {
  const text = readFileSync(companyFile('750-600'), 'utf8');
  expect(companyWarnings(text, 'c.yaml', ['operator1', 'Operator2', 'head'])).toEqual([
    expect.stringMatching(/^c\.yaml:\d+: skills\.operator2: nobody has this login$/),
    expect.stringMatching(/^c\.yaml:\d+: skills\.operator3: nobody has this login$/),
  ]);
});

test('announcements and breakdowns that callers do not hear, since what they name has gone, are told where the database runs', async () => {
  const { db, url, close } = await testDatabase();
  onTestFinished(close);
  const now = Date.now();
  const times = {
    beginsAt: new Date(now - 1),
    endsAt: new Date(now + 60_000),
    setAt: new Date(now),
    setBy: null,
  };
  const set = (hotline: string, prompt: string | null, texts = {}) =>
    insertAnnouncement(db, { hotline, prompt, texts, ...times });
  const renamed = await set('750-601', null, { uk: 'Увага' });
  const gone = await set('8800', 'announcement.own');
  const asked = await set('8800', 'queue.position');
  await set('8800', 'goodbye');
  const open = async (kind: string, closed: Date | null = null) => {
    const row = { kind, since: new Date(now), comment: '', opened_at: new Date(now), closed_at: closed };
    const [id] = await db('incidents').insert(row);
    return id;
  };
  await open('no-heating');
  await open('no-ice', new Date(now));
  const incident = await open('no-steam');
  vi.stubEnv('HOLOS_DATABASE_URL', url);
  expect(await check.run([])).toBe(0);
  expect(told.split('\n').filter((line) => line.includes('do not hear'))).toEqual(
    [
      `announcement ${asked}, which was set at the desk: the prompt “queue.position” cannot be said by itself any more (uk, ru, en)`,
      `announcement ${gone}, which was set at the desk: the prompt “announcement.own” cannot be said by itself any more (uk, ru, en)`,
      `announcement ${renamed}, which was set at the desk: there is no hotline “750-601” any more`,
      `incident ${incident}, which was set at the desk: there is no kind of incident “no-steam” any more`,
    ].map((unheard) => `Warning: callers do not hear ${unheard}`),
  );
}, 60_000);

test('faults of the company file and of the prompts are told together', async () => {
  const file = path.join(home, 'company.yaml');
  writeFileSync(file, 'name: { uk: Дім }\n');
  vi.stubEnv('HOLOS_COMPANY', file);
  mkdirSync(path.join(home, 'prompts'));
  writeFileSync(path.join(home, 'prompts', 'uk.yaml'), 'goodbye: Дзвоніть 15 80\n');
  expect(await check.run([])).toBe(1);
  expect(told).toContain('company.yaml:1: hotlines');
  expect(told).toContain('goodbye: has a numeral in it');
});

test('files in another encoding are told with the line and the encoding that is wanted: callers would hear no names', async () => {
  const file = path.join(home, 'company.yaml');
  // As Windows-1251 has them.
  const name = Buffer.from([0xc4, 0xb3, 0xec]);
  writeFileSync(file, Buffer.concat([Buffer.from('# 1\nname: { uk: '), name, Buffer.from(' }\n')]));
  vi.stubEnv('HOLOS_COMPANY', file);
  mkdirSync(path.join(home, 'prompts'));
  writeFileSync(path.join(home, 'prompts', 'uk.yaml'), Buffer.concat([Buffer.from('goodbye: '), name]));
  expect(await check.run([])).toBe(1);
  expect(told).toContain(`${file}:2: letters here cannot be read: save the file in the encoding UTF-8`);
  expect(told).toContain('uk.yaml cannot be used: line 1: letters here cannot be read');
});

test('a company file that is not there is told, with what to do', async () => {
  mkdirSync(path.join(home, 'prompts'));
  vi.stubEnv('HOLOS_COMPANY', path.join(home, 'none.yaml'));
  expect(await check.run([])).toBe(1);
  expect(told).toContain('none.yaml is not there');
});

test('commands of the settings that a start could not use are told', async () => {
  vi.stubEnv('HOLOS_SPEECH_COMMAND', 'speak "so');
  vi.stubEnv('HOLOS_SMS_COMMAND', "send 'it");
  expect(await check.run([])).toBe(1);
  expect(told).toContain('HOLOS_SPEECH_COMMAND cannot be used: a quote is not closed');
  expect(told).toContain('HOLOS_SMS_COMMAND cannot be used: a quote is not closed');
});
