import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { linkNode } from '../../telephony/asterisk/link.ts';
import type { AsteriskNode } from '../../telephony/asterisk/node.ts';
import { type Playable, play } from '../../telephony/call/play.ts';
import { Wire } from '../fakes/wire.ts';
import { BeepingPhone, beeps } from './beeping-phone.ts';
import { type OwnAsterisk, ownAsterisk, wavOf } from './own-asterisk.ts';

/** A prompt is being said while the link to Asterisk is cut. */
let asterisk: OwnAsterisk;
let wire: Wire;
let node: AsteriskNode;
let phone: BeepingPhone;
let callId: string;

beforeAll(async () => {
  asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100);
  await asterisk.start();
  wire = await Wire.to(asterisk.settings.address, asterisk.settings.ports.http);
});
afterAll(async () => {
  await wire?.close();
  await asterisk?.remove();
});

beforeEach(async () => {
  const { settings, login } = asterisk;
  const { node: name, address, ports } = settings;
  const where = { name, address, httpPort: wire.port, amiPort: ports.ami, ...login, application: 'holos' };
  node = linkNode(where, createLog('silent')).begin();
  await node.whenUp(AbortSignal.timeout(8_000));
  const arrived = new Promise<string>((resolve) => {
    node.on('StasisStart', ({ channel }) => channel && resolve(channel.id));
  });
  phone = await BeepingPhone.open(settings.carrier, { address, port: ports.sip });
  const answered = phone.calls('750600', address);
  callId = await arrived;
  await node.ari('channels', 'answer', { channelId: callId });
  await answered;
});
afterEach(async () => {
  wire.mend();
  await phone.hangsUp();
  await node.close();
});

/** A beep each second, the last just before the end. */
async function beeping(count: number): Promise<Playable> {
  const samples = beeps(count, 1500).subarray(0, (count - 1) * 8000 + 400);
  const sound = path.join(asterisk.settings.home, `beeps-${count}`);
  await writeFile(`${sound}.wav`, wavOf(samples));
  return { path: sound, durationMs: samples.length / 8 };
}

async function played(...sounds: Playable[]): Promise<string> {
  const faults: unknown[] = [];
  const fault = (error: unknown) => faults.push(error);
  const end = await play(node, callId, sounds, { signal: new AbortController().signal, fault });
  expect(faults).toEqual([]);
  return end;
}

const heard = (count: number) =>
  expect.poll(() => phone.heardAt.length, { timeout: 8_000, interval: 20 }).toBe(count);

test('its end comes meanwhile: the flow goes on as soon as the link is back', async () => {
  const end = played(await beeping(2));
  await heard(1);
  wire.cut();
  await heard(2);
  await expect.poll(() => wire.tries).toBeGreaterThanOrEqual(3);
  wire.mend();
  await node.whenUp(AbortSignal.timeout(8_000));
  const backAt = performance.now();
  expect(await end).toBe('played');
  expect(performance.now() - backAt).toBeLessThan(1_000);
});

test('it is still being said when the link is back: its end is waited for', async () => {
  const end = played(await beeping(5));
  await heard(1);
  wire.cut();
  await expect.poll(() => node.state).toBe('down');
  wire.mend();
  await node.whenUp(AbortSignal.timeout(8_000));
  expect(await end).toBe('played');
  expect(phone.heardAt).toHaveLength(5);
});

test('for longer than any prompt may take, and more than ten tries: nothing is taken for a fault', async () => {
  const end = played(await beeping(1));
  await heard(1);
  wire.cut();
  await expect.poll(() => wire.tries, { timeout: 40_000, interval: 100 }).toBeGreaterThan(12);
  expect(node.state).toBe('down');
  wire.mend();
  expect(await end).toBe('played');
  expect(node.state).toBe('up');
  await node.ari('channels', 'list');
}, 60_000);

test('a sound that is not there is told at once', async () => {
  const missing = { path: path.join(asterisk.settings.home, 'nowhere'), durationMs: 500 };
  const began = performance.now();
  await expect(played(missing)).rejects.toMatchObject({
    code: 'call.playback',
    details: { sounds: [missing.path] },
  });
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(await played(await beeping(1))).toBe('played');
});
