import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import type { StepKind } from '../../events.ts';
import { stepsToTheEnd } from '../calls/goes-to.ts';
import { finishedRecordingOf, openRecording, sidesOf } from '../calls/recorded.ts';
import type { TownCall } from '../town/call.ts';
import { rate } from '../town/sound/wav.ts';
import type { DeskPage } from './desk-page.ts';
import { callsForAPerson, type Floor, startFloor } from './floor.ts';
import { startTlsProxy, type TlsProxy } from './tls-proxy.ts';
import { hears, shareOf } from './voices.ts';
import { hasWifi, losesWifi, wifiAddress } from './wifi.ts';

/** The desk behind a proxy that gives TLS, as docs/running.md tells, on a computer whose Wi-Fi comes and goes. */
let floor: Floor;
let proxy: TlsProxy;
let wifi: boolean;

beforeAll(async () => {
  floor = await startFloor();
  wifi = await hasWifi();
  const { settings } = floor.world;
  proxy = await startTlsProxy(settings, settings.home, wifi ? wifiAddress : undefined);
});

afterEach(() => floor.clear());
afterAll(async () => {
  proxy?.close();
  await floor?.stop();
});

test('over TLS one logs in, the phone registers, and a call is talked; 20 s without Wi-Fi, and it goes on as one', async (context) => {
  const { operator1, resident } = floor.voices;
  const desk = await floor.desk('operator1', proxy.address);
  const sockets: string[] = [];
  desk.page.on('websocket', (socket) =>
    sockets.push(new URL(socket.url()).origin + new URL(socket.url()).pathname),
  );
  await desk.beginsToWork();
  const cookies = await desk.page.context().cookies(proxy.address);
  expect(cookies).toMatchObject([{ name: 'holos', secure: true, httpOnly: true, sameSite: 'Strict' }]);
  const overTls = proxy.address.replace('https', 'wss');
  expect(new Set(sockets)).toEqual(new Set([`${overTls}/socket.io/`, `${overTls}/ws`]));

  const call = await callsForAPerson(floor, knownNumbers.nobody, resident);
  await desk.rings();
  await desk.answers();
  await Promise.all([hears(call, operator1), hears(desk, resident)]);
  const callId = await desk.callId();
  context.skip(!wifi, 'the network of the machine is not cut');
  const backAt = await withoutWifi(desk, call, 20_000);
  const since = async (heard: Promise<void>) => heard.then(() => Date.now() - backAt);
  const [residentMs, operatorMs] = await Promise.all([
    since(hears(call, operator1)),
    since(hears(desk, resident)),
  ]);
  const told = `after the network is back the resident hears ${residentMs} ms later, the operator ${operatorMs} ms`;
  console.log(told);
  expect(Math.max(residentMs, operatorMs), told).toBeLessThan(5_000);
  await desk.isNow('talking');
  await desk.showsNoMore('link.lost.sound');
  await desk.endsTheCall();
  await call.ended();
  await expectOneTalk(callId);
});

/** The computer has no network for so long; what the operator sees, and the resident hears, meanwhile. @returns when it is back */
async function withoutWifi(desk: DeskPage, call: TownCall, forMs: number): Promise<number> {
  const comesBack = await losesWifi();
  const lostAt = Date.now();
  try {
    await call.hears('operator.returning', {}, { limitMs: 9_000 });
    await call.hearsMusic();
    await desk.shows('link.lost.sound');
    await pause(lostAt + forMs - Date.now());
  } finally {
    await comesBack();
  }
  return Date.now();
}

/** One talk and one recording, in which the operator is heard before and after, and the resident all the while. */
async function expectOneTalk(callId: string): Promise<void> {
  const { world, voices } = floor;
  const { id, startedAt } = await finishedRecordingOf(world, callId);
  const [said, heard] = await sidesOf(await openRecording(world, id));
  const steps = await stepsToTheEnd(world, callId);
  const sampleOf = (wanted: StepKind): number => {
    const found = steps.filter(({ kind }) => kind === wanted);
    expect(found, wanted).toHaveLength(1);
    return ((found[0]?.at.getTime() ?? 0) - startedAt.getTime()) * (rate / 1000);
  };
  const [begins, lost, back, ends] = [
    ...[sampleOf('connected'), sampleOf('operator-lost')],
    ...[sampleOf('operator-back'), sampleOf('left-operator')],
  ] as const;
  // Before and after it there are a few pieces only, and a packet that is late tears one.
  expect(shareOf(voices.operator1, heard.subarray(begins, lost))).toBeGreaterThan(0);
  expect(shareOf(voices.operator1, heard.subarray(back, ends))).toBeGreaterThan(0);
  expect(shareOf(voices.resident, said.subarray(lost, back))).toBeGreaterThan(0.6);
  const talks = await world.db('operator_talks').where({ call_id: callId });
  expect(talks).toHaveLength(1);
}
