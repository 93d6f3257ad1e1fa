import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeAri } from '../../test/fakes/fake-ari.ts';
import { standStill } from '../../test/fakes/stand-still.ts';
import { openDoor } from './link-ari-http.ts';
import { watchHeartbeat } from './link-heartbeat.ts';

const beatMs = 30;

let ari: FakeAri;
let stop: AbortController;

beforeEach(async () => {
  ari = await FakeAri.start();
  stop = new AbortController();
});

afterEach(async () => {
  vi.useRealTimers();
  stop.abort();
  await ari.close();
});

/** What ended the watch; its socket answers each ping, unless it is `deaf`. */
function watched({ deaf = false } = {}) {
  const socket = {
    heard: 0,
    ping() {
      if (!deaf) setImmediate(() => this.heard++);
    },
  };
  const door = openDoor('127.0.0.1', ari.port, 'holos', ari.password);
  return watchHeartbeat(door, socket, stop.signal, beatMs).catch((error: unknown) => error);
}

async function beats(count: number): Promise<void> {
  const before = ari.asked.length;
  await vi.waitFor(() => expect(ari.asked.length).toBeGreaterThanOrEqual(before + count), { interval: 5 });
}

/** That it goes on. */
async function expectNoEnd(watch: Promise<unknown>): Promise<void> {
  expect(await Promise.race([watch, beats(2).then(() => 'goes on')])).toBe('goes on');
}

test('an Asterisk is gone that is silent for four beats', async () => {
  const watch = watched();
  await beats(6);
  ari.frozen = true;
  expect(await watch).toMatchObject({ code: 'ari.timeout', details: { silentBeats: 4 } });
});

test('one whose socket alone is silent is gone, too', async () => {
  expect(await watched({ deaf: true })).toMatchObject({ code: 'ari.timeout' });
});

test('it was not silent while this process stood still', async () => {
  const watch = watched();
  await beats(2);
  // What was asked is answered; the next beat is not due yet.
  await pause(beatMs / 3);
  standStill(10 * beatMs);
  await expectNoEnd(watch);
});

test.each([3_600_000, -3_600_000])('it is not silent because the clock is set by %i ms', async (ms) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const watch = watched();
  await beats(2);
  vi.setSystemTime(Date.now() + ms);
  await expectNoEnd(watch);
});
