import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
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
    await page.getByTestId('dispositions').waitFor();
    await page.keyboard.press('2');
    await bench.server.hears('disposition talk-1 advice');
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

  test('keys for the caller go to the caller, though one was writing, and those of the browser to the browser', async () => {
    const desk = await ready();
    const { page } = desk;
    bench.server.call(fake.deskCall('one', 'talking', 'keys-1'));
    await rings(desk, 'keys-1', { 'X-Holos-Resume': '1' });
    await page.evaluate(packetsHeard);
    await page.getByLabel(uk['note.title']).fill('Просить зачекати');
    await page.keyboard.press('Alt+KeyK');
    await page.getByRole('button', { name: 'Клавіша 5' }).waitFor();
    await page.keyboard.type('a5');
    await page.keyboard.press('Control+0');
    await page.keyboard.type('#');
    expect(await page.locator('output').innerText()).toBe('5#');
    expect(await page.getByLabel(uk['note.title']).inputValue()).toBe('Просить зачекати');
    await page.context().close();
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

  test('that was without a network is registered anew, so that it can be rung at once; for a link that is soon back it is not', async () => {
    const { page, exchange } = await ready();
    const registrations = () => exchange.heard.filter((one) => one.startsWith('REGISTER ')).length;
    const losesTheLink = async (forMs: number): Promise<void> => {
      bench.server.cut(true);
      await page.getByText('під’єднуємося знову').waitFor();
      await page.evaluate(`{ const { now } = Date; Date.now = () => now() + ${forMs}; }`);
      bench.server.cut(false);
      await page.getByText('під’єднуємося знову').waitFor({ state: 'detached' });
      await page.locator('[data-testid=phone][data-line=registered]').waitFor();
    };
    const before = registrations();
    await losesTheLink(0);
    expect(registrations()).toBe(before);
    await losesTheLink(6_000);
    await expect.poll(registrations).toBeGreaterThan(before);
    await page.locator('[data-testid=phone][data-line=registered]').waitFor();
    await page.context().close();
  });

  test('a line that drops is said, reported, and comes back by itself', async () => {
    const { page, exchange } = await ready();
    bench.server.heard.length = 0;
    // An exchange that was started anew does not know its phones at once.
    exchange.refuse(2);
    await exchange.drop();
    await bench.server.hears('phone unregistered');
    await bench.server.hears('phone registered');
    await page.getByText('Телефон готовий').waitFor();
    expect(await page.getByText(uk['check.refused']).count()).toBe(0);
    await page.context().close();
  });
});

/** The browser's devices in our hands: each string is one, a microphone and a headset in one group. */
const takeDevices = `(() => {
  const { mediaDevices } = navigator;
  const open = mediaDevices.getUserMedia.bind(mediaDevices);
  let there = ['usb-headset', 'laptop'];
  let held = null;
  window.holdMicrophones = () => {
    held = new Promise((give) => (window.giveMicrophones = give));
  };
  const tracks = [];
  let asked = 0;
  window.microphonesAwaited = () => asked - tracks.length;
  window.openMicrophones = () => tracks.filter(({ readyState }) => readyState === 'live').length;
  const entry = (kind) => (name) => ({ kind, deviceId: kind + name, groupId: name, label: name });
  mediaDevices.enumerateDevices = async () =>
    [...there.map(entry('audioinput')), ...there.map(entry('audiooutput'))];
  mediaDevices.getUserMedia = async (wanted) => {
    if (there.length === 0) throw new DOMException('no microphone', 'NotFoundError');
    asked += 1;
    await held;
    const stream = await open({ audio: true });
    for (const track of stream.getAudioTracks()) {
      track.getSettings = () => ({ deviceId: 'default', groupId: there[0] });
      tracks.push(track);
    }
    return stream;
  };
  const leave = Object.assign(new EventTarget(), { state: 'granted' });
  navigator.permissions.query = async () => leave;
  window.takeLeaveBack = () => {
    leave.state = 'prompt';
    leave.dispatchEvent(new Event('change'));
  };
  window.plug = (...names) => {
    there = names;
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
})()`;

describe('a headset', () => {
  async function readyWithDevices() {
    const desk = await bench.open();
    const { page } = desk;
    await page.addInitScript(takeDevices);
    await page.reload();
    await page.locator('[data-testid=phone][data-line=registered]').waitFor();
    await bench.server.hears('phone registered');
    const state = (name: string) => page.locator(`[data-testid=presence][data-state=${name}]`).waitFor();
    const plug = (...names: string[]) => page.evaluate(`plug(...${JSON.stringify(names)})`);
    await state('ready');
    return { desk, page, state, plug };
  }

  test('that is pulled out stops the calls, says so, and back in its place waits for the operator', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug('laptop');
    await bench.server.hears('phone no-microphone');
    await state('paused');
    await page.getByText('Гарнітуру або мікрофон від’єднано.').first().waitFor();
    expect(await page.getByTestId('presence').textContent()).toBe('Немає мікрофона');
    bench.server.heard.length = 0;
    await plug('laptop', 'usb-headset');
    await bench.server.hears('phone registered');
    await page.getByText('Мікрофон знову є.').waitFor();
    await state('paused');
    await page.keyboard.press('Alt+r');
    await bench.server.hears('ready');
    await state('ready');
    await page.context().close();
  });

  test('that is gone is replaced by what is left when the operator says so', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug('laptop');
    await state('paused');
    await page.getByRole('button', { name: 'Спробувати ще раз' }).click();
    await page.getByTestId('standby').getByRole('button', { name: 'Готовий до дзвінків' }).click();
    await state('ready');
    await page.context().close();
  });

  test('that was the only one is said to be missing', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug();
    await state('paused');
    await page.getByText('Мікрофона не знайдено.').first().waitFor();
    expect(await page.getByTestId('standby').getByRole('button').isDisabled()).toBe(true);
    await page.context().close();
  });

  test('something else that is plugged in or out changes nothing', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug('usb-headset', 'laptop', 'television');
    await plug('usb-headset');
    await page.locator('[data-testid=phone]', { hasText: 'Телефон готовий' }).waitFor();
    await state('ready');
    expect(bench.server.heard).not.toContain('phone no-microphone');
    await page.context().close();
  });

  test('that is chosen when the talk is already over listens to nobody', async () => {
    const { desk, page } = await readyWithDevices();
    bench.server.call(fake.deskCall('one', 'talking', 'moved-1'));
    await rings(desk, 'moved-1', { 'X-Holos-Resume': '1' });
    await page.evaluate(packetsHeard);
    // That of the far end, in the same page, and that of the talk.
    expect(await page.evaluate('openMicrophones()')).toBe(2);
    await page.evaluate('holdMicrophones()');
    await page.getByRole('button', { name: uk['nav.settings'] }).click();
    await page.getByLabel(uk['settings.microphone'], { exact: true }).selectOption('laptop');
    await page.keyboard.press('Escape');
    bench.server.call(null);
    await expect.poll(() => page.evaluate('openMicrophones()')).toBe(1);
    expect(await page.evaluate('microphonesAwaited()')).toBeGreaterThan(0);
    await page.evaluate('giveMicrophones()');
    await expect.poll(() => page.evaluate('microphonesAwaited()')).toBe(0);
    await expect.poll(() => page.evaluate('openMicrophones()')).toBe(1);
    await page.context().close();
  });

  test('whose permission is taken back stops the calls', async () => {
    const { page, state } = await readyWithDevices();
    await page.evaluate('takeLeaveBack()');
    await bench.server.hears('phone no-microphone');
    await state('paused');
    await page.getByText('Браузер не дозволяє мікрофон.').first().waitFor();
    await page.context().close();
  });
});

describe('wrap-up', () => {
  test('counts down, is prolonged by a key and ended by a key', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'talking', 'wrap-1'));
    await page.locator('[data-call-id=wrap-1]').waitFor();
    bench.server.call(null);
    const left = page.getByTestId('wrap-up-left');
    await page.locator('[data-call-id=wrap-1]').waitFor();
    await expect.poll(() => left.innerText(), { timeout: 4_000 }).toMatch(/^До готовності 0:(20|1[0-9])$/);
    await expect.poll(() => left.innerText(), { timeout: 4_000 }).toMatch(/^До готовності 0:1[0-8]$/);
    await page.keyboard.press('Alt+p');
    await bench.server.hears('prolong-wrap-up');
    await expect.poll(() => left.innerText(), { timeout: 4_000 }).toMatch(/^До готовності 1:1[0-9]$/);
    await page.keyboard.press('1');
    await bench.server.hears('disposition wrap-1 request');
    await page.keyboard.press('Alt+w');
    await bench.server.hears('wrapped-up');
    await left.waitFor({ state: 'detached' });
    await page.context().close();
  });
});

describe('the desk', () => {
  test('a lost link is said at once, keeps what was typed, and catches up by itself', async () => {
    const { page } = await ready();
    bench.server.call(fake.deskCall('one', 'ringing', 'link-0'));
    bench.server.cut(true);
    await page.getByText('утрачено. Написане збережено').waitFor();
    bench.server.cut(false);
    await page.getByText('утрачено. Написане збережено').waitFor({ state: 'detached' });
    bench.server.call(fake.deskCall('one', 'talking', 'link-1'));
    await page.locator('[name=text]').fill('Тече кран');
    bench.server.cut(true);
    await page.getByText('Розмова триває, написане збережено').waitFor();
    await bench.server.refuses();
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
    await page.getByTestId('waveform').waitFor();
    expect(
      Number(await page.getByRole('slider', { name: 'Місце в записі' }).inputValue()),
    ).toBeGreaterThanOrEqual(14_000);
    await page.context().close();
  });
});
