import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { overflow } from './accessible.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';
import { emergencyCall } from './fake-voice.ts';
import { faultsInAnyLook, inEachLook, wrongInAnyLook } from './looks.ts';

/** The wall is looked at in wall.test.ts, empty and full. */
const places = [
  'desk',
  'requests',
  'requests/1',
  'requests/readings',
  'calls',
  'calls/call-7',
  'calls?queue=operators&outcome=late&operatorId=1&waitedSeconds=312&from=2026-11-25T22:00:00.000Z&to=2026-11-26T22:00:00.000Z',
  'figures',
  'campaigns',
  'campaigns/1',
  'campaigns/new',
  'callbacks',
  'callbacks/feedback',
  'breakdowns',
  'breakdowns/1',
  'breakdowns/new',
  'breakdowns/announce',
];

let bench: DeskBench;
let outside: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
  outside = await startDeskBench({ loggedOut: true });
});
afterAll(async () => {
  await bench?.close();
  await outside?.close();
});

async function go(page: Page, place: string): Promise<void> {
  await page.goto(`${bench.server.address}/?rawaudio#/${place}`);
  await page.getByTestId('presence').waitFor();
  await page.getByTestId('phone').and(page.locator('[data-line=registered]')).waitFor();
  await page.locator('main .loading').waitFor({ state: 'detached' });
}

const stands = [
  ['paused', null],
  ['paused', 'no-microphone'],
  ['missed', null],
  ['wrap-up', null],
] as const;

const supervised = [
  ['listen', 'ringing'],
  ['listen', 'on'],
  ['whisper', 'on'],
  ['join', 'on'],
] as const;

/** The bar, and the card of a call that rings: all that changes from one stage of a call to the next. */
const bar = ['header'];
const ringing = [...bar, '[data-testid=ringing]'];
const notices = ['.notices'];

describe('in each look', () => {
  test('every screen is accessible and fits', async () => {
    const { page, errors } = await bench.open();
    for (const place of places) {
      await go(page, place);
      expect({ place, faults: await wrongInAnyLook(page) }).toEqual({ place, faults: [] });
    }
    await go(page, 'figures?period=days');
    expect(await wrongInAnyLook(page, { within: ['.page-head'] })).toEqual([]);
    expect(errors).toEqual([]);
    // A word without an end; paper, which has the screen's content alone; the narrowest screen (WCAG 2.2, 1.4.10).
    await go(page, 'requests');
    const cell = page.getByRole('row').nth(1).getByRole('cell').nth(1);
    await cell.evaluate(`(cell) => cell.append('я'.repeat(300))`);
    await inEachLook(page, async () => {
      expect(await overflow(page)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('navigation').isVisible()).toBe(false);
      expect(await page.getByRole('row').last().isVisible()).toBe(true);
      await page.emulateMedia({ media: 'screen' });
    });
    await go(page, 'desk');
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await overflow(page)).toEqual([]);
  });

  test('a call of several persons, of nobody known and without a number', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'desk');
    for (const as of ['several', 'none', 'anonymous'] as const) {
      bench.server.call(fake.deskCall(as, 'ringing', `call-of-${as}`));
      await page.locator(`[data-call-id=call-of-${as}]`).waitFor();
      await page.getByTestId('ringing').waitFor();
      expect({ as, faults: await wrongInAnyLook(page, { within: ringing }) }).toEqual({ as, faults: [] });
      bench.server.call(fake.deskCall(as, 'talking', `call-of-${as}`));
      await page.getByTestId('ringing').waitFor({ state: 'detached' });
      expect({ as, faults: await wrongInAnyLook(page) }).toEqual({ as, faults: [] });
    }
    expect(errors).toEqual([]);
  });

  test('a call of one person: his home, what was spoken, and a caller in an emergency', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'desk');
    await page.getByTestId('waiting-caller').first().getByText(uk['call.emergency']).waitFor();
    bench.server.call(fake.deskCall('one', 'ringing', 'call-at-home'));
    await page.getByTestId('ringing').waitFor();
    expect(await wrongInAnyLook(page, { within: ringing })).toEqual([]);
    bench.server.call(fake.deskCall('one', 'talking', 'call-at-home'));
    await page.getByTestId('ringing').waitFor({ state: 'detached' });
    await page.getByTestId('meter').nth(2).waitFor();
    await page.getByTestId('breakdown').waitFor();
    await page.getByTestId('sms').first().waitFor();
    await page.getByRole('group', { name: 'Голосове повідомлення, 0:34' }).waitFor();
    expect(await wrongInAnyLook(page)).toEqual([]);
    for (const [stage, within] of [
      ['ringing', undefined],
      ['talking', bar],
    ] as const) {
      bench.server.call(emergencyCall(stage, 'call-in-need'));
      await page.locator(`[data-testid=call-bar][data-call=${stage}]`).waitFor();
      await page.getByText(uk['call.emergency']).first().waitFor();
      await page.getByText('Про що заявка: Людина застрягла в ліфті').waitFor();
      await page.getByText(uk['who.verified'], { exact: true }).waitFor();
      expect({ stage, faults: await wrongInAnyLook(page, { within }) }).toEqual({ stage, faults: [] });
    }
    expect(errors).toEqual([]);
  });

  test('a colleague who calls, and a talk with him', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'desk');
    for (const [stage, within] of [
      ['ringing', ringing],
      ['talking', undefined],
    ] as const) {
      bench.server.call(fake.internalCall(3, stage));
      await page.locator(`[data-testid=call-bar][data-call=${stage}]`).waitFor();
      expect({ stage, faults: await wrongInAnyLook(page, { within }) }).toEqual({ stage, faults: [] });
    }
    expect(errors).toEqual([]);
  });

  test('messages from desk to desk', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'desk');
    const isTold = async () => {
      await page.reload();
      await page.locator('.notice').waitFor();
    };
    expect(await wrongInAnyLook(page, { brings: isTold, within: notices })).toEqual([]);
    await page.keyboard.press('Alt+KeyI');
    await page.getByTestId('message').nth(2).waitFor();
    expect(await wrongInAnyLook(page, { within: bar })).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('between calls: paused, without a microphone, after a missed call, and in wrap-up', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'desk');
    const { me, colleagues } = bench.server.state();
    const mine = colleagues.find((one) => one.id === me.id);
    if (!mine) throw new Error('the operator of this desk is not among the colleagues');
    for (const [state, pauseReason] of stands) {
      const wrapUpEndsAt = state === 'wrap-up' ? fake.ago(-20) : null;
      const wrapUpCall = state === 'wrap-up' ? { callId: 'call-8', owesDisposition: true } : null;
      const me = { ...mine, state, pauseReason, wrapUpEndsAt, wrapUpCall };
      bench.server.send({ type: 'colleague', colleague: me });
      await page.getByTestId(state === 'wrap-up' ? 'wrap-up-left' : 'standby').waitFor();
      const within = state === 'wrap-up' ? undefined : [...bar, '[data-testid=standby]'];
      expect({ state, pauseReason, faults: await wrongInAnyLook(page, { within }) }).toEqual({
        state,
        pauseReason,
        faults: [],
      });
    }
    expect(errors).toEqual([]);
  });

  test('a call that is handed on, with a colleague beside it, and with the recording switched off', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'desk');
    const call = fake.deskCall('one', 'talking', 'call-to-hand-on');
    const step = (kind: string, more = {}) => [...call.steps, { at: fake.ago(1), kind, ...more }];
    bench.server.call(call);
    await page.getByRole('button', { name: uk['call.transfer'] }).click();
    await page.getByTestId('transfer').waitFor();
    expect(await wrongInAnyLook(page, { within: bar })).toEqual([]);
    await page.keyboard.press('Escape');
    const asked = (['ringing', 'talking', 'three'] as const).map((stage) => ({
      consult: { with: { operatorId: 3 }, stage, away: false },
    }));
    const left = { held: true, steps: step('consult-ended', { how: 'left' }) };
    const off = { recordingOff: true, steps: step('recording-off', { operatorId: 1 }) };
    const away = { consult: { with: { operatorId: 3 }, stage: 'talking', away: true } } as const;
    for (const beside of [...asked, away, left, off, { askedBy: 3 }]) {
      bench.server.call({ ...call, ...beside });
      await page.getByTestId('beside').locator('.row').waitFor();
      expect({ beside, faults: await wrongInAnyLook(page, { within: bar }) }).toEqual({ beside, faults: [] });
    }
    expect(errors).toEqual([]);
  });

  test('a supervisor at a talk: his phone rings, he listens, whispers, has joined, and is let out of it', async () => {
    const { page, errors } = await bench.open();
    await go(page, 'wall');
    const height = () => page.getByTestId('call-bar').evaluate(`(bar) => bar.clientHeight`);
    const heights = new Set<string>();
    for (const [how, stage] of supervised) {
      const supervising = { callId: 'call-9', operatorId: 2, how, stage };
      bench.server.send({ type: 'supervising', supervising, ended: null });
      await page.locator(`[data-testid=supervising][data-how=${how}][data-stage=${stage}]`).waitFor();
      const brings = async () => void heights.add(`${page.viewportSize()?.width}: ${await height()}`);
      const faults = await wrongInAnyLook(page, { brings, within: bar });
      expect({ how, stage, faults }).toEqual({ how, stage, faults: [] });
    }
    // What stands below does not jump, however long the caller's name is.
    expect([...heights]).toHaveLength(2);
    bench.server.send({ type: 'supervising', supervising: null, ended: null });
    await page.getByTestId('supervising').waitFor({ state: 'detached' });
    const told = page.locator('.notice', { hasText: uk['supervise.ended.operator-lost'] });
    const isLetOut = async () => {
      if (await told.isVisible()) await told.getByRole('button').click();
      const supervising = { callId: 'call-9', operatorId: 2, how: 'join', stage: 'on' } as const;
      bench.server.send({ type: 'supervising', supervising, ended: null });
      bench.server.send({ type: 'supervising', supervising: null, ended: 'operator-lost' });
      await told.waitFor();
    };
    expect(await wrongInAnyLook(page, { brings: isLetOut, within: notices })).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('with a SIP phone: not there yet, its data, a call that rings, and one that goes on', async () => {
    const { page, errors } = await bench.open({ phone: 'sip' });
    await page.goto(`${bench.server.address}/#/desk`);
    await page.getByText(uk['check.sip'], { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Налаштування' }).first().click();
    await page.getByRole('region', { name: uk['settings.sip'] }).waitFor();
    await page.getByRole('button', { name: uk['login.show'] }).click();
    expect(await faultsInAnyLook(page, '.panel')).toEqual([]);
    await page.keyboard.press('Escape');
    bench.server.send({ type: 'phone', state: 'registered' });
    await page.getByText(uk['check.sip'], { exact: true }).waitFor({ state: 'detached' });
    for (const stage of ['ringing', 'talking'] as const) {
      bench.server.call(fake.deskCall('one', stage, 'call-to-a-sip-phone'));
      await page.locator(`[data-testid=call-bar][data-call=${stage}]`).waitFor();
      expect(await page.getByRole('button', { name: uk['call.answer'] }).count()).toBe(0);
      expect(await page.getByRole('button', { name: uk['call.mute'] }).count()).toBe(0);
      const within = stage === 'ringing' ? ringing : bar;
      expect({ stage, faults: await wrongInAnyLook(page, { within }) }).toEqual({ stage, faults: [] });
    }
    expect(errors).toEqual([]);
  });

  test('palette, keys, settings and states are accessible', async () => {
    const { page } = await bench.open();
    await go(page, 'desk');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Добро');
    await page
      .getByRole('option', { name: /Добровольська-Кшижановська/ })
      .first()
      .waitFor();
    expect(await faultsInAnyLook(page, 'dialog[open]')).toEqual([]);
    await page.keyboard.press('Escape');
    for (const [name, within] of [
      ['Клавіші', 'dialog[open]'],
      ['Налаштування', '.panel'],
      [/Мій стан/, '.panel'],
    ] as const) {
      await page.getByRole('button', { name }).first().click();
      expect({ name, faults: await faultsInAnyLook(page, within) }).toEqual({ name, faults: [] });
      await page.keyboard.press('Escape');
    }
  });

  test('the log-in page is accessible, and a wrong password is said', async () => {
    const { page } = await outside.open();
    await page.getByLabel('Логін').fill('olena');
    await page.getByLabel('Пароль', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('Логін або пароль не підходить.').waitFor();
    expect(await wrongInAnyLook(page)).toEqual([]);
  });
});

test('the focus walks from the skip link over the screens to the search, and is always seen', async () => {
  const { page } = await bench.open();
  await go(page, 'desk');
  const seen: string[] = [];
  for (let step = 0; step < 16; step += 1) {
    await page.keyboard.press('Tab');
    const focus = (await page.evaluate(`(() => {
      const on = document.activeElement;
      const style = getComputedStyle(on);
      const shown = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
      return (shown ? '' : 'UNSEEN ') + (on.getAttribute('aria-label') ?? on.innerText ?? on.placeholder ?? on.tagName).trim();
    })()`)) as string;
    seen.push(focus.replace(/\s+/g, ' '));
  }
  expect(seen.filter((one) => one.startsWith('UNSEEN'))).toEqual([]);
  expect(seen.slice(0, 5)).toEqual(['До вмісту', 'Дзвінок', 'Табло', 'Заявки', 'Дзвінки']);
  expect(seen.find((one) => one.startsWith('Мій стан: Готовий'))).toBeDefined();
  await page.keyboard.press('Alt+Digit2');
  await page.getByRole('heading', { name: 'Заявки' }).waitFor();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.placeholder')).toBe('Номер, адреса, текст');
});
