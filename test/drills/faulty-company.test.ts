import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { placesIn, project } from '../../cli/parts/places.ts';
import { livingPid } from '../../cli/parts/processes.ts';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { companyFile } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';

/** Somebody edits the company file and makes a mistake, and mends it: what is in force meanwhile, on everything as it really runs. */
let settings: Settings;
let town: Town;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const made = await testSettings({ demo: false });
  settings = { ...made.settings, company: path.join(made.settings.home, 'company.yaml') };
  stops.push(made.remove, () => endLeftovers(settings.home));
  await write(await shipped());
  expect(await holos('reload')).toMatchObject({ code: 1, stderr: expect.stringContaining('./holos up') });
  expect(await holos('up')).toMatchObject({ code: 0 });
  // Not in the home: ./holos down would end it, too.
  const folder = await mkdtemp(path.join(os.tmpdir(), 'holos-faulty-town-'));
  stops.push(() => rm(folder, { recursive: true, force: true }));
  town = await startTown({
    place: townPlace(settings, { folder, sipPort: settings.ports.sip }),
    repertoire: await repertoireOf(settings),
  });
  stops.push(() => town.stop());
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const shipped = () => readFile(companyFile('750-600'), 'utf8');
const write = (text: string) => writeFile(settings.company, text);
/** A letter too many. */
const faulty = async () => (await shipped()).replace('queue: dispatcher', 'queue: dispatchers');

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** In a terminal where nothing is set but the home. */
async function elsewhere(args: string[], set: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const { home, cache } = settings;
  const env = { ...process.env, HOLOS_HOME: home, HOLOS_CACHE: cache, ...set };
  try {
    const done = await promisify(execFile)(path.join(project, 'holos'), args, { env });
    return { code: 0, ...done };
  } catch (error) {
    // A command that could not start at all is no outcome.
    if (codeOf(error) !== 'unknown') throw error;
    return error as Outcome;
  }
}

const holos = (...args: string[]) => elsewhere(args, { HOLOS_COMPANY: settings.company });
const log = () => readFile(placesIn(settings.home).controllerLog, 'utf8');

let callers = 3001;
async function hearsTheMenu(hotline = '750600'): Promise<void> {
  const call = await town.resident(`+38067111${callers++}`).calls(hotline);
  await call.hears('greeting.750-600');
  await call.hears('language.choose', { key: 1 });
  await call.presses('1');
  await call.hears('menu.operator', { key: '0' });
  await call.hears('menu.request', { key: '1' });
  await call.hangsUp();
}

const status = async () => JSON.parse((await holos('status', '--json')).stdout);

function pids() {
  const { controllerPid, asteriskPid, databasePid } = placesIn(settings.home);
  const [controller, asterisk, database] = [controllerPid, asteriskPid, databasePid].map((file) =>
    livingPid(file, settings.home),
  );
  return { controller, servers: { asterisk, database } };
}

test('a faulty file is not read anew; all of it stopped and started with it, the hotline answers with the menu that was in force', async () => {
  const { company: before } = await status();
  expect(before).toMatchObject({ name: settings.company, fault: null });
  const running = pids();
  await write(await faulty());
  // Also in a terminal where nothing is set but the home.
  for (const set of [{ HOLOS_COMPANY: settings.company }, {}])
    expect(await elsewhere(['reload'], set)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/company\.yaml:\d+: .*“dispatchers”/),
    });
  expect(pids()).toEqual(running);

  expect(await holos('down')).toMatchObject({ code: 0 });
  // Who looks after it by hand is told with lines, and calls are taken: that is what up is for.
  const up = await holos('up');
  expect(up).toMatchObject({ code: 0, stderr: expect.stringContaining('stays in force') });
  expect(up.stderr).toMatch(/company\.yaml:\d+: /);
  await hearsTheMenu();
  const now = await status();
  expect(now).toMatchObject({ ready: true, company: { ...before, fault: expect.any(String) } });
  expect(now.faults.join('\n')).toMatch(/company\.yaml:\d+: .*“dispatchers”[\s\S]*stays in force/);
  expect((await holos('status')).stdout).toMatch(/its files have faults now[\s\S]*Wrong: The company file/);
  expect(await log()).toContain('what the company’s files say now is not in force');
  // Once more it says so, and nothing is started.
  const again = pids();
  expect(await holos('up')).toMatchObject({ code: 0, stderr: expect.stringContaining('stays in force') });
  expect(pids()).toEqual(again);
});

test('mended, it is read anew, whatever the terminal says, and calls go by it; another company is not for a reload', async () => {
  await write((await shipped()).replace(/numbers: \["750600".*\]/, 'numbers: ["750600", "750601"]'));
  const before = pids();
  // What was told to `up` counts, not what this terminal says.
  const moved = { HOLOS_PORT_BASE: '21000' };
  const { stdout } = await elsewhere(['status', '--json'], moved);
  expect(JSON.parse(stdout)).toMatchObject({ ready: true });
  expect(await elsewhere(['people'], moved)).toMatchObject({ code: 0 });
  expect(await elsewhere(['reload'], moved)).toMatchObject({ code: 0 });
  const after = pids();
  expect(after.servers).toEqual(before.servers);
  expect(after.controller).not.toBe(before.controller);
  expect(after.controller).toBeDefined();
  const read = (await log()).split('\n').find((line) => line.includes('has read its new configuration'));
  expect(JSON.parse(read ?? '{}')).toMatchObject({ files: ['extensions.conf'] });
  expect(await status()).toMatchObject({ ready: true, faults: [], company: { fault: null } });
  await hearsTheMenu('750601');

  // What runs has its settings from the first start.
  const another = `HOLOS_COMPANY is 8800, but Holos runs with ${settings.company}`;
  for (const [command, code] of [
    ['reload', 1],
    ['up', 0],
  ] as const)
    expect(await elsewhere([command], { HOLOS_COMPANY: '8800' })).toMatchObject({
      code,
      stderr: expect.stringContaining(another),
    });
  expect(await holos('down')).toMatchObject({ code: 0 });
});
