import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Company } from '../config/company.ts';
import { attemptDialled, attemptsOf, attemptTalking, refuseForGood } from '../db/queries/attempts.ts';
import { insertCampaign, setCampaignState } from '../db/queries/campaigns.ts';
import { AriError } from '../telephony/asterisk/link-errors.ts';
import type { AsteriskNode } from '../telephony/asterisk/node.ts';
import { company, type DialerStage, dialerStage } from '../test/fakes/dialer-stage.ts';
import { fakeCall, sentence } from '../test/fakes/fake-call.ts';
import type { DialerParts } from './create-dialer.ts';
import { NobodyToCall } from './dialer.ts';

/** What becomes of attempts when something of ours fails or stands in the way. */
let stage: DialerStage;
beforeAll(async () => {
  stage = await dialerStage();
});
afterAll(() => stage.close());

test('an attempt that could not even be begun waits again, and is told of as waiting', async () => {
  const number = '+380990008001';
  let asked = () => {};
  const begun = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { dialer, told } = stage.dialerWith({
    languageOf: async () => {
      asked();
      throw new Error('the database is away');
    },
  });
  const id = await stage.started(dialer, number);
  await begun;
  expect(await stage.settled(id)).toMatchObject([{ state: 'waiting', callId: null, try: 1 }]);
  await expect.poll(() => told).toContain(`${number} waiting`);
  await dialer.stop();
});

test('an attempt whose campaign cannot be read waits again', async () => {
  const { dialer } = stage.dialerWith();
  const ofCampaign = /left join \(select `campaign_id`/;
  let failures = 0;
  const fail = ({ sql }: { sql: string }) => {
    // The first is the list's own, at its start.
    if (ofCampaign.test(sql) && claimed() && failures++ === 0) throw new Error('the connection was lost');
  };
  let updates = 0;
  const claimed = () => updates > 0;
  const count = ({ sql }: { sql: string }) => {
    if (/^update `attempts` set `state` = \?, `claimed_by`/.test(sql)) updates++;
  };
  stage.db.on('query', count).on('query', fail);
  const id = await stage.started(dialer, '+380990008002');
  await expect.poll(() => failures, { timeout: 10_000 }).toBeGreaterThan(0);
  expect(await stage.settled(id)).toMatchObject([{ state: 'waiting', callId: null }]);
  stage.db.off('query', count).off('query', fail);
  await dialer.stop();
});

test('an attempt that Asterisk did not take is done, and another takes its place a minute later', async () => {
  const { dialer } = stage.dialerWith();
  const id = await stage.started(dialer, '+380990008003');
  await expect.poll(async () => (await attemptsOf(stage.db, id)).length, { timeout: 10_000 }).toBe(2);
  expect(await stage.settled(id)).toMatchObject([
    { state: 'done', outcome: 'failed', callId: expect.stringMatching(/^n1-out-/), try: 1 },
    { state: 'waiting', callId: null, try: 2 },
  ]);
  await dialer.stop();
});

test('a telephone that rang while Asterisk was lost is rung again a minute later: the try was not the resident’s', async () => {
  let linkIsBack = () => {};
  const node = {
    ...{ name: 'n1', state: 'up', onSubject: () => () => undefined },
    onState: (listener: (state: 'up') => void) => {
      linkIsBack = () => listener('up');
      return () => undefined;
    },
    async ari(_: string, operation: string) {
      if (operation === 'get') throw new AriError('ari.not-found', 'no such channel', 404);
      if (operation === 'originateWithId') queueMicrotask(() => linkIsBack());
    },
  } as unknown as AsteriskNode;
  const { dialer } = stage.dialerWith({ node });
  const id = await stage.started(dialer, '+380990008007');
  await expect.poll(async () => (await attemptsOf(stage.db, id)).length, { timeout: 10_000 }).toBe(2);
  expect(await stage.settled(id)).toMatchObject([
    { state: 'done', outcome: 'failed' },
    { state: 'waiting', callId: null },
  ]);
  await dialer.stop();
});

test('what is broken off while the database is away is written when it is back', async () => {
  let away = 0;
  const fail = ({ sql }: { sql: string }) => {
    if (/^update `attempts` set `state` = \?, `outcome`/.test(sql) && away++ === 0) throw new Error('away');
  };
  stage.db.on('query', fail);
  const { dialer } = stage.dialerWith();
  const id = await stage.started(dialer, '+380990008004');
  await expect.poll(async () => (await attemptsOf(stage.db, id)).length, { timeout: 10_000 }).toBe(2);
  expect(await stage.settled(id)).toMatchObject([{ outcome: 'failed' }, { state: 'waiting' }]);
  expect(away).toBeGreaterThan(1);
  stage.db.off('query', fail);
  await dialer.stop();
});

test('of a list of which nobody can be called each number is told, and none is in what a log writes', async () => {
  const { dialer } = stage.dialerWith({ normalise: (number) => (number.startsWith('+') ? number : null) });
  const list = {
    name: 'Roofs',
    question: 'survey.question',
    createdBy: stage.createdBy,
    role: 'supervisor',
  } as const;
  const gone = '+380990008005';
  await refuseForGood(stage.db, gone);

  const nobody = await dialer.create({ ...list, numbers: ['abc', gone] }).catch((error: unknown) => error);
  expect(nobody).toBeInstanceOf(NobodyToCall);
  expect(nobody).toMatchObject({
    code: 'campaign.nobody',
    refused: [
      { number: 'abc', why: 'not-a-number' },
      { number: gone, why: 'refused-for-good' },
    ],
  });
  expect(JSON.stringify(pino.stdSerializers.err(nobody as Error))).not.toContain(gone);
  await dialer.stop();
});

test('who is in a call with us is not called meanwhile, and is as soon as that is over', async () => {
  const [talks, free] = ['+380990008011', '+380990008012'] as const;
  const live = new Map([['n1-7', { number: talks }]]) as unknown as DialerParts['live'];
  const { dialer } = stage.dialerWith({ live });
  const id = await stage.started(dialer, talks, free);
  const states = async () =>
    (await attemptsOf(stage.db, id)).map(({ number, state }) => `${number} ${state}`);
  // One that Asterisk did not take has another in its place.
  await expect
    .poll(states, { timeout: 10_000 })
    .toEqual([`${talks} waiting`, `${free} done`, `${free} waiting`]);
  live.clear();
  await dialer.start(id);
  await expect.poll(states, { timeout: 10_000 }).toContain(`${talks} done`);
  await stage.settled(id);
  await dialer.stop();
});

test('whose turn came before the hours ended, but who can be dialled only after them, waits for the next day', async () => {
  const number = '+380990008031';
  const at = (hour: number, day = 20) => new Date(Date.UTC(2036, 10, day, hour));
  let clock = at(12);
  let languageIsKnown = 0;
  const { dialer, told } = stage.dialerWith({
    company: { ...company, calling: { ...company.calling, from: '09:00', to: '20:00' } },
    now: () => clock,
    async languageOf() {
      if (languageIsKnown++ === 0) clock = at(21);
      return null;
    },
  });
  const id = await stage.started(dialer, number);
  await expect.poll(() => told).toEqual([`${number} waiting`]);
  expect(await attemptsOf(stage.db, id)).toMatchObject([{ state: 'waiting', callId: null, try: 1 }]);
  clock = at(9, 21);
  await dialer.start(id);
  await expect.poll(() => told).toContain(`${number} dialling`);
  await stage.settled(id);
  await dialer.stop();
});

/** A resident who talks to an automatic call of an earlier controller. */
async function talkOf(number: string) {
  const list = { name: 'Roofs', question: 'survey.question', createdBy: stage.createdBy, numbers: [number] };
  const id = await insertCampaign(stage.db, list);
  const [attempt] = await attemptsOf(stage.db, id);
  const one = fakeCall(number, { id: `n1-${number}` });
  await attemptDialled(stage.db, attempt?.id ?? 0, one.call.id);
  await attemptTalking(stage.db, attempt?.id ?? 0);
  return { ...one, attempts: () => attemptsOf(stage.db, id) };
}

test('who had pressed 9 when his controller died is told that he is called no more, is asked nothing, and has refused', async () => {
  const number = '+380990008021';
  const { call, said, attempts } = await talkOf(number);
  await refuseForGood(stage.db, number);
  const { dialer } = stage.dialerWith();
  await dialer.takeUp(call);
  await expect.poll(attempts).toMatchObject([{ state: 'done', outcome: 'refused-for-good' }]);
  expect(said).toEqual([sentence('survey.refused')]);
  await dialer.stop({ everything: true });
});

test('who presses 9 while the database is frozen is let go within seconds, and has refused once it is back', async () => {
  const number = '+380990008022';
  const { call, said, asked, attempts } = await talkOf(number);
  const { dialer } = stage.dialerWith();
  await dialer.takeUp(call);
  await expect.poll(() => asked).toHaveLength(1);
  await stage.db.transaction(async (other) => {
    await other.raw('LOCK TABLES attempts WRITE, refusals WRITE');
    call.keys.press('9');
    await expect
      .poll(() => said.at(-1), { timeout: 10_000 })
      .toBe(sentence('survey.goodbye'))
      .finally(() => other.raw('UNLOCK TABLES'));
  });
  await expect.poll(attempts).toMatchObject([{ state: 'done', outcome: 'refused-for-good' }]);
  expect(await stage.db('refusals').where({ number })).toHaveLength(1);
  await dialer.stop({ everything: true });
});

test('a list calls nobody whom its maker may not call, as the company file has it', async () => {
  const [home, abroad, premium] = ['+380990008041', '+48221234567', '+380900312345'] as const;
  const made = async (role: 'supervisor' | 'administrator', outgoing: Company['outgoing']) => {
    const { dialer } = stage.dialerWith({ company: { ...company, outgoing } });
    const list = { name: 'Roofs', question: 'survey.question', createdBy: stage.createdBy, role };
    const { id, refused } = await dialer.create({ ...list, numbers: [home, abroad, premium] });
    await dialer.stop();
    return { refused, called: (await attemptsOf(stage.db, id)).map(({ number }) => number) };
  };
  expect(await made('administrator', { foreign: [], premium: [] })).toEqual({
    called: [home],
    refused: [
      { number: abroad, why: 'foreign' },
      { number: premium, why: 'premium' },
    ],
  });
  const outgoing: Company['outgoing'] = { foreign: ['administrator'], premium: [] };
  expect((await made('administrator', outgoing)).called).toEqual([home, abroad]);
  expect((await made('supervisor', outgoing)).called).toEqual([home]);
});

test('a finished campaign is neither started nor paused again', async () => {
  const { dialer } = stage.dialerWith();
  const id = await stage.started(dialer, '+380990008006');
  await stage.settled(id);
  await setCampaignState(stage.db, id, 'finished');
  for (const verb of ['start', 'pause'] as const)
    await expect(dialer[verb](id)).rejects.toMatchObject({ code: 'campaign.finished' });
  expect((await dialer.get(id)).state).toBe('finished');
  await dialer.stop();
});
