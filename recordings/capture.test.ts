import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { Bus } from '../events.ts';
import type { AsteriskNode, NodeInventory } from '../telephony/asterisk/node.ts';
import { createCapture } from './capture.ts';
import { recordingsRoot } from './folder.ts';
import type { RecordingRows } from './rows.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'capture-'));
});
afterEach(() => rm(home, { recursive: true }));

/** What is logged, and at which level, of a call of this length of which Asterisk has written nothing. */
async function loggedAfter(lengthMs: number, snoop: () => Promise<unknown>) {
  const told: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void told.push(line) });
  const bus = new Bus((error) => {
    throw error;
  });
  const node = {
    name: 'n1',
    onSync: () => () => undefined,
    onSubject: () => () => undefined,
    ari: (_: string, operation: string) => {
      if (operation === 'snoopChannelWithId') return snoop();
      return operation === 'get' ? gone() : Promise.resolve();
    },
  } as unknown as AsteriskNode;
  const closed: string[] = [];
  const rows = {
    begin: async () => 7,
    finish: async (_: number, { state }: { state: string }) => void closed.push(state),
  } as unknown as RecordingRows;
  const capture = createCapture({ settings: { home } as Settings, bus, rows, node, log });
  const callId = 'n1-1.1';
  const at = new Date(Date.now() - lengthMs);
  bus.emit('step', { kind: 'answered', callId, at });
  bus.emit('step', { kind: 'ended', result: 'served', reason: 'caller-hung-up', callId, at: new Date() });
  await expect.poll(() => closed).toEqual(['lost']);
  await capture.close();
  return told.map((line) => JSON.parse(line)).map(({ level, msg }) => [log.levels.labels[level], msg]);
}

type Operations = Record<string, (parameters: Record<string, unknown>) => Promise<unknown>>;

/** An Asterisk that does what is given, and nothing for all the rest. */
function fakeNode(operations: Operations) {
  const listeners = new Map<string, (event: unknown) => void>();
  let synced = async (_: NodeInventory) => {};
  const node = {
    name: 'n1',
    onSync: (listener: typeof synced) => {
      synced = listener;
      return () => undefined;
    },
    onSubject: (subject: string, listener: (event: unknown) => void) => {
      listeners.set(subject, listener);
      return () => undefined;
    },
    ari: async (_: string, operation: string, parameters: Record<string, unknown>) =>
      operations[operation]?.(parameters),
  };
  return {
    node: node as unknown as AsteriskNode,
    sync: (inventory: NodeInventory) => synced(inventory),
    tell: (subject: string, type: string) =>
      void setImmediate(() => listeners.get(subject)?.({ type, timestamp: new Date().toISOString() })),
  };
}

function parts() {
  const bus = new Bus((error) => {
    throw error;
  });
  return { settings: { home } as Settings, bus, log: pino({ level: 'silent' }) };
}

const gone = () => Promise.reject(new HolosError('ari.not-found', 'there is no such channel'));

test('a call that was over before it could be recorded is an ordinary one', async () => {
  expect(await loggedAfter(5, gone)).toEqual([['info', 'a call was over before it could be recorded']]);
});

test('a longer one of which nothing is there is a fault', async () => {
  expect(await loggedAfter(2_000, gone)).toEqual([['error', 'nothing of a call was recorded']]);
});

test('who hangs up while his recording is being taken up is not recorded any longer', async () => {
  await mkdir(path.join(recordingsRoot({ home }), 'his'), { recursive: true });
  await writeFile(path.join(recordingsRoot({ home }), 'his', 'heard-1.sln'), Buffer.alloc(16_000));
  const { node, sync } = fakeNode({ get: gone, snoopChannelWithId: gone });
  const finished: unknown[] = [];
  const rows = {
    unfinished: async () => [{ id: 7, callId: 'n1-1.1', node: 'n1', folder: 'his', startedAt: new Date() }],
    isOn: async () => true,
    finish: async (id: number, { state }: { state: string }) => void finished.push({ id, state }),
  } as unknown as RecordingRows;
  const capture = createCapture({ ...parts(), rows, node });
  await sync({ channels: [{ id: 'n1-1.1' }], bridges: [] } as unknown as NodeInventory);
  await expect.poll(() => finished).toEqual([{ id: 7, state: 'finished' }]);
  expect(capture.figures().recording).toBe(0);
  await capture.close();
});

test('a track that ended while the link was lost is followed by the next one', async () => {
  const begun: string[] = [];
  const lives = new Set<unknown>();
  const { node, sync, tell } = fakeNode({
    snoopChannelWithId: async ({ snoopId }) => tell(String(snoopId), 'StasisStart'),
    record: async ({ name }) => {
      begun.push(String(name).split('/').at(-1) ?? '');
      lives.add(name);
      tell(String(name), 'RecordingStarted');
    },
    getLive: async ({ recordingName }) => (lives.has(recordingName) ? {} : gone()),
  });
  const rows = { begin: async () => 7, unfinished: async () => [], finish: async () => undefined };
  const { bus, ...others } = parts();
  const capture = createCapture({ ...others, bus, rows: rows as unknown as RecordingRows, node });
  bus.emit('step', { kind: 'answered', callId: 'n1-1.1', at: new Date() });
  await expect.poll(() => begun).toEqual(['resident-1', 'heard-1']);
  const now = { channels: [{ id: 'n1-1.1' }], bridges: [] } as unknown as NodeInventory;
  const heard = [...lives].find((name) => String(name).endsWith('heard-1'));
  lives.delete(heard);
  await sync(now);
  await expect.poll(() => begun, { timeout: 5_000 }).toEqual(['resident-1', 'heard-1', 'heard-2']);
  await capture.close();
});

test('of those that were cut off, one that cannot be finished keeps no other from it', async () => {
  const root = recordingsRoot({ home });
  await mkdir(path.join(root, 'good'), { recursive: true });
  await writeFile(path.join(root, 'good', 'heard-1.sln'), Buffer.alloc(16_000));
  await writeFile(path.join(root, 'no-folder'), '');
  let sync = async (_: NodeInventory) => {};
  const node = {
    name: 'n1',
    onSync: (listener: typeof sync) => {
      sync = listener;
      return () => undefined;
    },
  } as unknown as AsteriskNode;
  const finished: unknown[] = [];
  const row = { node: 'n1', startedAt: new Date(), state: 'recording' };
  const rows = {
    unfinished: async () => [
      { ...row, id: 1, callId: 'n1-1.1', folder: 'no-folder/below' },
      { ...row, id: 2, callId: 'n1-1.2', folder: 'good' },
    ],
    finish: async (id: number, { state, durationMs }: { state: string; durationMs: number }) =>
      void finished.push({ id, state, durationMs }),
  } as unknown as RecordingRows;
  const capture = createCapture({ ...parts(), rows, node });
  await sync({ channels: [], bridges: [] });
  await expect.poll(() => finished).toContainEqual({ id: 2, state: 'finished', durationMs: 1_000 });
  expect(capture.figures().failures).toBe(1);
  await capture.close();
});
