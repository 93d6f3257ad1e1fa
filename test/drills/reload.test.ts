import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { placesIn, project } from '../../cli/parts/places.ts';
import { livingPid } from '../../cli/parts/processes.ts';
import { companyFile } from '../../config/load-company.ts';
import { readSettings } from '../../config/settings.ts';

/** `./holos reload`, on everything as it really runs. */
let folder: string;
let home: string;
let company: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'holos-reload-'));
  home = path.join(folder, 'home');
  company = path.join(folder, 'company.yaml');
  await writeCompany('"750600"');
});
afterAll(async () => {
  await endLeftovers(home);
  await rm(folder, { recursive: true, force: true });
});

async function writeCompany(numbers: string): Promise<void> {
  const text = await readFile(companyFile('750-600'), 'utf8');
  await writeFile(company, text.replace(/numbers: \["750600".*\]/, `numbers: [${numbers}]`));
}

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** In a terminal where nothing is set but the home. */
async function elsewhere(args: string[], set: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const usual = { HOLOS_HOME: home, HOLOS_CACHE: readSettings().cache };
  try {
    const env = { ...process.env, ...usual, ...set };
    const { stdout, stderr } = await promisify(execFile)(path.join(project, 'holos'), args, { env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Outcome;
  }
}

const holos = (command: string, named = company) => elsewhere([command], { HOLOS_COMPANY: named });

function pids() {
  const places = placesIn(home);
  const [controller, asterisk, database] = [places.controllerPid, places.asteriskPid, places.databasePid].map(
    (file) => livingPid(file, home),
  );
  return { controller, servers: { asterisk, database } };
}

test('reads the company file anew when it is in order, and otherwise touches nothing', async () => {
  expect(await holos('reload')).toMatchObject({ code: 1, stderr: expect.stringContaining('./holos up') });
  expect(await holos('up')).toMatchObject({ code: 0 });
  const before = pids();

  await writeCompany('"not a number"');
  expect(await holos('reload')).toMatchObject({ code: 1, stderr: expect.stringContaining('company.yaml:') });
  expect(await elsewhere(['reload'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('company.yaml:'),
  });
  expect(pids()).toEqual(before);

  await writeCompany('"750600", "750601"');
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
  const log = await readFile(placesIn(home).controllerLog, 'utf8');
  const read = log.split('\n').find((line) => line.includes('has read its new configuration'));
  expect(JSON.parse(read ?? '{}')).toMatchObject({ files: ['extensions.conf'] });

  // Another company is not for a reload: what runs has its settings from the first start.
  const another = `HOLOS_COMPANY is 8800, but Holos runs with ${company}`;
  expect(await holos('reload', '8800')).toMatchObject({ code: 1, stderr: expect.stringContaining(another) });
  expect(await holos('up', '8800')).toMatchObject({ code: 0, stderr: expect.stringContaining(another) });
  expect(await holos('down')).toMatchObject({ code: 0 });
});
