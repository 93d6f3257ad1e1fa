import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { attemptsOf } from '../../db/queries/attempts.ts';
import { findOperatorByLogin } from '../../db/queries/operators.ts';
import { createDialer } from '../../dialer/create-dialer.ts';
import type { Dialer } from '../../dialer/dialer.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { companyCalling } from '../town/calling-company.ts';
import { startWorld, type World } from '../town/world.ts';

/** Automatic calls by a clock of our own: the world's own dialer never calls, and this one has the hours of the company file. */
let world: World;
let dialer: Dialer;
let createdBy: number;
/** How often the dialer has looked at the clock: each look may lead to a call. */
let looks = 0;
let clock = at('2026-11-20T08:59:59.999');
beforeAll(async () => {
  world = await startWorld({ company: await companyCalling({ days: '[]' }), seed: 'none' });
  createdBy = (await findOperatorByLogin(world.db, 'supervisor'))?.id ?? 0;
  const { node, bus, company, db } = world.holos;
  const log = createLog('warn');
  dialer = createDialer({
    ...{ node, bus, db, log },
    live: new Map(),
    company: { ...company, calling: { ...company.calling, days: [1, 2, 3, 4, 5, 6], tries: 1 } },
    speaker: await createVoice({ settings: world.settings, log }),
    recordings: world.settings.home,
    normalise: (number) => number,
    endpointFor: (number) => `PJSIP/${number}@carrier`,
    languageOf: async () => null,
    now: () => {
      looks++;
      return clock;
    },
  });
});
afterAll(async () => {
  await dialer.stop({ everything: true });
  await world.stop();
});

function at(local: string): Date {
  return DateTime.fromISO(local, { zone: 'Europe/Kyiv' }).toJSDate();
}

/** Somebody whose telephone is busy, on a list that is called from now on. */
async function listed(number: string) {
  const resident = world.town.resident(number);
  resident.isBusy();
  const campaign = { name: 'Hours', question: 'survey.question', numbers: [number], createdBy };
  const { id } = await dialer.create({ ...campaign, role: 'supervisor' });
  // What waits is due by the wall clock: it has to be so by ours, too.
  await world
    .db('attempts')
    .where({ campaign_id: id })
    .update({ not_before: at('2026-11-01T00:00') });
  await dialer.start(id);
  return { id, resident };
}

async function lookedTwice(): Promise<void> {
  const before = looks;
  await expect.poll(() => looks, { timeout: 10_000 }).toBeGreaterThan(before + 1);
}

test('outside the hours nobody is called; at the opening all who wait are', async () => {
  const { id, resident } = await listed('+380671003001');
  for (const closed of ['2026-11-20T08:59:59.999', '2026-11-22T12:00']) {
    clock = at(closed);
    await lookedTwice();
    expect(resident.received).toEqual([]);
    expect(await attemptsOf(world.db, id)).toMatchObject([{ state: 'waiting', callId: null }]);
  }
  clock = at('2026-11-23T09:00');
  await resident.isCalled();
  await expect.poll(() => attemptsOf(world.db, id)).toMatchObject([{ state: 'done', outcome: 'busy' }]);
  expect(resident.received).toHaveLength(1);
}, 60_000);
