import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import request from 'supertest';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../../log.ts';
import { answerFailures } from '../failures.ts';
import { limitTries } from './limits.ts';

const limits = { windowMs: 60_000, failuresPerLogin: 3, failuresPerAddress: 5, longestWaitMs: 5_000 };

/** A log-in that looks at a password, one at a time: `right` is the right one. */
let server: ReturnType<typeof createServer>;
let url: string;
let looked = 0;
let underWay = 0;
let mostUnderWay = 0;
let held: Promise<void> | undefined;
let arrived: (() => void) | undefined;

beforeEach(() => {
  [looked, underWay, mostUnderWay, held, arrived] = [0, 0, 0, undefined, undefined];
});
afterEach(() => {
  vi.useRealTimers();
  server.close();
});

async function serve(changes: Partial<typeof limits> = {}): Promise<void> {
  const app = express().use(express.json());
  app.use((_asked, _response, next) => {
    arrived?.();
    next();
  });
  app.post('/', limitTries({ ...limits, ...changes }), async (asked, response) => {
    looked += 1;
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await (held ?? new Promise((resolve) => setImmediate(resolve)));
    underWay -= 1;
    response.status(asked.body.password === 'right' ? 200 : 401).json(null);
  });
  app.use(answerFailures(createLog('silent')));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const tryOnce = async (login: string, password: string) => request(url).post('/').send({ login, password });
const statusesOf = (answers: request.Response[]) => answers.map(({ status }) => status);

test('however many log in rightly at one moment from one address, all come in', async () => {
  await serve();
  await tryOnce('somebody', 'wrong');
  let expected = 60;
  held = new Promise((resolve) => {
    arrived = () => {
      expected -= 1;
      if (expected === 0) resolve();
    };
  });
  const shift = Array.from({ length: 60 }, (_, i) => tryOnce(`operator${i % 20}`, 'right'));
  expect(new Set(statusesOf(await Promise.all(shift)))).toEqual(new Set([200]));
  expect(mostUnderWay).toBeLessThanOrEqual(4);
});

test('of guesses that are sent at once no more are looked at than may fail', async () => {
  await serve();
  const guesses = await Promise.all(Array.from({ length: 30 }, () => tryOnce(' Olha', 'wrong')));
  expect(looked).toBe(3);
  expect(statusesOf(guesses).filter((status) => status === 401)).toHaveLength(3);
  const refused = guesses.find(({ status }) => status === 429);
  expect(refused?.body.code).toBe('session.too-many-tries');
  expect(Number(refused?.get('Retry-After'))).toBe(60);

  await Promise.all(Array.from({ length: 30 }, (_, i) => tryOnce(`operator${i}`, 'wrong')));
  expect(looked).toBe(5);
  expect((await tryOnce('petro', 'right')).status).toBe(429);
});

test('failures are forgiven so long after the first of them', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  await serve();
  for (const laterMs of [0, 30_000, 29_999]) {
    vi.advanceTimersByTime(laterMs);
    expect((await tryOnce('olha', 'wrong')).status).toBe(401);
  }
  expect((await tryOnce('olha', 'right')).status).toBe(429);
  // Whatever the clock is set to meanwhile.
  vi.setSystemTime(Date.now() - 3_600_000);
  vi.advanceTimersByTime(1);
  expect(statusesOf(await Promise.all(Array.from({ length: 6 }, () => tryOnce('olha', 'wrong'))))).toEqual(
    expect.arrayContaining([401, 429]),
  );
  expect(looked).toBe(6);
});

test('who goes before the answer has failed', async () => {
  await serve({ failuresPerLogin: 1 });
  let letGo = () => {};
  held = new Promise((resolve) => {
    letGo = resolve;
  });
  const body = JSON.stringify({ login: 'olha', password: 'wrong' });
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
  const guess = httpRequest(url, { method: 'POST', headers }).on('error', () => undefined);
  guess.end(body);
  await expect.poll(() => looked).toBe(1);
  guess.destroy();
  const refused = await tryOnce('olha', 'right');
  letGo();
  expect([refused.status, looked]).toEqual([429, 1]);
});

test('who waits too long for others is told so, and takes nobody’s place', async () => {
  await serve({ failuresPerLogin: 1, longestWaitMs: 50 });
  let letGo = () => {};
  held = new Promise((resolve) => {
    letGo = resolve;
  });
  const first = tryOnce('olha', 'right');
  await expect.poll(() => looked).toBe(1);
  const second = await tryOnce('olha', 'right');
  expect([second.status, second.body.code]).toEqual([503, 'desk.too-late']);
  letGo();
  expect((await first).status).toBe(200);
  expect((await tryOnce('olha', 'right')).status).toBe(200);
});
