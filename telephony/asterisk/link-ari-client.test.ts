import { expect, test } from 'vitest';
import { FakeAri } from '../../test/fakes/fake-ari.ts';
import { describeAri } from './link-ari-client.ts';
import { openDoor } from './link-ari-http.ts';

const signal = new AbortController().signal;

test('a wrong login is an error with a code and the HTTP status', async () => {
  const ari = await FakeAri.start();
  const door = openDoor('127.0.0.1', ari.port, 'holos', 'wrong');
  await expect(describeAri(door, signal)).rejects.toMatchObject({ code: 'ari.refused', status: 401 });
  door.close();
  await ari.close();
});

test('a part of the description that is missing is an error with a code', async () => {
  const ari = await FakeAri.start();
  ari.answers.set('GET /api-docs/bridges.json', { status: 404, text: '{}' });
  const door = openDoor('127.0.0.1', ari.port, 'holos', 'right');
  await expect(describeAri(door, signal)).rejects.toMatchObject({ code: 'ari.failed' });
  door.close();
  await ari.close();
});

test('nobody there is an error with a code', async () => {
  const ari = await FakeAri.start();
  await ari.close();
  await expect(describeAri(openDoor('127.0.0.1', ari.port, 'holos', 'right'), signal)).rejects.toMatchObject({
    code: 'ari.down',
  });
});
