import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { type Holos, startHolos } from '../../compose.ts';
import { companyFile } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { createLog } from '../../log.ts';
import { setOperatorPhone } from '../../telephony/asterisk/operator-phone.ts';
import { placeOf } from '../../telephony/asterisk/place.ts';
import { runningAsterisk } from '../../telephony/asterisk/process.ts';
import type { TownCall } from '../town/call.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';

/** A controller that starts with another company file or other settings, while Asterisk and a call stay. */
let settings: Settings;
let holos: Holos;
let town: Town;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const { settings: made, remove } = await testSettings();
  settings = { ...made, company: path.join(made.home, 'company.yaml') };
  stops.push(remove);
  await answers('750600', '0342750600');
  holos = await startHolos(settings, createLog('warn'));
  stops.push(() => holos.stop({ everything: true }));
  town = await startTown({
    place: townPlace(settings, { sipPort: settings.ports.sip }),
    repertoire: await repertoireOf(settings),
  });
  stops.push(() => town.stop());
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

/** Writes the company file: the one that comes with Holos, with these numbers for its first hotline. */
async function answers(...numbers: string[]): Promise<void> {
  await changeCompany(/numbers: \["750600".*\]/, `numbers: ${JSON.stringify(numbers)}`);
}

async function changeCompany(from: RegExp, to: string): Promise<void> {
  const text = await readFile(companyFile('750-600'), 'utf8');
  expect(text).toMatch(from);
  await writeFile(settings.company, text.replace(from, to));
}

/** As the keeper does: the controller goes, and another comes that takes up what runs. */
async function restartController(changes: Partial<Settings> = {}): Promise<void> {
  const before = await runningAsterisk(placeOf(settings));
  await holos.stop();
  settings = { ...settings, ...changes };
  holos = await startHolos(settings, createLog('warn'));
  expect(await runningAsterisk(placeOf(settings))).toBe(before);
}

/** Somebody who has just come to the menu: for the time of a restart nobody leads him on. */
async function isInTheMenu(): Promise<TownCall> {
  const number = '+380671113001';
  await rememberLanguage(holos.db, number, 'uk');
  const caller = await town.resident(number).calls('750600');
  onTestFinished(() => caller.hangsUp());
  await caller.hears('menu.operator', { key: '0' });
  return caller;
}

/** Who was in the menu before still is: hears that there was an interruption, and the menu again. */
async function isStillInTheMenu(caller: TownCall): Promise<void> {
  await caller.hears('interrupted');
  await caller.hears('menu.operator', { key: '0' });
}

async function call(number: string): Promise<TownCall> {
  return town.resident('+380671113002').calls(number);
}

const refusedWith = async (number: string) => (await (await call(number)).ended()).sipStatus;

test('a number that is added is answered and one that is taken away is not, and the call that was there goes on', async () => {
  expect(await refusedWith('750601')).toBe(404);
  await answers('750600', '750601');
  const caller = await isInTheMenu();
  await restartController();
  await isStillInTheMenu(caller);
  const added = await call('750601');
  await added.hears('greeting.750-600');
  await added.hangsUp();
  expect(await refusedWith('0342750600')).toBe(404);
});

test('who chose a language that the hotline does not speak any more is spoken to in one that it speaks', async () => {
  const number = '+380671113003';
  await rememberLanguage(holos.db, number, 'ru');
  const before = await town.resident(number, 'ru').calls('750600');
  await before.hears('menu.operator', { key: '0' });
  await before.hangsUp();
  await changeCompany(/languages: \[uk, ru, en\]/, 'languages: [uk]');
  const caller = await isInTheMenu();
  await restartController();
  await isStillInTheMenu(caller);
  const call = await town.resident(number).calls('750600', { language: 'uk' });
  await call.hears('notice.recorded');
  await call.hears('menu.operator', { key: '0' });
  await call.hangsUp();
});

test('what has not changed is not read again', async () => {
  const note = path.join(placeOf(settings).run, 'loaded.json');
  const before = await readFile(note, 'utf8');
  const caller = await isInTheMenu();
  await restartController();
  await isStillInTheMenu(caller);
  expect(await readFile(note, 'utf8')).toBe(before);
});

test('another carrier is known, the former is not any more; phones stay, and so does the call', async () => {
  const phone = { name: 'operator-9', password: 'a phone of somebody', kind: 'sip' } as const;
  await setOperatorPhone(holos.node, phone);
  const caller = await isInTheMenu();
  await restartController({ carrier: { address: '127.0.0.9', port: settings.carrier.port } });
  await isStillInTheMenu(caller);
  expect(await refusedWith('750601')).toBe(401);
  const there = { tech: 'PJSIP', resource: phone.name };
  expect(await holos.node.ari('endpoints', 'get', there)).toMatchObject({ resource: phone.name });
});
