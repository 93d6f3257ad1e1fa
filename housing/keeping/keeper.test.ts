import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { HolosError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { Keeper } from './keeper.ts';

let home: string;
let away: boolean;
const written: string[] = [];
const late: string[] = [];
const open: Keeper[] = [];

beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'holos-keeper-'));
  away = true;
  written.length = 0;
  late.length = 0;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((keeper) => keeper.close()));
  await rm(home, { recursive: true, force: true });
});

const journal = () => readFile(path.join(home, 'promised.journal'), 'utf8');
const demo = z.strictObject({ what: z.string(), at: z.coerce.date() });
type Demo = z.infer<typeof demo>;
const at = new Date('2026-11-26T10:00:00Z');
const fault = new HolosError('demo.unknown', 'there is no such thing');

async function opened(writes: (one: Demo) => Promise<void> = write, folder = home) {
  const keeper = new Keeper({ home: folder, log: createLog('silent', true) });
  open.push(keeper);
  const keep = keeper.keeps({
    kind: 'demo',
    schema: demo,
    async write(one) {
      await writes(one);
      return one.what.length;
    },
    late: async (one) => {
      await writes(one);
      late.push(`${one.what} ${one.at.toISOString()}`);
    },
  });
  await keeper.open();
  return keep;
}

async function write({ what }: Demo): Promise<void> {
  if (what === 'wrong') throw fault;
  if (away) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
  written.push(what);
}

test('what the database takes is there, and nothing is journalled', async () => {
  away = false;
  const keep = await opened();
  expect(await keep({ what: 'leak', at })).toEqual({ kept: 'database', result: 4 });
  await expect(journal()).rejects.toMatchObject({ code: 'ENOENT' });
});

test('while it is away the journal has it; when it is back it is written late, as it was said, and once', async () => {
  const keep = await opened();
  expect(await keep({ what: 'leak', at })).toEqual({ kept: 'journal' });
  expect(await journal()).toBe(`${JSON.stringify({ kind: 'demo', one: { what: 'leak', at } })}\n`);
  away = false;
  await expect.poll(() => late, { timeout: 5_000 }).toEqual([`leak ${at.toISOString()}`]);
  await expect.poll(() => journal().catch(() => 'gone')).toBe('gone');
  expect(written).toEqual(['leak']);
});

test('a database that is frozen keeps nobody waiting for more than three seconds', async () => {
  const keep = await opened(() => new Promise(() => undefined));
  const began = Date.now();
  expect(await keep({ what: 'leak', at })).toEqual({ kept: 'journal' });
  expect(Date.now() - began).toBeLessThan(3_000);
  // It never answers: what is under way is not waited for.
  open.splice(0);
});

test('what is wrong with the thing itself is told, and is nothing for the journal', async () => {
  const keep = await opened();
  await expect(keep({ what: 'wrong', at })).rejects.toBe(fault);
  await expect(journal()).rejects.toMatchObject({ code: 'ENOENT' });
});

test('where neither the database nor the disk takes it, whoever asked is told', async () => {
  const keep = await opened(write, path.join(home, 'nowhere'));
  await expect(keep({ what: 'leak', at })).rejects.toMatchObject({ code: 'keeping.failed' });
});

test('readings of the journal as it was before are written, too', async () => {
  await writeFile(path.join(home, 'readings.journal'), '{"entry":"a"}\n{"entry":"b"}\nnull\n{"ent');
  const keeper = new Keeper({ home, log: createLog('silent', true) });
  open.push(keeper);
  const readings = async ({ entry }: { entry: string }) => void written.push(entry);
  keeper.keeps({ kind: 'reading', schema: z.strictObject({ entry: z.string() }), write: readings });
  await keeper.open();
  await expect.poll(() => written).toEqual(['a', 'b']);
  await expect(readFile(path.join(home, 'readings.journal'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('what a newer Holos has journalled stays there, and keeps nothing else back', async () => {
  const newer = '{"kind":"wish","one":{"what":"moon"}}\n';
  await writeFile(path.join(home, 'promised.journal'), newer);
  const keep = await opened();
  await keep({ what: 'leak', at });
  away = false;
  await expect.poll(() => written, { timeout: 5_000 }).toEqual(['leak']);
  await expect.poll(journal, { timeout: 5_000 }).toBe(newer);
});

/** Another process: keeps one thing while the database is away, says so, and lives on. */
const another = `
  import { z } from 'zod';
  import { Keeper } from '${path.join(import.meta.dirname, 'keeper.ts')}';
  import { createLog } from '${path.join(import.meta.dirname, '../../log.ts')}';
  const keeper = new Keeper({ home: process.env.HOME_OF_TEST, log: createLog('silent', true) });
  const away = async () => { throw new Error('away'); };
  const keep = keeper.keeps({ kind: 'demo', schema: z.any(), write: away });
  await keeper.open();
  const { kept } = await keep({ what: 'leak', at: '${at.toISOString()}' });
  process.stdout.write(kept);
  setInterval(() => undefined, 1_000);
`;

test('what was promised outlives a controller that is killed, and is written once by the next', async () => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', another];
  const env = { ...process.env, HOME_OF_TEST: home };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  expect(String(said)).toBe('journal');
  child.kill('SIGKILL');
  await once(child, 'close');
  away = false;
  await opened();
  await expect.poll(() => written, { timeout: 5_000 }).toEqual(['leak']);
  await expect.poll(() => journal().catch(() => 'gone')).toBe('gone');
  await opened();
  expect(written).toEqual(['leak']);
});
