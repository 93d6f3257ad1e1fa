import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Step } from '../events.ts';
import { logOptions } from '../log.ts';
import { stepStore } from '../telephony/call/step-store.ts';
import { Backlog } from './backlog.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let world: TestDatabase;
beforeAll(async () => {
  world = await testDatabase();
}, 60_000);
afterAll(() => world.close());

const arrived = (callId: string, hotline = '8800'): Step => ({
  ...{ kind: 'arrived', hotline, number: '+380501112233', direction: 'in', callId },
  at: new Date('2026-11-20T09:00:00Z'),
});

/** Everything is written, or given up: what the log tells of it. */
async function logged(steps: Step[], showPersons: boolean): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  const write = (chunk: Buffer, _: string, done: () => void) => {
    lines.push(JSON.parse(String(chunk)));
    done();
  };
  const { append } = stepStore(world.db, 'n1');
  const log = pino(logOptions('info', showPersons), new Writable({ write }));
  const backlog = new Backlog<Step>({ append, of: 'steps of calls', log, retryMs: 1 });
  for (const step of steps) backlog.add(step);
  await backlog.close();
  return lines;
}

test('what the database can never take is set aside and told, and all others are written', async () => {
  const steps = Array.from({ length: 7 }, (_, n) => arrived(`c${n}`));
  const tooLong = [2, 5].map((n) => arrived(`long${n}`, 'h'.repeat(41)));
  steps.splice(2, 0, ...tooLong);
  const told = await logged(steps, true);
  expect(await world.db('calls').orderBy('id').pluck('id')).toEqual([
    'c0',
    'c1',
    'c2',
    'c3',
    'c4',
    'c5',
    'c6',
  ]);
  const row = { hotline: 'h'.repeat(41), number: '+380501112233' };
  expect(told).toMatchObject(
    ['long2', 'long5'].map((callId) => ({ callId, person: row, level: 50, msg: 'can never be written' })),
  );
});

test('whose it is stays out of the log where that is to name nobody', async () => {
  const told = await logged([arrived('long', 'h'.repeat(41))], false);
  expect(told).toMatchObject([{ callId: 'long', err: { code: 'ER_DATA_TOO_LONG' } }]);
  expect(JSON.stringify(told)).not.toContain('+380501112233');
});

test('whoever asks whether what was said until now is written waits for nothing that is said after it', async () => {
  const written: string[] = [];
  const of = 'steps of calls';
  const log = pino({ level: 'silent' });
  const step = (n: number) => arrived(`busy${n}`);
  let come = 0;
  let goesOn = true;
  const backlog: Backlog<Step> = new Backlog<Step>({
    // On a busy floor something happens during each write, and the first of all is refused.
    async append(some) {
      if (goesOn) backlog.add(step(++come));
      if (some[0]?.callId === 'busy0') throw Object.assign(new Error('too long'), { sqlState: '22001' });
      written.push(...some.map(({ callId }) => callId));
    },
    ...{ of, log, retryMs: 1 },
  });
  backlog.add(step(0));
  await backlog.written();
  expect(written).toEqual([]);
  await backlog.written();
  expect(written).toEqual(['busy1']);
  goesOn = false;
  await backlog.close();
  await backlog.written();
});
