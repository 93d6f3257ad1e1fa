import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { project } from '../../cli/parts/places.ts';
import { allPids, belongsTo } from '../../cli/parts/processes.ts';
import type { Settings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { testSettings } from '../town/test-settings.ts';

/** A home in which something may not be written, as after a first start by another user. */
const run = promisify(execFile);
let settings: Settings;
let mounted: string;
let remove: () => Promise<void>;

beforeEach(async () => {
  ({ settings, remove } = await testSettings());
});
afterEach(async () => {
  await run('umount', ['--lazy', mounted]);
  await endLeftovers(settings.home);
  await remove();
});

async function readOnly(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,ro', 'holos-test', folder]);
  mounted = folder;
}

async function up(): Promise<{ code: number; stderr: string }> {
  const env = { ...process.env, HOLOS_HOME: settings.home, HOLOS_CACHE: settings.cache };
  try {
    const { stderr } = await run(path.join(project, 'holos'), ['up'], { env });
    return { code: 0, stderr };
  } catch (error) {
    if (codeOf(error) !== 'unknown') throw error;
    return error as { code: number; stderr: string };
  }
}

test.each([
  ['run', 'check that it is in a local folder that this user may write (HOLOS_HOME'],
  ['log', 'may not be used by'],
  ['database', 'may not be used by'],
])('a folder %s that may not be written is told at once, and nothing is left running', async (name, why) => {
  const folder = path.join(settings.home, name);
  await readOnly(folder);
  const { code, stderr } = await up();
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(folder) });
  expect(stderr).toContain(why);
  expect(allPids().filter((pid) => belongsTo(pid, settings.home))).toEqual([]);
});
