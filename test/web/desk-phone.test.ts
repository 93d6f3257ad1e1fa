import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DeskBench, type OpenDesk, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(async () => bench?.close());

/** A far end in the same page: speaks with the browser's made-up microphone, and says how loud it is spoken to. */
const farEnd = `(async () => {
  const peer = new RTCPeerConnection();
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const track of microphone.getTracks()) peer.addTrack(track, microphone);
  window.farEnd = peer;
  await peer.setLocalDescription(await peer.createOffer());
  await new Promise((resolve) => {
    peer.onicegatheringstatechange = () => peer.iceGatheringState === 'complete' && resolve();
    if (peer.iceGatheringState === 'complete') resolve();
  });
  return peer.localDescription.sdp;
})()`;

const packetsHeard = `(async () => {
  const answer = await new Promise((resolve) => {
    const look = async () => {
      const stats = [...(await window.farEnd.getStats()).values()].find((one) => one.type === 'inbound-rtp');
      if (stats && stats.packetsReceived > 20) resolve(stats.packetsReceived);
      else setTimeout(look, 50);
    };
    look();
  });
  return answer;
})()`;

async function ready(): Promise<OpenDesk> {
  const desk = await bench.open();
  await desk.page.locator('[data-testid=phone][data-line=registered]').waitFor();
  await bench.server.hears('phone registered');
  return desk;
}

async function rings({ page, exchange }: OpenDesk, callId: string, headers: Record<string, string> = {}) {
  const sdp = (await page.evaluate(farEnd)) as string;
  return exchange.invite(sdp, { 'X-Holos-Call': callId, ...headers }).then((answer) => accept(page, answer));
}

const accept = (page: Page, answer: string) =>
  page.evaluate(`window.farEnd.setRemoteDescription({ type: 'answer', sdp: ${JSON.stringify(answer)} })`);

const keypad = (page: Page) => page.getByRole('button', { name: 'Клавіші', exact: true }).last();

describe('the softphone', () => {
  test('given a card on the screen, when it rings and Enter is pressed, then both sides hear each other', async () => {
    const desk = await ready();
    const { page, exchange } = desk;
    bench.server.call(fake.deskCall('one', 'ringing', 'talk-1'));
    await bench.server.hears('card-shown talk-1');
    expect(await page.getByTestId('resident-name').textContent()).toBe('Коваленко Олександра Петрівна');
    const answered = rings(desk, 'talk-1');
    await exchange.hears('SIP/2.0 180');
    expect(exchange.heard.some((one) => one.startsWith('SIP/2.0 200'))).toBe(false);
    await page.keyboard.press('Enter');
    await answered;
    bench.server.call(fake.deskCall('one', 'talking', 'talk-1'));
    expect(await page.evaluate(packetsHeard)).toBeGreaterThan(20);

    await page.keyboard.press('Alt+m');
    await page.getByText('Мікрофон вимкнено').waitFor();
    await keypad(page).click();
    await page.getByRole('button', { name: 'Клавіша 5' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+h');
    await bench.server.hears('hold talk-1 true');
    await page.getByRole('button', { name: 'Завершити' }).click();
    await bench.server.hears('end talk-1');
    await page.getByRole('button', { name: 'Готово' }).click();
    await bench.server.hears('wrapped-up');
    expect(exchange.heard.filter((one) => /^(BYE|INFO) /.test(one))).toEqual([]);
    await page.context().close();
  });

  test('Enter before the phone rings answers as soon as it does', async () => {
    const desk = await ready();
    bench.server.call(fake.deskCall('none', 'ringing', 'talk-2'));
    await bench.server.hears('card-shown talk-2');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.getByText('З’єднуємо…').waitFor();
    await rings(desk, 'talk-2');
    await desk.page.context().close();
  });

  test('a refreshed desk takes its call again by itself, and the typed words are still there', async () => {
    const desk = await ready();
    const { page, exchange } = desk;
    bench.server.call(fake.deskCall('one', 'talking', 'talk-3'));
    await page.locator('[name=text]').fill('Немає світла на сходах');
    await page.reload();
    await page.locator('[data-testid=phone][data-line=registered]').waitFor();
    expect(await page.locator('[name=text]').inputValue()).toBe('Немає світла на сходах');
    await rings(desk, 'talk-3', { 'X-Holos-Resume': '1' });
    await page.evaluate(packetsHeard);
    expect(exchange.heard.some((one) => one.startsWith('BYE '))).toBe(false);
    await page.context().close();
  });

  test('a line that drops is said, reported, and comes back by itself', async () => {
    const { page, exchange } = await ready();
    bench.server.heard.length = 0;
    await exchange.drop();
    await bench.server.hears('phone unregistered');
    await bench.server.hears('phone registered');
    await page.getByText('Телефон готовий').waitFor();
    await page.context().close();
  });
});

describe('the desk', () => {
  test('a lost link is said at once, keeps what was typed, and catches up by itself', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'talking', 'link-1'));
    await page.locator('[name=text]').fill('Тече кран');
    bench.server.cut(true);
    await page.getByText('Розмова триває, написане збережено').waitFor();
    expect(await page.getByRole('button', { name: 'Завершити' }).isDisabled()).toBe(true);
    bench.server.send({ type: 'queue', id: 'operators', waiting: [] });
    bench.server.cut(false);
    await page.getByText('Розмова триває, написане збережено').waitFor({ state: 'detached' });
    expect(await page.getByTestId('waiting').textContent()).toBe('0');
    expect(await page.locator('[name=text]').inputValue()).toBe('Тече кран');
    await page.context().close();
  });

  test('a request is written with the keyboard alone and stands under the call', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'talking', 'write-1'));
    await page.locator('[data-call-id=write-1]').waitFor();
    await page.keyboard.press('Alt+n');
    await page.keyboard.type('ліфті');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Жінка застрягла між поверхами');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('list', { name: 'Записано під час дзвінка' }).getByRole('link').waitFor();
    expect(await page.locator('[name=text]').inputValue()).toBe('');
    await page.context().close();
  });

  test('a click on a step goes to its place in the recording', async () => {
    const { page } = await ready();
    await page.goto(`${bench.server.address}/?rawaudio#/calls/call-7`);
    await page.getByRole('button', { name: /Перейти до 00:14/ }).click();
    await page.getByRole('button', { name: 'Зупинити' }).waitFor();
    expect(
      Number(await page.getByRole('slider', { name: 'Місце в записі' }).inputValue()),
    ).toBeGreaterThanOrEqual(14_000);
    await page.context().close();
  });
});
