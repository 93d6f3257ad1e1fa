import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { project } from './parts/places.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-sh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const holos = path.join(project, 'holos');

function run(command: string, args: string[], env: Record<string, string> = {}, cwd = folder) {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, HOLOS_HOME: '', ...env },
  });
  return { stdout, stderr, status };
}

/** A PATH on which `node` says that it is this version. */
function pathWithNode(version: string): string {
  const bin = path.join(folder, `node-${version}`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, 'node'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
  return `${bin}:/usr/bin:/bin`;
}

describe('./holos', () => {
  test.each(['v18.19.1', 'v20.18.3', 'v21.7.3', 'v22.12.0', 'v23.11.1'])(
    'with Node %s says in one sentence what it needs',
    (version) => {
      const { status, stderr } = run(holos, ['help'], { PATH: pathWithNode(version) });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        new RegExp(
          `^Holos needs Node 20.19, 22.13, 24 or newer, and this is Node ${version.slice(1)}\\. .+\n$`,
        ),
      );
    },
  );

  test.each(['v20.19.0', 'v22.13.0', 'v24.0.0'])('takes Node %s', (version) => {
    expect(run(holos, ['help'], { PATH: pathWithNode(version) }).status).toBe(0);
  });

  test('works from any folder and through a link', () => {
    symlinkSync(holos, path.join(folder, 'link'));
    const { stdout, stderr, status } = run(path.join(folder, 'link'), ['help', 'up']);
    expect(stdout).toContain('Usage: ./holos up');
    // Nor is there a word of a command that could not be built.
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  test('takes a relative HOLOS_HOME from the folder where it was typed', () => {
    const { stderr, status } = run(holos, ['down'], { HOLOS_HOME: 'here' });
    expect({ status, stderr }).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('nothing was running'),
    });
    expect(run('ls', ['here/run']).status).toBe(0);
  });

  test('takes the paths of its arguments from there, too', () => {
    mkdirSync(path.join(folder, 'takes'), { recursive: true });
    const { stderr, status } = run(holos, ['prompts', 'import', 'takes', '--language', 'uk']);
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(path.join(folder, 'takes')),
    });
  });

  test.each(['own.yaml', './own.yaml'])('takes HOLOS_COMPANY=%s from there, too', (company) => {
    const home = path.join(folder, 'home-of-a-company');
    const { stderr, status } = run(holos, ['check'], { HOLOS_HOME: home, HOLOS_COMPANY: company });
    expect(stderr).toContain(`The company file ${path.join(folder, 'own.yaml')} is not there`);
    expect(status).toBe(1);
  });

  test('an unknown command is answered with help, and code 2', () => {
    const { stderr, status } = run(holos, ['upp']);
    expect(stderr).toContain('There is no command upp.');
    expect(stderr).toContain('Usage: ./holos <command>');
    expect(status).toBe(2);
  });

  test('an unknown option is answered with how the command is written, and code 2', () => {
    const { stderr, status } = run(holos, ['status', '--jason']);
    expect(stderr).toContain('Usage: ./holos status [--json]');
    expect(status).toBe(2);
  });

  test('a fault in the settings is told in words, and code 1', () => {
    const { stderr, status } = run(holos, ['status'], { HOLOS_PORT_BASE: 'many' });
    expect(stderr).toMatch(/^The settings have faults:\n {2}HOLOS_PORT_BASE: /);
    expect(status).toBe(1);
  });
});

describe('npm’s packages, once package-lock.json has changed', () => {
  /** A project whose packages stand for an older package-lock.json, with a command that is built and a PATH with this npm. */
  function updated(name: string, npm: string) {
    const place = path.join(folder, name);
    mkdirSync(path.join(place, 'node_modules'), { recursive: true });
    mkdirSync(path.join(place, 'dist/command'), { recursive: true });
    cpSync(holos, path.join(place, 'holos'));
    writeFileSync(path.join(place, 'package.json'), '{}');
    writeFileSync(path.join(place, 'package-lock.json'), '{"packages": {}}');
    writeFileSync(path.join(place, 'node_modules/old.txt'), 'in use');
    writeFileSync(path.join(place, 'node_modules/.holos-lock'), 'of another package-lock.json');
    writeFileSync(path.join(place, 'dist/command/index.mjs'), 'console.log(process.argv[2])');
    const { stdout } = run('sha256sum', ['package.json'], {}, place);
    writeFileSync(path.join(place, 'dist/command/made-from'), stdout);
    const bin = path.join(place, 'bin');
    mkdirSync(bin);
    // As npm does: whatever is in node_modules goes first.
    writeFileSync(path.join(bin, 'npm'), `#!/bin/sh\nrm -rf node_modules\n${npm}\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env.PATH}`, HOLOS_HOME: path.join(place, '.holos') };
    const has = (file: string) => existsSync(path.join(place, 'node_modules', file));
    return { holos: (command: string) => run(path.join(place, 'holos'), [command], env), has };
  }

  test('stay where npm cannot fetch the new ones, and Holos can be looked at and ended with them', () => {
    const { holos, has } = updated('offline', 'exit 1');
    const { stderr, status } = holos('up');
    expect({ stderr, status }).toEqual({
      stderr: expect.stringContaining('The npm packages could not be installed'),
      status: 1,
    });
    expect(has('old.txt')).toBe(true);
    for (const command of ['down', 'status', 'logs'])
      expect(holos(command)).toEqual({ stdout: `${command}\n`, stderr: '', status: 0 });
  });

  test('change places with the old ones when they are whole', () => {
    const { holos, has } = updated('online', 'mkdir node_modules && touch node_modules/new.txt');
    expect(holos('up')).toMatchObject({ stdout: 'up\n', status: 0 });
    expect([has('new.txt'), has('old.txt')]).toEqual([true, false]);
    expect(holos('up')).toEqual({ stdout: 'up\n', stderr: '', status: 0 });
  });
});

test('status of what does not run is false, and still says where it would be', () => {
  const { stdout, status } = run(holos, ['status', '--json'], { HOLOS_HOME: path.join(folder, 'none') });
  expect(JSON.parse(stdout)).toMatchObject({
    ready: false,
    sip: '127.0.0.1:5060',
    desk: 'http://127.0.0.1:5080',
  });
  expect(status).toBe(0);
});
