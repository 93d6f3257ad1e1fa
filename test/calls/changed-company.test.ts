import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { type Holos, startHolos } from '../../compose.ts';
import { companyFile } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { promiseCallback } from '../../db/queries/callbacks.ts';
import { keepPlace } from '../../db/queries/kept-places.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { QueuedCall } from '../../events.ts';
import { createLog } from '../../log.ts';
import { setOperatorPhone } from '../../telephony/asterisk/operator-phone.ts';
import { placeOf } from '../../telephony/asterisk/place.ts';
import { runningAsterisk } from '../../telephony/asterisk/process.ts';
import type { TownCall } from '../town/call.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';
import { stepsOfLast } from './goes-to.ts';

/** A controller that starts with another company file or other settings, while Asterisk and a call stay. */
let settings: Settings;
let holos: Holos;
let town: Town;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const { settings: made, remove } = await testSettings();
  settings = { ...made, company: path.join(made.home, 'company.yaml') };
  stops.push(remove);
  await answers(['750600', '0342750600']);
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

type Change = [from: RegExp, to: string];

/** Writes the company file: the one that comes with Holos, with these numbers for its first hotline, and other changes. */
async function answers(numbers: string[], ...others: Change[]): Promise<void> {
  await changeCompany([/numbers: \["750600".*\]/, `numbers: ${JSON.stringify(numbers)}`], ...others);
}

async function changeCompany(...changes: Change[]): Promise<void> {
  let text = await readFile(companyFile('750-600'), 'utf8');
  for (const [from, to] of changes) {
    expect(text).toMatch(from);
    text = text.replace(from, to);
  }
  await writeFile(settings.company, text);
}

/** The first hotline has another name, and the queue for certificates is no more. */
const otherNames: Change[] = [
  [/ {2}- id: 750-600\n/, '  - id: city\n'],
  [/ {2}hotline: 750-600\n/, '  hotline: city\n'],
  [/ {2}- id: certificates\n(.+\n)*/, ''],
  [/certificates: 3, /, ''],
];

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

/** Waits for a certificate, where nobody is. */
async function waitsInCertificates(): Promise<TownCall> {
  const number = '+380671113004';
  await rememberLanguage(holos.db, number, 'uk');
  const caller = await town.resident(number).calls('750600');
  onTestFinished(() => caller.hangsUp());
  await caller.hears('greeting.750-600');
  await caller.presses('4');
  await caller.hears('certificate.which', {}, { limitMs: 20_000 });
  await caller.presses('0');
  await caller.hears('queue.none', {}, { limitMs: 20_000 });
  await caller.presses('0');
  await caller.hears('queue.wait.first', {}, { limitMs: 20_000 });
  return caller;
}

/** Somebody who came before him is to be called back from there. */
async function isToBeCalledBack(number: string, waitingSince: Date): Promise<void> {
  const promise = { callId: 'n1-earlier', number, hotline: '750-600', why: 'kept-place' };
  const { id } = await promiseCallback(holos.db, { ...promise, promisedAt: waitingSince });
  await keepPlace(holos.db, id, { language: 'uk', queue: 'certificates', waitingSince });
}

/** Who stands in a queue, by number, once the line has moved. */
async function standsIn(queue: string, moves: () => Promise<unknown>): Promise<(string | undefined)[]> {
  const told = new Promise<QueuedCall[]>((resolve) => {
    const stop = holos.bus.on('queue', (one) => {
      if (one.queue !== queue) return;
      stop();
      resolve(one.waiting);
    });
  });
  await moves();
  return (await told).map(({ callback }) => callback?.number);
}

test('a number that is added is answered and one that is taken away is not; who is in a hotline or a queue that is no more goes on in another one', async () => {
  expect(await refusedWith('750601')).toBe(404);
  const [caller, waits] = await Promise.all([isInTheMenu(), waitsInCertificates()]);
  const keeps = '+380671113005';
  await isToBeCalledBack(keeps, new Date(Date.now() - 600_000));
  await answers(['750600', '750601'], ...otherNames);
  await restartController();
  // Somebody is before him now, whose place is kept there, too.
  await Promise.all([isStillInTheMenu(caller), waits.hears('queue.position', { position: 2 })]);
  expect(await standsIn('dispatcher', () => waits.hangsUp())).toEqual([keeps]);
  const steps = await stepsOfLast({ db: holos.db }, '+380671113004');
  const [before, after] = steps.filter(({ kind }) => kind === 'waiting');
  expect(steps.filter(({ kind }) => kind === 'queue-gone')).toMatchObject([
    { queue: 'certificates', instead: 'dispatcher' },
  ]);
  expect(before).toMatchObject({ queue: 'certificates' });
  expect(after).toMatchObject({ queue: 'dispatcher', sinceMs: before?.at.getTime() });
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
  await changeCompany([/languages: \[uk, ru, en\]/, 'languages: [uk]']);
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
  await restartController();
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
