import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { placesIn, project } from '../../cli/parts/places.ts';
import { allPids, belongsTo, livingPid } from '../../cli/parts/processes.ts';
import { readSettings } from '../../config/settings.ts';

let folder: string;
let home: string;
const { ports } = readSettings();

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holos-up-'));
  home = path.join(folder, 'home');
});

afterEach(async () => {
  await endLeftovers(home);
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

function start(...args: string[]): { child: ChildProcess; done: Promise<Outcome> } {
  const child = spawn(path.join(project, 'holos'), args, {
    cwd: folder,
    env: { ...process.env, HOLOS_HOME: home, HOLOS_CACHE: readSettings().cache },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.on('data', (text) => {
    outcome.stdout += text;
  });
  child.stderr.on('data', (text) => {
    outcome.stderr += text;
  });
  const done = once(child, 'close').then(([code]) => ({ ...outcome, code }));
  return { child, done };
}

const holos = (...args: string[]) => start(...args).done;
const status = async () => JSON.parse((await holos('status', '--json')).stdout);
const pids = () => allPids().filter((pid) => belongsTo(pid, home));

/** What becomes of processes that are nobody's children can only be looked at. */
async function until<T>(look: () => T | undefined | Promise<T | undefined>, limitMs = 20_000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`It did not come within ${limitMs} ms.`);
    await pause(50);
  }
}

describe('./holos up', () => {
  test('starts everything from nothing; once more it says so; down leaves nothing', async () => {
    const up = await holos('up');
    expect(up).toMatchObject({ code: 0 });
    expect(up.stdout).toContain(`http://127.0.0.1:${ports.desk}`);
    // The password itself is for whoever may read the file, not for a terminal or a log.
    const file = path.join(home, 'first-login.json');
    expect(up.stdout).toContain(`stand in ${file}.`);
    expect(up.stdout).not.toContain(JSON.parse(readFileSync(file, 'utf8'))[0].password);
    expect(await status()).toMatchObject({
      ready: true,
      desk: `http://127.0.0.1:${ports.desk}`,
      sip: `127.0.0.1:${ports.sip}`,
      database: expect.stringMatching(/^mysql:\/\//),
    });

    const started = performance.now();
    const again = await holos('up');
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('runs already') });
    expect(performance.now() - started).toBeLessThan(5000);

    const other = await holos('demo');
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('./holos down') });

    expect(await holos('down')).toMatchObject({ code: 0 });
    expect(pids()).toEqual([]);
    expect(await status()).toMatchObject({ ready: false });
    expect(await holos('down')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing was running'),
    });
  });

  test('two at once: one starts, both say where the desk is, one keeper runs', async () => {
    const both = await Promise.all([holos('up'), holos('up')]);
    for (const one of both) {
      expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining(`:${ports.desk}`) });
    }
    const keepers = pids().filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('keeper.sh'),
    );
    expect(keepers).toHaveLength(1);
    await holos('down');
    expect(pids()).toEqual([]);
  });

  test('a controller that is killed is back by itself, on the same Asterisk and database', async () => {
    await holos('up');
    const places = placesIn(home);
    const before = {
      controller: livingPid(places.controllerPid, home),
      asterisk: livingPid(places.asteriskPid, home),
      database: livingPid(places.databasePid, home),
    };
    process.kill(before.controller ?? 0, 'SIGKILL');
    const controller = await until(() => {
      const pid = livingPid(places.controllerPid, home);
      return pid === before.controller ? undefined : pid;
    });
    expect(controller).not.toBe(before.controller);
    await until(async () => ((await status()).ready ? true : undefined));
    expect(livingPid(places.asteriskPid, home)).toBe(before.asterisk);
    expect(livingPid(places.databasePid, home)).toBe(before.database);
    await holos('down');
    expect(pids()).toEqual([]);
  });

  test('a keeper that is killed is replaced by the next up, and calls are taken all along', async () => {
    await holos('up');
    const places = placesIn(home);
    const asterisk = livingPid(places.asteriskPid, home);
    process.kill(livingPid(places.keeperPid, home) ?? 0, 'SIGKILL');
    expect(await holos('up')).toMatchObject({ code: 0 });
    expect(livingPid(places.keeperPid, home)).toBeDefined();
    expect(livingPid(places.asteriskPid, home)).toBe(asterisk);
    await holos('down');
    expect(pids()).toEqual([]);
  });

  test.each([
    ['desk', ports.desk],
    ["Asterisk's HTTP", ports.http],
    ['database', ports.database],
  ])('with the port of the %s taken, says so and leaves nothing running', async (_what, port) => {
    const other = net.createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const up = await holos('up');
    expect(up).toMatchObject({ code: 1, stderr: expect.stringMatching(new RegExp(`\\b${port}\\b.* taken`)) });
    expect(up.stderr).toContain('HOLOS_PORT_BASE');
    expect(pids()).toEqual([]);
    other.close();
  });

  test('cut off half-way it stops what it had started, and goes on the next time', async () => {
    const { child, done } = start('up');
    await until(() => livingPid(placesIn(home).keeperPid, home));
    child.kill('SIGINT');
    expect(await done).toMatchObject({ code: 1, stderr: expect.stringContaining('Interrupted') });
    expect(pids()).toEqual([]);
    expect(await holos('up')).toMatchObject({ code: 0 });
    await holos('down');
  });
});
