import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Callback } from '../../agent-desk/contract/shapes.ts';
import { phoneNumber } from '../../agent-desk/web/format/phone.ts';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';

/** Calls that operators make, and those that they may not make; what an operator is told who was away meanwhile. */
let bench: DeskBench;
let page: Page;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(() => bench?.close());

async function opens(place = 'requests'): Promise<void> {
  await page.goto(`${bench.server.address}/?rawaudio#/${place}`);
  await page.getByTestId('presence').waitFor();
}

/** She calls a resident who cannot be reached (`call-4` of the list). */
async function dials(): Promise<void> {
  ({ page } = await bench.open());
  await opens();
  bench.server.call(fake.deskCall('none', 'dialling', 'call-4'));
  await page.getByText(uk['call.dialling']).waitFor();
}

test('who has closed the page meanwhile is told once, when she is back, who was not reached', async () => {
  await dials();
  await page.goto('about:blank');
  bench.server.call(null);
  await opens();
  const told = uk['call.not-reached.away'].replace('{who}', phoneNumber('+48221234567'));
  await page.getByText(told).waitFor();
  await page.reload();
  await page.getByTestId('presence').waitFor();
  expect(await page.getByText(told).count()).toBe(0);
});

test('who looks at another page meanwhile is told when she looks at this one again', async () => {
  await dials();
  await page.evaluate(`Object.defineProperty(document, 'hidden', { value: true, configurable: true })`);
  bench.server.call(null);
  await page.getByText(uk['call.dialling']).waitFor({ state: 'detached' });
  expect(await page.getByText(uk['call.not-reached']).count()).toBe(0);
  await page.evaluate(`delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))`);
  await page.getByText(uk['call.not-reached']).waitFor();
});

test('who was away from a talk for too long is told that the caller waits again, first in the line', async () => {
  ({ page } = await bench.open());
  await opens();
  // `call-9` stands in the line of this day.
  bench.server.call(fake.deskCall('several', 'talking', 'call-9'));
  await page.locator('[data-testid=presence][data-state=talking]').waitFor();
  await page.goto('about:blank');
  bench.server.call(null);
  const { me } = bench.server.state();
  bench.server.send({
    type: 'colleague',
    colleague: { ...me, state: 'paused', callId: null, wrapUpCall: null },
  });
  await opens();
  const told = page.getByText(
    uk['call.lost.waits'].replace('{who}', fake.calls.find(({ id }) => id === 'call-9')?.residentName ?? ''),
  );
  await told.waitFor();
  await page.reload();
  await page.getByTestId('presence').waitFor();
  expect(await told.count()).toBe(0);
});

test('who has given up and may not be called back from here stands on the lists with a word why, without the button; the number leads to the call, where one was', async () => {
  const promise = (id: number, number: string, refusal: Callback['refusal'], callId: string | null): void =>
    bench.server.send(
      fake.callbackEvent(bench.server.state(), {
        ...{ id, callId, number, hotline: 'city', why: 'abandoned', messageMs: null },
        ...{ promisedAt: new Date().toISOString(), doneAt: null, refusal },
      }),
    );
  const [abroad, costly] = ['+48221234567', '+380900301234'] as const;
  ({ page } = await bench.open());
  await opens('wall');
  // The person at this desk is a supervisor.
  promise(201, abroad, { why: 'foreign', to: ['operator', 'supervisor'] }, 'lost-201');
  promise(202, costly, { why: 'premium', to: ['operator'] }, null);
  for (const [place, row] of [
    ['wall', (number: string) => page.getByTestId('wall-lost').filter({ hasText: phoneNumber(number) })],
    ['callbacks', (number: string) => page.getByRole('row').filter({ hasText: phoneNumber(number) })],
  ] as const) {
    await page.goto(`${bench.server.address}/?rawaudio#/${place}`);
    await row(abroad).getByText(uk['call.refused.foreign']).waitFor();
    const button = (number: string) =>
      row(number).getByRole('button', { name: uk['call.number'].replace('{number}', phoneNumber(number)) });
    expect({ place, buttons: await button(abroad).count() }).toEqual({ place, buttons: 0 });
    expect({ place, buttons: await button(costly).count() }).toEqual({ place, buttons: 1 });
    // What goes with no call leads to none.
    const links = [abroad, costly].map((number) => row(number).getByRole('link').count());
    expect({ place, links: await Promise.all(links) }).toEqual({ place, links: [1, 0] });
  }
});

test('the details of a call and of a request, and the card of a resident, say so in the place of the button', async () => {
  const abroad = '+48221234567';
  ({ page } = await bench.open());
  const shown = phoneNumber(abroad);
  const button = page.getByRole('button', { name: uk['call.number'].replace('{number}', shown) });
  const saysWhy = async (place: string): Promise<void> => {
    const number = page.getByText(shown).first();
    await number.waitFor();
    await page.getByText(uk['call.refused.foreign']).waitFor();
    expect({ place, buttons: await button.count() }).toEqual({ place, buttons: 0 });
  };
  for (const place of ['calls/call-4', 'requests/7']) {
    await opens(place);
    await saysWhy(place);
  }
  await opens('desk');
  const call = fake.deskCall('one', 'talking');
  const [resident] = call.card.residents;
  if (!resident) throw new Error('nobody is on the card');
  const [at] = resident.phones;
  const moved = { ...resident, phones: [...resident.phones, abroad], refusals: fake.refusalsOf([abroad]) };
  bench.server.call({ ...call, card: { ...call.card, residents: [moved] } });
  await saysWhy('the card');
  await page
    .getByRole('button', { name: uk['call.number'].replace('{number}', phoneNumber(at ?? '')) })
    .waitFor();
});
