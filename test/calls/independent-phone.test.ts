import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '../../agent-desk/server/session/password.ts';
import { type Holos, startHolos } from '../../compose.ts';
import type { Settings } from '../../config/settings.ts';
import { attemptsOf } from '../../db/queries/attempts.ts';
import { stepsOf } from '../../db/queries/call-events.ts';
import { listCalls } from '../../db/queries/calls.ts';
import { findOperatorByLogin } from '../../db/queries/operators.ts';
import { seedDemo } from '../../db/seeds/seed-demo.ts';
import type { HolosEvents } from '../../events.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { companyCalling } from '../town/calling-company.ts';
import { Finder } from '../town/sound/correlate.ts';
import { readWav } from '../town/sound/wav.ts';
import { testSettings } from '../town/test-settings.ts';
import { IndependentPhone } from './independent-phone.ts';

/** A phone that is neither ours nor Asterisk's stands where the carrier is: it calls, and is called by the dialer. */
let settings: Settings;
let holos: Holos;
let phone: IndependentPhone;
const log = createLog('warn');
const caller = '+380671004000';
const [answers, busy] = ['+380671004001', '+380671004002'] as const;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const company = await companyCalling({
    ...{ from: '"00:00"', to: '"23:59"', days: '[1, 2, 3, 4, 5, 6, 7]', holidays: 'false' },
    ...{ tries: '1', ringSeconds: '10' },
  });
  const made = await testSettings({ company });
  settings = made.settings;
  stops.push(made.remove);
  holos = await startHolos(settings, log, undefined, async (db, read) => {
    await seedDemo(db, { home: settings.home, hashPassword, company: read, buildings: 0 });
  });
  stops.push(() => holos.stop({ everything: true }));
  const { address, port } = settings.carrier;
  phone = await IndependentPhone.start({ address, port, numbers: [caller, answers, busy] });
  stops.push(() => phone.remove());
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const hotline = () => `sip:750600@${settings.address}:${settings.ports.sip}`;

function next<N extends keyof HolosEvents>(name: N, fits: (event: HolosEvents[N]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = holos.bus.on(name, (event) => {
      if (!fits(event)) return;
      stop();
      resolve();
    });
  });
}
const said = (prompt: string) => next('step', (step) => step.kind === 'said' && step.prompt === prompt);

/** Whether the beginning of this prompt is in what was heard. */
async function sounds(heard: Int16Array, prompt: string, parameters = {}): Promise<boolean> {
  const voice = await createVoice({ settings, log });
  const [first] = await voice.say(prompt, 'uk', parameters);
  const beginning = (await readWav(`${first?.path}.wav`)).slice(0, 8_000);
  const finder = new Finder([beginning]);
  return finder.find(heard, 0, heard.length - beginning.length, 0.9).length > 0;
}

test('it is answered, hears the greeting, leads itself by its keys, and hangs up', async () => {
  const [choosing, number] = [said('language.choose'), said('emergency.number')];
  phone.does(`dial ${hotline()}`);
  await phone.shows(/Call established/);
  await choosing;
  const menu = said('menu.operator');
  phone.presses('1');
  await menu;
  phone.presses('7');
  await number;
  const ended = next('step', ({ kind }) => kind === 'ended');
  phone.does('hangup');
  await ended;
  await expect
    .poll(async () => (await listCalls(holos.db, { number: caller }, { limit: 1 })).items[0]?.endedAt)
    .toBeTruthy();
  const [call] = (await listCalls(holos.db, { number: caller }, { limit: 1 })).items;
  expect(call).toMatchObject({
    direction: 'in',
    hotline: '750-600',
    result: 'served',
    reason: 'caller-hung-up',
  });
  const keys = (await stepsOf(holos.db, call?.id ?? '')).flatMap((step) =>
    step.kind === 'key' ? step.key : [],
  );
  expect(keys).toEqual(['1', '7']);
  expect(await sounds(await phone.heard(), 'greeting.750-600')).toBe(true);
  expect(holos.live.size).toBe(0);
});

/** Calls one number by the dialer, and gives the outcome of its only try. */
async function surveyed(number: string, behaviour: () => Promise<unknown>) {
  const createdBy = (await findOperatorByLogin(holos.db, 'supervisor'))?.id ?? 0;
  const campaign = { name: 'Roofs', question: 'survey.question', numbers: [number], createdBy };
  const { id } = await holos.dialer.create({ ...campaign, role: 'supervisor' });
  const finished = next('campaign', ({ campaignId, state }) => campaignId === id && state === 'finished');
  await holos.dialer.start(id);
  await behaviour();
  await finished;
  return attemptsOf(holos.db, id);
}

test('called by the dialer it answers, hears the question, and its key is the answer', async () => {
  const attempts = await surveyed(answers, async () => {
    const asked = said('survey.question');
    await phone.shows(/Incoming call/);
    phone.does('accept');
    await asked;
    phone.presses('4');
  });
  expect(attempts).toMatchObject([{ state: 'done', outcome: 'answered', answer: 4 }]);
  const company = holos.company.name.uk ?? '';
  expect(await sounds(await phone.heard(), 'survey.greeting', { company })).toBe(true);
});

test('called by the dialer it is busy (486)', async () => {
  const refused = await surveyed(busy, async () => {
    await phone.shows(/Incoming call/);
    phone.does('hangup');
  });
  expect(refused).toMatchObject([{ state: 'done', outcome: 'busy' }]);
});

test('from any other address it is refused, and that is counted', async () => {
  const stranger = await IndependentPhone.start({ address: '127.0.0.6', port: 5060, numbers: [caller] });
  stops.push(() => stranger.remove());
  const counted = next('refused', ({ address }) => address.includes('127.0.0.6'));
  const arrived: HolosEvents['step'][] = [];
  const stop = holos.bus.on('step', (step) => void (step.kind === 'arrived' && arrived.push(step)));
  stranger.does(`dial ${hotline()}`);
  await stranger.shows(/session closed: 40[13]/);
  await counted;
  stop();
  expect(arrived).toEqual([]);
});
