import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeAri } from '../../test/fakes/fake-ari.ts';
import { standStill } from '../../test/fakes/stand-still.ts';
import { describeAri } from './link-ari-client.ts';
import { openDoor } from './link-ari-http.ts';
import { openSocket } from './link-ari-socket.ts';
import { watchHeartbeat } from './link-heartbeat.ts';

const beatMs = 30;
const nothing = () => undefined;

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

/** What ended the watch. */
async function watched() {
  const door = openDoor('127.0.0.1', ari.port, 'holos', ari.password);
  const client = await describeAri(door, stop.signal);
  const socket = await openSocket(client, 'holos', 3000, nothing, nothing);
  return {
    ended: watchHeartbeat(door, 'holos', socket, stop.signal, beatMs).catch((error: unknown) => error),
  };
}

async function beats(count: number): Promise<void> {
  const before = ari.asked.length;
  await vi.waitFor(() => expect(ari.asked.length).toBeGreaterThanOrEqual(before + count), { interval: 5 });
}

/** That it goes on. */
async function expectNoEnd(ended: Promise<unknown>): Promise<void> {
  expect(await Promise.race([ended, beats(2).then(() => 'goes on')])).toBe('goes on');
}

test('an Asterisk is gone that is silent for three beats', async () => {
  const { ended } = await watched();
  await beats(6);
  ari.frozen = true;
  expect(await ended).toMatchObject({ code: 'ari.timeout', details: { silentBeats: 3 } });
});

test('one that answers everything and tells nothing is gone, too', async () => {
  const { ended } = await watched();
  await beats(6);
  ari.deaf = true;
  expect(await ended).toMatchObject({ code: 'ari.timeout', details: { silentBeats: 3 } });
});

test('where events come late, any of them is a sign of life', async () => {
  const { ended } = await watched();
  ari.deaf = true;
  const told = setInterval(() => ari.tell({ type: 'StasisEnd' }), beatMs);
  await beats(4);
  await expectNoEnd(ended);
  clearInterval(told);
});

test('one that does not know our application any more is of no use at once', async () => {
  const { ended } = await watched();
  await beats(2);
  ari.answers.set('POST /events/user/heartbeat', {
    status: 404,
    text: '{"message":"Application not found"}',
  });
  expect(await ended).toMatchObject({ code: 'ari.not-found' });
});

test('it was not silent while this process stood still', async () => {
  const { ended } = await watched();
  await beats(2);
  // What was asked is answered; the next beat is not due yet.
  await pause(beatMs / 3);
  standStill(10 * beatMs);
  await expectNoEnd(ended);
});

test.each([3_600_000, -3_600_000])('it is not silent because the clock is set by %i ms', async (ms) => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { ended } = await watched();
  await beats(2);
  vi.setSystemTime(Date.now() + ms);
  await expectNoEnd(ended);
});
