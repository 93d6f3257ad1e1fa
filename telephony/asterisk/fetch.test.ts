import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findAsterisk } from './fetch.ts';
import { unpack } from './fetch-apt.ts';

let folder: string;
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'holos-asterisk-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, text = '', mode = 0o644): string {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
  return file;
}

/** A machine whose `asterisk -V` says this, with what a real one has. */
function machineWith(says: string, { modules = true } = {}) {
  const program = put('sbin/asterisk', `#!/bin/sh\necho "${says}"\n`, 0o755);
  const needed = ['res_ari_channels', 'chan_pjsip', 'res_stasis_snoop', 'res_pjsip_transport_websocket'];
  for (const name of modules ? needed : []) put(`lib/x86_64/asterisk/modules/${name}.so`);
  put('share/asterisk/rest-api/resources.json');
  return {
    programs: [path.join(folder, 'sbin/none'), program],
    libraryFolders: [path.join(folder, 'lib')],
    dataFolders: [path.join(folder, 'share')],
  };
}

/** A cache in which an Asterisk was unpacked before. */
function cacheWith(version: string): string {
  const libraries = 'cache/asterisk/root/usr/lib/x86_64-linux-gnu';
  put(`${libraries}/libc.so.6`);
  put(`${libraries}/ld-linux-x86-64.so.2`, `#!/bin/sh\necho "Asterisk ${version}"\n`, 0o755);
  put('cache/asterisk/root/origin', 'a mirror');
  return path.join(folder, 'cache');
}

const find = (cache: string, machine: ReturnType<typeof machineWith>) =>
  findAsterisk(cache, (text) => said.push(text), machine);

describe("the machine's own Asterisk", () => {
  test.each([
    ['Asterisk 20.6.0', '20.6.0'],
    ['Asterisk certified/20.7-cert3', '20.7-cert3'],
    ['Asterisk 22.10.1+dfsg-1', '22.10.1'],
    ['Asterisk GIT-22-a1b2c3', '22-a1b2c3'],
  ])('%s is used, though another was fetched once', async (says, version) => {
    const machine = machineWith(says);
    expect(await find(cacheWith('22.1.0'), machine)).toEqual({
      program: [machine.programs[1]],
      version,
      moduleFolder: path.join(folder, 'lib/x86_64/asterisk/modules'),
      dataFolder: path.join(folder, 'share/asterisk'),
      origin: 'machine',
    });
    expect(said).toEqual([]);
  });

  test('when too old is left alone, and that is said', async () => {
    const found = await find(cacheWith('22.1.0'), machineWith('Asterisk 18.10.0'));
    expect(found).toMatchObject({ version: '22.1.0', origin: 'a mirror' });
    expect(said).toEqual([expect.stringMatching(/own Asterisk is 18\.10\.0, and Holos needs 20 or newer/)]);
  });

  test('without the modules that Holos needs is left alone, and that is said', async () => {
    const found = await find(cacheWith('22.1.0'), machineWith('Asterisk 20.6.0', { modules: false }));
    expect(found).toMatchObject({ version: '22.1.0' });
    expect(said).toEqual([expect.stringMatching(/own Asterisk 20\.6\.0 lacks .*chan_pjsip\.so/)]);
  });
});

test("a package is unpacked as this user's own files, without set-user-id bits", () => {
  mkdirSync(path.join(folder, 'package/DEBIAN'), { recursive: true });
  put('package/DEBIAN/control', 'Package: x\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n');
  execFileSync('chmod', ['4755', put('package/usr/bin/x')]);
  symlinkSync('x', path.join(folder, 'package/usr/bin/link'));
  execFileSync('dpkg-deb', ['-b', path.join(folder, 'package'), path.join(folder, 'x.deb')]);
  const into = path.join(folder, 'root');
  mkdirSync(into);
  const run = (archive: string) => {
    const [program = '', ...args] = unpack(archive, into);
    return execFileSync(program, args, { stdio: 'pipe' });
  };
  run(path.join(folder, 'x.deb'));
  const { mode, uid } = statSync(path.join(into, 'usr/bin/link'));
  expect({ setUserId: mode & 0o4000, uid }).toEqual({ setUserId: 0, uid: process.getuid?.() });
  // One that was cut off is a fault, not half a package.
  expect(() => run(put('half.deb', '!<arch>\n'))).toThrow();
});
