import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { linkNode } from '../../telephony/asterisk/link.ts';
import type { AriChannel, AsteriskNode } from '../../telephony/asterisk/node.ts';
import { recordingFolder } from '../../telephony/asterisk/place.ts';
import { dial } from '../../telephony/call/dial.ts';
import { Keys } from '../../telephony/call/keys.ts';
import { Telephone } from '../../telephony/call/leg.ts';
import { type Playable, play } from '../../telephony/call/play.ts';
import { record } from '../../telephony/call/record.ts';
import { Wire } from '../fakes/wire.ts';
import { RawSip, type SipMessage } from '../town/raw-sip.ts';
import { BeepingPhone, beeps } from './beeping-phone.ts';
import { type OwnAsterisk, ownAsterisk, wavOf } from './own-asterisk.ts';

/** Something is going on in a call while the link to Asterisk is cut. */
let asterisk: OwnAsterisk;
let wire: Wire;
let node: AsteriskNode;
let phone: BeepingPhone;
let callId: string;
/** Longer than the silence that ends a message; in ms after the answer. */
const saysNothing = [2_000, 15_000] as const;

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
  phone = await BeepingPhone.open(settings.carrier, { address, port: ports.sip }, [saysNothing]);
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

test('a message is over meanwhile: the flow goes on as soon as the link is back', async () => {
  const root = recordingFolder(asterisk.place);
  await mkdir(path.join(root, 'messages'), { recursive: true });
  const over = record(node, {
    callId,
    root,
    file: 'messages/of-one-who-fell-silent',
    longestMs: 120_000,
    signal: new AbortController().signal,
    keys: new Keys(),
  });
  await heardBy(() =>
    node.ari('recordings', 'getLive', { recordingName: 'messages/of-one-who-fell-silent' }),
  );
  await cutUntilDown();
  await gone('recordings/live/messages%2Fof-one-who-fell-silent');
  await linkIsBack();
  const { message, endKey } = await within1s(over);
  expect(endKey).toBeNull();
  expect(message.durationMs).toBeGreaterThan(500);
}, 60_000);

test('a telephone hangs up meanwhile: that is known as soon as the link is back', async () => {
  const { called, invite, dialled } = await rings('n1-picks-up');
  called.answers(invite, '200 OK', soundOf(called));
  await dialled;
  const telephone = new Telephone(node, 'n1-picks-up');
  await cutUntilDown();
  const { from = '', to = '' } = invite.headers;
  const dialog = {
    from: inBrackets(to),
    fromTag: 'raw',
    to: from.slice(from.indexOf('<')),
    callId: invite.headers['call-id'],
  };
  await called.asks({ ...dialog, method: 'BYE', uri: inBrackets(invite.headers.contact ?? '') });
  await gone('channels/n1-picks-up');
  expect(telephone.gone.aborted).toBe(false);
  await linkIsBack();
  await expect.poll(() => telephone.gone.aborted, { timeout: 1_000 }).toBe(true);
  called.close();
});

test('where it rings no more when the link is back, nobody knows why: the link is to blame', async () => {
  const { called, invite, dialled } = await rings('n1-rejects');
  const why = dialled.catch((error: unknown) => error);
  await cutUntilDown();
  called.answers(invite, '486 Busy Here');
  await gone('channels/n1-rejects');
  await linkIsBack();
  expect(await within1s(why)).toMatchObject({ code: 'call.not-reached', reason: 'asterisk-lost' });
  called.close();
});

/** A telephone at the carrier's that rings. */
async function rings(channelId: string) {
  const { address, ports, carrier } = asterisk.settings;
  const called = await RawSip.open({ address: carrier.address }, { address, port: ports.sip });
  const endpoint = `PJSIP/carrier/sip:380671112233@${called.address}:${called.port}`;
  const dialling = { channelId, endpoint, callerNumber: '750600', ringMs: 30_000, purpose: 'outgoing' };
  const dialled = dial(node, dialling, new AbortController().signal);
  dialled.catch(() => undefined);
  const invite: SipMessage = await called.hears(({ firstLine }) => firstLine.startsWith('INVITE'));
  called.answers(invite, '180 Ringing');
  const state = async () => (await node.ari<AriChannel>('channels', 'get', { channelId })).state;
  await expect.poll(state).toBe('Ringing');
  return { called, invite, dialled };
}

function soundOf({ address }: RawSip): string {
  return `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n`;
}

/** Of `<sip:…>;tag=…` the address. */
function inBrackets(header: string): string {
  return /<([^>]*)>/.exec(header)?.[1] ?? '';
}

async function cutUntilDown(): Promise<void> {
  wire.cut();
  await expect.poll(() => node.state).toBe('down');
}

async function linkIsBack(): Promise<void> {
  wire.mend();
  await node.whenUp(AbortSignal.timeout(8_000));
}

/** Resolves when Asterisk, asked past the wire, knows it no longer. */
async function gone(what: string): Promise<void> {
  const { settings, login } = asterisk;
  const url = `http://${settings.address}:${settings.ports.http}/ari/${what}`;
  const authorization = `Basic ${btoa(`${login.user}:${login.password}`)}`;
  const status = async () => (await fetch(url, { headers: { authorization } })).status;
  await expect.poll(status, { timeout: 15_000, interval: 50 }).toBe(404);
}

async function heardBy(ask: () => Promise<unknown>): Promise<void> {
  await expect
    .poll(() =>
      ask().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
}

async function within1s<T>(outcome: Promise<T>): Promise<T> {
  const late = Symbol('late');
  const came = await Promise.race([outcome, pause(1_000, late)]);
  expect(came).not.toBe(late);
  return came as T;
}
