import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../log.ts';
import { FakeAmi } from '../../test/fakes/fake-ami.ts';
import { FakeAri } from '../../test/fakes/fake-ari.ts';
import { standStill } from '../../test/fakes/stand-still.ts';
import { linkNode } from './link.ts';
import { AriError } from './link-errors.ts';
import type { AsteriskNode, NodeState } from './node.ts';

let ari: FakeAri;
let ami: FakeAmi;
const nodes: AsteriskNode[] = [];

beforeEach(async () => {
  [ari, ami] = await Promise.all([FakeAri.start(), FakeAmi.start()]);
});

afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.close()));
  await Promise.all([ari.close(), ami.close()]);
});

function link(to = { ari, ami }, password = to.ari.password): AsteriskNode {
  return unlinked(to, password).begin();
}

function unlinked(to = { ari, ami }, password = to.ari.password): AsteriskNode {
  const ports = { httpPort: to.ari.port, amiPort: to.ami.port };
  const where = { name: 'n1', address: '127.0.0.1', ...ports, user: 'holos', password, application: 'holos' };
  const node = linkNode(where, createLog('silent'));
  nodes.push(node);
  return node;
}

async function linked(): Promise<AsteriskNode> {
  const node = link();
  await node.whenUp(AbortSignal.timeout(4000));
  return node;
}

function whenState(node: AsteriskNode, state: NodeState): Promise<void> {
  return new Promise((resolve) => {
    const stop = node.onState((now) => {
      if (now !== state) return;
      stop();
      resolve();
    });
  });
}

const start = (id: string) => ({ type: 'StasisStart', timestamp: 'now', channel: { id } });

test('an event that nobody knows, and a message that is not JSON, are passed over', async () => {
  const node = await linked();
  const heard = new Promise((resolve) => node.onSubject('c1', resolve));
  ari.tell({ type: 'NeverHeardOf', timestamp: 'now' });
  ari.tell('{ not json');
  ari.tell(start('c1'));
  await expect(heard).resolves.toMatchObject({ type: 'StasisStart' });
  expect(node.state).toBe('up');
});

test('only known types of events are asked for', async () => {
  await linked();
  expect(ari.asked).toContain('PUT /applications/holos/eventFilter');
});

test('a wrong login keeps the node down, tells so, and does not bring the process down', async () => {
  const node = link({ ari, ami }, 'wrong');
  await expect(node.whenUp(AbortSignal.timeout(500))).rejects.toMatchObject({ name: 'TimeoutError' });
  await expect(node.ari('channels', 'list')).rejects.toMatchObject({ code: 'ari.down' });
  await expect(node.ami('Ping')).rejects.toMatchObject({ code: 'ami.down' });
});

test('a description that is not JSON does not bring the process down; the link comes up when it is mended', async () => {
  ari.answers.set('GET /api-docs/channels.json', { status: 200, text: '<html>' });
  const node = link();
  await expect(node.whenUp(AbortSignal.timeout(400))).rejects.toThrow();
  ari.answers.clear();
  await node.whenUp(AbortSignal.timeout(4000));
});

test.each([
  [404, 'ari.not-found'],
  [409, 'ari.conflict'],
  [412, 'ari.gone'],
  [422, 'ari.refused'],
  [500, 'ari.failed'],
])('HTTP %i is the error %s', async (status, code) => {
  const node = await linked();
  ari.answers.set('GET /channels/c1', { status, text: '{"message":"no"}' });
  const error = await node.ari('channels', 'get', { channelId: 'c1' }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AriError);
  expect(error).toMatchObject({ status, code });
});

test('an answer that is not JSON is an error with a code', async () => {
  const node = await linked();
  ari.answers.set('GET /channels', { status: 200, text: 'busy' });
  await expect(node.ari('channels', 'list')).rejects.toMatchObject({ code: 'ari.failed', status: 200 });
});

test('an operation that does not exist, or lacks a part of its path, is refused at once', async () => {
  const node = await linked();
  await expect(node.ari('channels', 'dance')).rejects.toMatchObject({ code: 'ari.refused' });
  await expect(node.ari('channels', 'get')).rejects.toMatchObject({ code: 'ari.refused' });
});

test('every request has a limit', async () => {
  const node = await linked();
  ari.answers.set('GET /channels', 'never');
  await expect(node.ari('channels', 'list', {}, 50)).rejects.toMatchObject({ code: 'ari.timeout' });
});

test('an answer that came while this process stood still came in time', async () => {
  const node = await linked();
  const answer = node.ari('channels', 'list', {}, 100);
  standStill(500);
  await expect(answer).resolves.toEqual([]);
});

test('requests share connections', async () => {
  const node = await linked();
  const before = ari.connections;
  for (let count = 0; count < 50; count += 1) await node.ari('channels', 'list');
  expect(ari.connections - before).toBeLessThanOrEqual(1);
});

test('it comes up when it is told to: whoever has something to do at its syncing has time to say so', async () => {
  const node = unlinked();
  // By then it would be up, too.
  await linked();
  const synced = vi.fn(async () => undefined);
  node.onSync(synced);
  expect([node.state, synced.mock.calls.length]).toEqual(['down', 0]);
  await node.begin().whenUp(AbortSignal.timeout(4000));
  expect(synced).toHaveBeenCalledTimes(1);
});

test('a dropped link comes back by itself; what was under way is rejected; events wait until the sync is done', async () => {
  const node = await linked();
  const story: string[] = [];
  node.onState((state) => story.push(state));
  node.on('StasisStart', (event) => story.push(`heard ${event.channel?.id}`));
  node.onSync(async () => {
    ari.tell(start('c2'));
    await node.ari('channels', 'list');
    story.push('synced');
  });
  ari.answers.set('GET /channels/c1', 'never');
  const pending = node.ari('channels', 'get', { channelId: 'c1' });
  const down = whenState(node, 'down');
  ari.drop();
  await expect(pending).rejects.toMatchObject({ code: 'ari.down' });
  await down;
  await node.whenUp(AbortSignal.timeout(4000));
  expect(story).toEqual(['down', 'syncing', 'synced', 'heard c2', 'up']);
});

test('a frozen Asterisk is noticed within 5 s, and taken up again when it thaws', {
  timeout: 15_000,
}, async () => {
  const node = await linked();
  const began = Date.now();
  ari.frozen = true;
  await whenState(node, 'down');
  expect(Date.now() - began).toBeLessThan(5000);
  ari.frozen = false;
  await node.whenUp(AbortSignal.timeout(6000));
});

test('of one that stands still no socket of events is asked for, which it would open when nobody wants it any more', async () => {
  const node = await linked();
  ari.frozen = true;
  await whenState(node, 'down');
  const before = ari.upgrades;
  // A try to connect has been given up, and the next one has begun.
  const { connections } = ari;
  await vi.waitFor(() => expect(ari.connections).toBeGreaterThan(connections + 1), { timeout: 8000 });
  expect(ari.upgrades).toBe(before);
  ari.frozen = false;
  await node.whenUp(AbortSignal.timeout(6000));
}, 20_000);

test('one that tells nothing any more though it answers everything is linked anew', async () => {
  const node = await linked();
  ari.deaf = true;
  await whenState(node, 'down');
  ari.deaf = false;
  await node.whenUp(AbortSignal.timeout(6000));
}, 15_000);

test('a second controller on the same application ends the link of the first', async () => {
  const node = await linked();
  const down = whenState(node, 'down');
  ari.tell({ type: 'ApplicationReplaced', timestamp: 'now' });
  await down;
});

test('two nodes with different logins do not clash', async () => {
  const other = { ari: await FakeAri.start('another'), ami: await FakeAmi.start('another') };
  try {
    const both = [link(), link(other)];
    await Promise.all(both.map((node) => node.whenUp(AbortSignal.timeout(4000))));
    await Promise.all(both.map((node) => node.ari('channels', 'list')));
    await Promise.all(nodes.splice(0).map((node) => node.close()));
  } finally {
    await Promise.all([other.ari.close(), other.ami.close()]);
  }
});

test('nothing is written on the console, whatever happens to the link', async () => {
  const written = vi.spyOn(console, 'log');
  const node = await linked();
  ari.drop();
  ami.drop();
  await whenState(node, 'up');
  expect(written).not.toHaveBeenCalled();
});
