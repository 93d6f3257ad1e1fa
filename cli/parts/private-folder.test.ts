import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makePrivateFolder } from './private-folder.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-private-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const modeOf = (...names: string[]) => statSync(path.join(folder, ...names)).mode & 0o777;

test('nobody else looks into what is made, or was there; the folder above is as this user makes folders', () => {
  mkdirSync(path.join(folder, 'usual'));
  makePrivateFolder(path.join(folder, 'home', 'log'));
  expect([modeOf('home', 'log'), modeOf('home')]).toEqual([0o700, modeOf('usual')]);
  mkdirSync(path.join(folder, 'home', 'run'), { mode: 0o755 });
  makePrivateFolder(path.join(folder, 'home', 'run'));
  expect(modeOf('home', 'run')).toBe(0o700);
});
