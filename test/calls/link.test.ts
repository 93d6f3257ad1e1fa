import dgram from 'node:dgram';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import { type FallbackCall, takeFallbackCalls } from '../../telephony/asterisk/fallback-calls.ts';
import { connectNode } from '../../telephony/asterisk/link.ts';
import type {
  AriEvent,
  AriEventType,
  AsteriskNode,
  NodeInventory,
  NodeState,
} from '../../telephony/asterisk/node.ts';
import { removeOperatorPhone, setOperatorPhone } from '../../telephony/asterisk/operator-phone.ts';
import { digest, RawSip, type SipMessage, type SipRequest } from '../town/raw-sip.ts';
import { type OwnAsterisk, ownAsterisk } from './own-asterisk.ts';

let asterisk: OwnAsterisk;
let node: AsteriskNode;
let carrier: RawSip;
let stranger: RawSip;

beforeAll(async () => {
  asterisk = await ownAsterisk(20_000 + (process.pid % 300) * 100);
  await asterisk.start();
  const { carrier: carrierPlace, ports, address } = asterisk.settings;
  const to = { address, port: ports.sip };
  carrier = await RawSip.open(carrierPlace, to);
  stranger = await RawSip.open({ address: '127.0.0.9' }, to);
});

afterAll(async () => {
  carrier?.close();
  stranger?.close();
  await asterisk?.remove();
});

beforeEach(async () => {
  await asterisk.start();
  node = (
    await connectNode({ settings: asterisk.settings, application: 'holos', log: createLog('silent') })
  ).begin();
  await node.whenUp(AbortSignal.timeout(8000));
});

afterEach(() => node.close());

function whenState(wanted: NodeState): Promise<void> {
  return new Promise((resolve) => {
    const stop = node.onState((state) => {
      if (state !== wanted) return;
      stop();
      resolve();
    });
  });
}

function next(type: AriEventType): Promise<AriEvent> {
  return new Promise((resolve) => {
    const stop = node.on(type, (event) => {
      stop();
      resolve(event);
    });
  });
}

const sdp = (address: string) =>
  `v=0\r\no=- 1 1 IN IP4 ${address}\r\ns=-\r\nc=IN IP4 ${address}\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n`;

function invite(phone: RawSip, number: string, from = 'sip:+380501112233@carrier'): SipRequest {
  const headers = { 'Content-Type': 'application/sdp' };
  return { method: 'INVITE', uri: `sip:${number}@127.0.0.1`, from, headers, body: sdp(phone.address) };
}

function register(name: string): SipRequest {
  const aor = `sip:${name}@127.0.0.1`;
  return { method: 'REGISTER', uri: 'sip:127.0.0.1', from: aor, to: aor };
}

/** One key as RFC 4733 has it: three packets that it is down, three that it is up. */
async function sendKey(from: string, rtpPort: number, key: number): Promise<void> {
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(40_000, from, resolve));
  for (let number = 0; number < 6; number += 1) {
    const up = number >= 3;
    const header = Buffer.from([0x80, number === 0 ? 0xe5 : 0x65, 0, number + 1, 0, 0, 0, 1, 0, 0, 0, 9]);
    const event = Buffer.from([key, up ? 0x8a : 0x0a, 0x03, 0x20 + (up ? 160 : number)]);
    await new Promise((resolve) =>
      socket.send(Buffer.concat([header, event]), rtpPort, '127.0.0.1', resolve),
    );
  }
  socket.close();
}

/** An answer without what differs each time: ids, nonces, the sender's own words. */
function shape({ firstLine, headers, body }: SipMessage): object {
  const challenge = headers['www-authenticate']?.replace(/(nonce|opaque)="[^"]*"/g, '$1');
  return { firstLine, names: Object.keys(headers), challenge, server: headers.server, body };
}

test('a stranger gets one and the same answer, whoever they claim to be and whatever they ask for', async () => {
  await setOperatorPhone(node, { name: 'olha', password: 'secret-of-olha', kind: 'browser' });
  const names = ['nobody', 'olha', 'carrier', '+380501112233'];
  const invites = names.flatMap((name) =>
    ['750600', '999', 'olha'].map((number) => invite(stranger, number, `sip:${name}@x`)),
  );
  const answers = [];
  for (const request of [...invites, ...names.map(register)])
    answers.push(shape(await stranger.asks(request)));
  expect(answers[0]).toMatchObject({ firstLine: 'SIP/2.0 401 Unauthorized' });
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

test('a refused stranger is counted; the log says nothing of him, however often he comes', async () => {
  const log = () => readFile(path.join(asterisk.place.log, 'asterisk.log'), 'utf8');
  const before = await log();
  const refused = new Promise((resolve) => node.onRefused(resolve));
  for (let time = 0; time < 5; time++) await stranger.asks(invite(stranger, '750600', 'sip:+380671234567@x'));
  expect(await refused).toEqual({ kind: 'Stranger', address: '127.0.0.9' });
  expect(await log()).toBe(before);
});

test('whoever calls himself a phone that is known, and never shows its password, is counted', async () => {
  await setOperatorPhone(node, { name: 'olha', password: 'secret-of-olha', kind: 'browser' });
  const refused = new Promise((resolve) => node.onRefused(resolve));
  expect((await stranger.asks(invite(stranger, '750600', 'sip:olha@x'))).status).toBe(401);
  expect(await refused).toEqual({ kind: 'Unanswered', address: '127.0.0.9' });
  await removeOperatorPhone(node, 'olha');
}, 15_000);

test('an operator’s phone registers with its password, calls nobody, and is shut out when removed', async () => {
  await setOperatorPhone(node, { name: 'olha', password: 'secret-of-olha', kind: 'browser' });
  const withPassword = async (request: SipRequest, password: string) => {
    const { headers } = await stranger.asks(request);
    const authorization = digest(
      headers['www-authenticate'] ?? '',
      request.method,
      request.uri,
      'olha',
      password,
    );
    const again = { ...request.headers, Authorization: authorization };
    return stranger.asks({ ...request, callId: headers['call-id'], cseq: 2, headers: again });
  };
  const refused = new Promise((resolve) => node.onRefused(resolve));
  expect((await withPassword(register('olha'), 'wrong')).status).toBe(401);
  expect(await refused).toMatchObject({ address: '127.0.0.9' });
  expect((await withPassword(register('olha'), 'secret-of-olha')).status).toBe(200);
  const from = 'sip:olha@127.0.0.1';
  for (const number of ['750600', '999', '+380501112233']) {
    expect((await withPassword(invite(stranger, number, from), 'secret-of-olha')).status).toBe(404);
  }
  await removeOperatorPhone(node, 'olha');
  expect((await withPassword(register('olha'), 'secret-of-olha')).status).toBe(401);
});

test('a number that is no hotline is 404', async () => {
  for (const number of ['999', '7506000', '75060', '0', 's', 'i', 'h', 'PJSIP']) {
    expect((await carrier.asks(invite(carrier, number))).status).toBe(404);
  }
});

test('a hotline’s call comes to the application unanswered, with the node’s name in its id; keys come by SIP INFO and by RFC 4733', async () => {
  const arrived = next('StasisStart');
  const request = { ...invite(carrier, '750600;npdi;rn=+380342000000'), fromTag: 'info' };
  const callId = carrier.send(request);
  const { channel, args } = await arrived;
  expect(args).toEqual(['incoming', '750600']);
  expect(channel).toMatchObject({ state: 'Ring', caller: { number: '+380501112233' } });
  expect(channel?.id).toMatch(/^n1-/);
  const channelId = channel?.id ?? '';
  await node.ari('channels', 'answer', { channelId });
  const ok = await carrier.hears(({ status, headers }) => status === 200 && headers['call-id'] === callId);
  expect(ok.headers.allow).not.toMatch(/REFER|MESSAGE/);
  const inDialog = { ...request, callId, to: ok.headers.to, body: '' };
  carrier.send({ ...inDialog, method: 'ACK' });
  const more: unknown[] = [];
  const stopListening = node.on('StasisStart', (event) => void more.push(event.channel));
  carrier.send({ ...request, callId });
  // Nobody moves a call by SIP: this says nothing.
  const elsewhere = { 'Refer-To': '<sip:+380671110000@127.0.0.1>' };
  carrier.send({ ...inDialog, method: 'REFER', cseq: 2, headers: elsewhere });
  const headers = { 'Content-Type': 'application/dtmf-relay' };
  // The same key twice, as quickly as a finger: both count.
  for (const cseq of [3, 4]) {
    const key = next('ChannelDtmfReceived');
    carrier.send({ ...inDialog, method: 'INFO', cseq, headers, body: 'Signal=5\r\nDuration=160\r\n' });
    expect((await key).digit).toBe('5');
  }
  const second = next('ChannelDtmfReceived');
  await sendKey(carrier.address, Number(/m=audio (\d+)/.exec(ok.body)?.[1]), 7);
  expect((await second).digit).toBe('7');
  // The INVITE that came once more is the same call.
  await carrier.hears(({ status, headers }) => status === 480 && headers['call-id'] === callId);
  expect(more).toEqual([]);
  stopListening();
  const gone = next('StasisEnd');
  await node.ari('channels', 'hangup', { channelId });
  expect((await gone).channel?.id).toBe(channelId);
});

const asserted = '<sip:+380501112233@carrier>';
test.each([
  ['shows it', { 'P-Asserted-Identity': asserted }, 'sip:+380501112233@carrier', '+380501112233'],
  [
    'withholds it, though the carrier passes it on',
    { 'P-Asserted-Identity': asserted, Privacy: 'id' },
    'sip:anonymous@anonymous.invalid',
    'anonymous',
  ],
  [
    'is asserted by two addresses in one header',
    { 'P-Asserted-Identity': `"Olena, K." ${asserted}, <tel:+380501112233>` },
    'sip:+380671110000@carrier',
    '+380501112233',
  ],
  [
    'is asserted by two headers, of which one is a name',
    {
      'P-Asserted-Identity': '<sip:olena@carrier>\r\nP-Asserted-Identity: tel:+380501112233;phone-context=x',
    },
    'sip:+380671110000@carrier',
    '+380501112233',
  ],
  [
    'is asserted by a short number beside a name',
    { 'P-Asserted-Identity': '<sip:olena@carrier>, <sip:7@carrier;user=phone>' },
    'sip:+380671110000@carrier',
    '7',
  ],
  [
    'has a name in which an address stands, with quotes in it, and one that is short',
    {
      'P-Asserted-Identity':
        '"<tel:+380671234567> \\"a, tel: +380342750600\\" \\\\" <sip:+380501112233@carrier>\r\nP-Asserted-Identity: "<sip:9@x>" <sip:olena@carrier>',
    },
    'sip:+380671110000@carrier',
    '+380501112233',
  ],
  [
    'has an address for a name beside his telephone’s',
    {
      'P-Asserted-Identity': '<tel:+380501112233>, "Office, tel: +380671234567" <sip:olena@carrier>',
    },
    'sip:+380671110000@carrier',
    '+380501112233',
  ],
  ['withholds what stands in From', { Privacy: 'id' }, 'sip:+380501112233@carrier', 'anonymous'],
])('the number of one who %s', async (_, identity, from, shown) => {
  const arrived = next('StasisStart');
  const request = invite(carrier, '750600', from);
  const callId = carrier.send({ ...request, headers: { ...request.headers, ...identity } });
  const { channel } = await arrived;
  expect(channel?.caller.number).toBe(shown);
  await node.ari('channels', 'hangup', { channelId: channel?.id });
  const refused = await carrier.hears(
    ({ status, headers }) => status >= 400 && headers['call-id'] === callId,
  );
  carrier.send({ ...request, method: 'ACK', body: '', callId, to: refused.headers.to });
});

test('a frozen Asterisk is noticed within 5 s and taken up again when it thaws', {
  timeout: 30_000,
}, async () => {
  const pid = await asterisk.start();
  const down = whenState('down');
  const began = Date.now();
  process.kill(pid, 'SIGSTOP');
  try {
    await down;
    expect(Date.now() - began).toBeLessThan(5000);
    await expect(node.ari('channels', 'list')).rejects.toMatchObject({ code: 'ari.down' });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await node.whenUp(AbortSignal.timeout(10_000));
});

test('after a drop of the link the calls that wait are in the inventory; after a crash there are none', {
  timeout: 30_000,
}, async () => {
  const arrived = next('StasisStart');
  const callId = carrier.send({ ...invite(carrier, '750600'), fromTag: 'stays' });
  const channelId = (await arrived).channel?.id;
  await node.close();

  node = (
    await connectNode({ settings: asterisk.settings, application: 'holos', log: createLog('silent') })
  ).begin();
  const inventories: NodeInventory[] = [];
  node.onSync(async (inventory) => void inventories.push(inventory));
  await node.whenUp(AbortSignal.timeout(8000));
  expect(inventories[0]?.channels.map(({ id }) => id)).toEqual([channelId]);

  const down = whenState('down');
  process.kill(await asterisk.start(), 'SIGKILL');
  await down;
  await asterisk.start();
  await node.whenUp(AbortSignal.timeout(10_000));
  expect(inventories[1]).toEqual({ channels: [], bridges: [] });
  await node.ari('channels', 'list');
  await node.ami('Ping');
  expect(callId).toBeTruthy();
});

test('a second controller on the same application is noticed by the first', async () => {
  const down = whenState('down');
  const second = (
    await connectNode({ settings: asterisk.settings, application: 'holos', log: createLog('silent') })
  ).begin();
  await down;
  await second.close();
});

test('with no controller the fallback speaks, hangs up, and the number is kept over a crash', {
  timeout: 30_000,
}, async () => {
  await node.close();
  const request = { ...invite(carrier, '750600', 'sip:0501112233@carrier'), fromTag: 'alone' };
  const answer = await carrier.asks(request);
  expect(answer.status).toBe(200);
  const callId = answer.headers['call-id'];
  await carrier.hears(
    (message) => message.firstLine.startsWith('BYE') && message.headers['call-id'] === callId,
  );

  process.kill(await asterisk.start(), 'SIGKILL');
  await asterisk.start();
  node = (
    await connectNode({ settings: asterisk.settings, application: 'holos', log: createLog('silent') })
  ).begin();
  await node.whenUp(AbortSignal.timeout(8000));
  const kept: FallbackCall[] = [];
  await takeFallbackCalls(node, async (call) => void kept.push(call));
  expect(kept).toEqual([{ number: '0501112233', dialled: '750600', at: expect.any(Date) }]);
  expect(await takeFallbackCalls(node)).toEqual([]);
});
