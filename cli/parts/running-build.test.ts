import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashOf } from './build-once.ts';
import { placesIn, project } from './places.ts';
import { runsOlderBuild } from './running-build.ts';

let home: string;
beforeEach(() => {
  mkdirSync(path.join(project, '.holos'), { recursive: true });
  home = mkdtempSync(path.join(project, '.holos/of-a-test-'));
  mkdirSync(placesIn(home).run);
  writeFileSync(path.join(home, 'source.ts'), 'one');
  const source = path.relative(project, path.join(home, 'source.ts'));
  writeFileSync(path.join(home, 'made-from'), `${hashOf(Buffer.from('one'))}  ${source}\n`);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('a controller is of an older build as soon as a source of it has changed', async () => {
  expect(runsOlderBuild(home)).toBe(false);
  // As keeper.sh runs: what it starts again and again is its last word.
  const script = path.relative(project, path.join(home, 'main.mjs'));
  const words = ['-c', 'read -r line', 'keeper', project, home, script];
  const keeper = spawn('sh', words, { stdio: ['pipe', 'ignore', 'ignore'] });
  await once(keeper, 'spawn');
  writeFileSync(placesIn(home).keeperPid, `${keeper.pid}\n`);
  expect(runsOlderBuild(home)).toBe(false);
  writeFileSync(path.join(home, 'source.ts'), 'another');
  expect(runsOlderBuild(home)).toBe(true);
  keeper.kill();
  await once(keeper, 'exit');
});
