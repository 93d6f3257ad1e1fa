import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { knownNumbers } from '../../db/seeds/numbers.ts';
import { callsForAPerson, type Floor, startFloor } from './floor.ts';
import { startTlsProxy, type TlsProxy } from './tls-proxy.ts';
import { hears } from './voices.ts';

/** The desk behind a proxy that gives TLS, as docs/running.md tells. */
let floor: Floor;
let proxy: TlsProxy;

beforeAll(async () => {
  floor = await startFloor();
  proxy = await startTlsProxy(floor.world.settings, floor.world.settings.home);
});

afterEach(() => floor.clear());
afterAll(async () => {
  proxy?.close();
  await floor?.stop();
});

test('over TLS one logs in, the phone registers, and a call is talked', async () => {
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
  await desk.endsTheCall();
  await call.ended();
});
