import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { placesIn } from '../../cli/parts/places.ts';
import { livingPid } from '../../cli/parts/processes.ts';
import { readSettings } from '../../config/settings.ts';
import { OwnHome, until } from './own-home.ts';

let own: OwnHome;
let home: string;
const { ports } = readSettings();
beforeEach(() => {
  own = new OwnHome();
  home = own.home;
});
afterEach(() => own.remove());

const start = (...args: string[]) => own.start(args);
const holos = (...args: string[]) => own.holos(...args);
const status = () => own.status();
const pids = () => own.pids();

async function timed<T>(work: Promise<T>): Promise<[T, number]> {
  const began = performance.now();
  return [await work, performance.now() - began];
}

/** It is killed; Asterisk and the database go on meanwhile. */
async function theControllerIsBackByItself(): Promise<void> {
  const places = placesIn(home);
  const servers = () => [places.asteriskPid, places.databasePid].map((file) => livingPid(file, home));
  const before = { controller: livingPid(places.controllerPid, home), servers: servers() };
  process.kill(before.controller ?? 0, 'SIGKILL');
  await until(() => {
    const pid = livingPid(places.controllerPid, home);
    return pid === before.controller ? undefined : pid;
  });
  await until(async () => ((await status()).ready ? true : undefined));
  expect(servers()).toEqual(before.servers);
}

describe('./holos up', () => {
  test('starts everything from nothing; once more it says so; down leaves nothing', async () => {
    const [up, upMs] = await timed(holos('up'));
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

    // What is told of calls is nobody else's.
    const { run, log, controllerLog } = placesIn(home);
    const modes = [run, log, controllerLog].map((place) => statSync(place).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);

    const [again, againMs] = await timed(holos('up'));
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('runs already') });
    // Alone it takes less than a second.
    expect(againMs).toBeLessThan(Math.max(10_000, upMs / 2));

    const other = await holos('demo');
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('./holos down') });

    expect(await holos('down')).toMatchObject({ code: 0 });
    expect(pids()).toEqual([]);
    expect(await status()).toMatchObject({ ready: false });
    expect(await holos('down')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('nothing was running'),
    });

    const [second, secondMs] = await timed(holos('up'));
    expect(second).toMatchObject({ code: 0 });
    // Alone it takes five seconds. Other files take most of the machine meanwhile, and not the same part of it each time.
    expect(secondMs).toBeLessThan(Math.max(10_000, 2 * upMs));
    expect(await status()).toMatchObject({ ready: true });
    await holos('down');
  });

  test('cut off half-way it stops what it had started; two at once: one starts, both say where the desk is, one keeper runs; a controller or a keeper that is killed is replaced, on the same Asterisk and database', async () => {
    const { child, done } = start('up');
    await until(() => livingPid(placesIn(home).keeperPid, home));
    child.kill('SIGINT');
    expect(await done).toMatchObject({ code: 1, stderr: expect.stringContaining('Interrupted') });
    expect(pids()).toEqual([]);

    const both = await Promise.all([holos('up'), holos('up')]);
    for (const one of both) {
      expect(one).toMatchObject({ code: 0, stdout: expect.stringContaining(`:${ports.desk}`) });
    }
    const keepers = pids().filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('keeper.sh'),
    );
    expect(keepers).toHaveLength(1);

    await theControllerIsBackByItself();
    const { keeperPid, asteriskPid } = placesIn(home);
    const asterisk = livingPid(asteriskPid, home);
    process.kill(livingPid(keeperPid, home) ?? 0, 'SIGKILL');
    expect(await holos('up')).toMatchObject({ code: 0 });
    expect(livingPid(keeperPid, home)).toBeDefined();
    expect(livingPid(asteriskPid, home)).toBe(asterisk);
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
});
