import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stepsOf } from '../../../db/queries/call-events.ts';
import { unfinishedCalls } from '../../../db/queries/calls.ts';
import { unfinishedRecordings } from '../../../db/queries/recordings.ts';
import { OneDesk } from '../one-desk.ts';

/** Asterisk and MariaDB are killed with -9 in the middle of calls; the controller starts them again. */
let at: OneDesk;
beforeAll(async () => {
  at = await OneDesk.start();
});
afterAll(() => at?.stop());
afterEach(() => at.clear());

describe('Asterisk is killed', () => {
  test('while a caller is in the menu, and another talks to an operator: both calls are over, the operator is free again, nothing goes on, and the next caller is served', async () => {
    await at.holos.takesCalls();
    await at.wantsCalls();
    const number = at.stranger();
    const call = await at.inTheMenu(number);
    await call.presses('0');
    await expect.poll(() => at.desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
    const inTheMenu = at.stranger();
    await at.inTheMenu(inTheMenu);
    at.holos.kill('asterisk');
    await expect
      .poll(async () => (await at.latest(inTheMenu))?.reason, { timeout: 30_000 })
      .toBe('asterisk-lost');
    await expect
      .poll(() => at.latest(number), { timeout: 30_000 })
      .toMatchObject({
        result: 'talked',
        reason: 'asterisk-lost',
        endedAt: expect.any(Date),
      });
    await expect.poll(() => at.desk.state.call, { timeout: 5_000 }).toBeNull();
    expect(at.desk.state.me.state).toBe('wrap-up');
    await at.holos.takesCalls();
    expect(await unfinishedCalls(at.db, at.settings.node)).toEqual([]);
    expect(await at.holos.inAsterisk('bridges')).toEqual([]);
    await expect.poll(() => unfinishedRecordings(at.db, at.settings.node), { timeout: 10_000 }).toEqual([]);

    await at.desk.wrapsUp();
    await at.wantsCalls();
    const next = at.stranger();
    const other = await at.inTheMenu(next);
    await other.presses('0');
    await expect.poll(() => at.desk.state.call?.number, { timeout: 20_000 }).toBe(next);
    await expect.poll(() => at.desk.state.call?.stage, { timeout: 20_000 }).toBe('talking');
  }, 180_000);
});

describe('MariaDB is killed', () => {
  test('the caller notices nothing, and every step is written when it is back', async () => {
    await at.holos.takesCalls();
    const number = at.stranger();
    const call = await at.inTheMenu(number);
    at.holos.kill('database');
    await call.presses('7');
    await call.hears('emergency.number', { number: '1580' });
    await call.hangsUp();
    await expect
      .poll(async () => (await at.latest(number).catch(() => undefined))?.endedAt, { timeout: 30_000 })
      .toBeTruthy();
    const steps = await stepsOf(at.db, (await at.latest(number))?.id ?? '');
    expect(
      steps.filter((step) => step.kind === 'flow').map((step) => step.kind === 'flow' && step.flow),
    ).toContain('emergencyNumber');
  });
});
