import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { companyFile } from '../../config/load-company.ts';
import { inForce } from './in-force.ts';
import { keep, kept } from './kept.ts';
import { understand } from './sources.ts';

vi.mock(import('./sources.ts'), { spy: true });

let home: string;
let settings: { home: string; company: string };
const good = readFileSync(companyFile('750-600'), 'utf8');
const monday = new Date('2026-11-23T08:30:00Z');

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-in-force-'));
  settings = { home, company: path.join(home, 'company.yaml') };
  writeFileSync(settings.company, good);
  mkdirSync(path.join(home, 'prompts'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A start after which calls are taken. */
async function started(now = monday) {
  const { sources } = await inForce(settings);
  return keep(home, sources, now);
}

const write = (text: string) => writeFileSync(settings.company, text);
const ownPrompts = (text: string) => writeFileSync(path.join(home, 'prompts', 'uk.yaml'), text);
function beAFolder(): void {
  rmSync(settings.company);
  mkdirSync(settings.company);
}
const goodbye = async () => (await inForce(settings)).texts.uk.get('goodbye');

test('what is in order is in force, and is kept once', async () => {
  expect(await inForce(settings)).toMatchObject({ fault: null, company: { areaCode: '342' } });
  const first = await started();
  const again = await started(new Date('2026-11-24T08:00:00Z'));
  expect(again).toEqual(first);
  expect(await kept(home)).toEqual(first);
  write(good.replace('areaCode: "342"', 'areaCode: "32"'));
  expect((await started(new Date('2026-11-25T08:00:00Z'))).since).toEqual(new Date('2026-11-25T08:00:00Z'));
});

test('without anything kept, faults are told and nothing is in force', async () => {
  write('name: [');
  await expect(inForce(settings)).rejects.toMatchObject({ code: 'company.invalid' });
  rmSync(settings.company);
  await expect(inForce(settings)).rejects.toMatchObject({ code: 'company.not-found' });
});

test.each<[string, () => void, RegExp]>([
  [
    'faulty',
    () => write(good.replace('queue: dispatcher', 'queue: nobody')),
    /company\.yaml:\d+: hotlines\.0\.menu\.0\.queue: .*“nobody”/,
  ],
  [
    'in another encoding',
    () => writeFileSync(settings.company, Buffer.from([0x23, 0xc4, 0xb3, 0xec])),
    /company\.yaml:1: letters here cannot be read/,
  ],
  ['empty, as a full disk leaves it', () => write(''), /company\.yaml:1: name/],
  [
    'naming an anchor that is not there',
    () => write(good.replace('{ uk: Диспетчери', '{ uk: *Диспетчери')),
    /company\.yaml:\d+: \*Диспетчери stands for nothing/,
  ],
  ['gone', () => rmSync(settings.company), /company\.yaml is not there/],
  ['a folder', () => beAFolder(), /cannot be read \(EISDIR\)/],
  [
    'naming a greeting without text',
    () => write(good.replace('greeting.8800', 'greeting.own')),
    /greeting\.own/,
  ],
  ['beside prompts that are no YAML', () => ownPrompts('goodbye: ['), /uk\.yaml cannot be used/],
  ['beside a prompt that cannot be read', () => ownPrompts('goodbye: "{n, roman}"'), /no style "roman"/],
])('a file that is %s leaves in force what was, and the fault says so', async (_, breakIt, fault) => {
  ownPrompts('goodbye: Бувайте здорові!');
  await started();
  breakIt();
  const now = await inForce(settings);
  expect(now.company.hotlines.map(({ id }) => id)).toEqual(['750-600', '8800']);
  expect(now.texts.uk.get('goodbye')).toBe('Бувайте здорові!');
  expect(now.fault).toMatch(fault);
  expect(now.fault).toContain('What was in force before (since 2026-11-23 08:30 UTC) stays in force.');
  // A start with what was kept changes nothing of it.
  expect((await started(new Date())).since).toEqual(monday);
});

test('a file at which the reading itself fails leaves in force what was, too; with nothing kept it is told', async () => {
  const fails = () =>
    vi.mocked(understand).mockImplementationOnce(() => {
      throw new TypeError('nobody has thought of this');
    });
  fails();
  await expect(inForce(settings)).rejects.toMatchObject({ code: 'in-force.unreadable' });
  await started();
  fails();
  const now = await inForce(settings);
  expect(now.company.areaCode).toBe('342');
  expect(now.fault).toMatch(/could not be read: TypeError: nobody has thought of this[\s\S]*stays in force/);
});

test('mended, the files are in force again, and the prompts that came with them', async () => {
  await started();
  write('');
  ownPrompts('goodbye: Бувайте!');
  expect(await goodbye()).not.toBe('Бувайте!');
  write(good);
  expect(await goodbye()).toBe('Бувайте!');
  expect((await inForce(settings)).fault).toBeNull();
});

test('another company that has faults is named, and so is the one that calls are answered for', async () => {
  await started();
  const other = path.join(home, 'other.yaml');
  writeFileSync(other, 'name: {}');
  const before = settings.company;
  settings.company = other;
  const { fault, sources } = await inForce(settings);
  expect(fault).toMatch(/other\.yaml:1: hotlines/);
  expect(fault).toContain(`HOLOS_COMPANY is now ${other}, and calls are still answered for ${before}`);
  expect(sources.company).toBe(before);
});

test('what was kept and has been damaged, or is refused by now, helps nobody; both faults are told', async () => {
  await started();
  write('');
  const file = path.join(home, 'in-force.json');
  const whole = readFileSync(file, 'utf8');
  for (const damaged of ['', whole.slice(0, 900), whole.replace('areaCode', 'areaCade')]) {
    writeFileSync(file, damaged);
    const refused = inForce(settings);
    await expect(refused).rejects.toMatchObject({ code: 'company.invalid' });
    await expect(refused).rejects.toThrow(/company\.yaml:1: name[\s\S]*in-force\.json is damaged/);
  }
  rmSync(file);
  const sources = { company: 'x', file: 'x.yaml', text: 'name: {}', prompts: {} };
  await keep(home, sources);
  await expect(inForce(settings)).rejects.toThrow(/cannot be used any more:[\s\S]*x\.yaml:1: hotlines/);
});

test('where it cannot be kept, that is told, and what was kept before is still whole', async () => {
  const before = await started();
  write(good.replace('areaCode: "342"', 'areaCode: "32"'));
  mkdirSync(path.join(home, 'in-force.json.new'));
  await expect(started()).rejects.toMatchObject({ code: 'in-force.not-kept' });
  expect(await kept(home)).toEqual(before);
});
