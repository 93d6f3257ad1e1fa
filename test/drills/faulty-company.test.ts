import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { placesIn, project } from '../../cli/parts/places.ts';
import { livingPid } from '../../cli/parts/processes.ts';
import { isReady } from '../../cli/parts/readiness.ts';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { companyFile } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';

/** Somebody edits the company file and makes a mistake; then the machine does what machines do. */
let settings: Settings;
let town: Town;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const made = await testSettings({ demo: false });
  settings = { ...made.settings, company: path.join(made.settings.home, 'company.yaml') };
  stops.push(made.remove, () => endLeftovers(settings.home));
  await write(await shipped());
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

async function holos(command: string, ...args: string[]): Promise<Outcome> {
  const { home, cache, company } = settings;
  const env = { ...process.env, HOLOS_HOME: home, HOLOS_CACHE: cache, HOLOS_COMPANY: company };
  try {
    const done = await promisify(execFile)(path.join(project, 'holos'), [command, ...args], { env });
    return { code: 0, ...done };
  } catch (error) {
    // A command that could not start at all is no outcome.
    if (codeOf(error) !== 'unknown') throw error;
    return error as Outcome;
  }
}

async function killTheController(): Promise<void> {
  const { home } = settings;
  const pid = livingPid(placesIn(home).controllerPid, home) ?? 0;
  process.kill(pid, 'SIGKILL');
  const now = () => livingPid(placesIn(home).controllerPid, home) ?? pid;
  await expect.poll(now, { timeout: 20_000, interval: 100 }).not.toBe(pid);
  await expect.poll(() => isReady(settings), { timeout: 40_000, interval: 100 }).toBe(true);
}

let callers = 3001;
async function hearsTheMenu(): Promise<void> {
  const call = await town.resident(`+38067111${callers++}`).calls('750600');
  await call.hears('greeting.750-600');
  await call.hears('language.choose', { key: 1 });
  await call.presses('1');
  await call.hears('menu.operator', { key: '0' });
  await call.hears('menu.request', { key: '1' });
  await call.hangsUp();
}

const status = async () => JSON.parse((await holos('status', '--json')).stdout);

test('a faulty file and a controller that is killed: the hotline answers with the menu that was in force', async () => {
  await hearsTheMenu();
  const { company: before } = await status();
  expect(before).toMatchObject({ name: settings.company, fault: null });

  await write(await faulty());
  await killTheController();
  await hearsTheMenu();

  const now = await status();
  expect(now).toMatchObject({ ready: true, company: { ...before, fault: expect.any(String) } });
  expect(now.faults.join('\n')).toMatch(/company\.yaml:\d+: .*“dispatchers”[\s\S]*stays in force/);
  expect((await holos('status')).stdout).toMatch(/its files have faults now[\s\S]*Wrong: The company file/);
  const log = await readFile(placesIn(settings.home).controllerLog, 'utf8');
  expect(log).toContain('what the company’s files say now is not in force');

  // Who looks after it by hand is told with lines, and calls are taken: that is what up is for.
  const up = await holos('up');
  expect(up).toMatchObject({ code: 0, stderr: expect.stringContaining('stays in force') });
  expect(up.stderr).toMatch(/company\.yaml:\d+: /);
  expect(await holos('reload')).toMatchObject({ code: 1, stderr: expect.stringContaining('“dispatchers”') });
});

test('all of it stopped and started with the faulty file: the same; mended and read anew, the file is in force', async () => {
  await write(await faulty());
  expect(await holos('down')).toMatchObject({ code: 0 });
  const up = await holos('up');
  expect(up).toMatchObject({ code: 0, stderr: expect.stringContaining('stays in force') });
  await hearsTheMenu();

  await write(await shipped());
  expect(await holos('reload')).toMatchObject({ code: 0 });
  expect(await status()).toMatchObject({ ready: true, faults: [], company: { fault: null } });
  expect(await holos('down')).toMatchObject({ code: 0 });
});
