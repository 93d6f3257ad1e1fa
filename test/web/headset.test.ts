import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type DeskBench, startDeskBench } from './desk-bench.ts';
import * as fake from './fake-data.ts';
import { packetsHeard, rings } from './far-end.ts';

let bench: DeskBench;
beforeAll(async () => {
  bench = await startDeskBench();
});
afterAll(async () => bench?.close());

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
    for (const track of tracks) track.stop();
    leave.state = 'prompt';
    leave.dispatchEvent(new Event('change'));
  };
  window.giveLeave = () => {
    leave.state = 'granted';
    leave.dispatchEvent(new Event('change'));
  };
  let spokenInto = null;
  const { replaceTrack } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.replaceTrack = function (track) {
    spokenInto = track;
    return replaceTrack.call(this, track);
  };
  window.isSpokenInto = () => spokenInto?.readyState === 'live';
  window.plug = (...names) => {
    there = names;
    mediaDevices.dispatchEvent(new Event('devicechange'));
  };
})()`;

describe('a headset', () => {
  async function readyWithDevices() {
    const desk = await bench.open({ script: takeDevices });
    const { page } = desk;
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
  });

  test('that is gone is replaced by what is left when the operator says so', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug('laptop');
    await state('paused');
    await page.getByRole('button', { name: 'Спробувати ще раз' }).click();
    await page.getByTestId('standby').getByRole('button', { name: 'Готовий до дзвінків' }).click();
    await state('ready');
  });

  test('that was the only one is said to be missing', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug();
    await state('paused');
    await page.getByText('Мікрофона не знайдено.').first().waitFor();
    expect(await page.getByTestId('standby').getByRole('button').isDisabled()).toBe(true);
  });

  test('something else that is plugged in or out changes nothing', async () => {
    const { page, state, plug } = await readyWithDevices();
    await plug('usb-headset', 'laptop', 'television');
    await plug('usb-headset');
    await page.locator('[data-testid=phone]', { hasText: 'Телефон готовий' }).waitFor();
    await state('ready');
    expect(bench.server.heard).not.toContain('phone no-microphone');
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
  });

  test.each([
    [
      'when the operator says so',
      (page: Page) => page.getByRole('button', { name: uk['app.try-again'] }).click(),
    ],
    ['when the browser allows it again', (page: Page) => page.evaluate('giveLeave()')],
  ])('that is lost in a talk is spoken into again %s', async (_when, mends) => {
    const { desk, page } = await readyWithDevices();
    bench.server.call(fake.deskCall('one', 'talking', 'mended-1'));
    await rings(desk, 'mended-1', { 'X-Holos-Resume': '1' });
    await page.evaluate(packetsHeard);
    await page.evaluate('takeLeaveBack()');
    await bench.server.hears('phone no-microphone');
    await mends(page);
    await expect.poll(() => page.evaluate('isSpokenInto()')).toBe(true);
    await page.getByText(uk['check.denied']).waitFor({ state: 'detached' });
    expect(await page.evaluate('openMicrophones()')).toBe(1);
  });

  test('whose permission is taken back stops the calls', async () => {
    const { page, state } = await readyWithDevices();
    await page.evaluate('takeLeaveBack()');
    await bench.server.hears('phone no-microphone');
    await state('paused');
    await page.getByText('Браузер не дозволяє мікрофон.').first().waitFor();
  });
});
