import { afterAll, beforeAll, expect, test } from 'vitest';
import { digest, RawSip, type SipRequest } from '../town/raw-sip.ts';
import { type OwnAsterisk, ownAsterisk } from './own-asterisk.ts';

const [user, password] = ['trunk7', 'pass;word of the trunk'];
let asterisk: OwnAsterisk;
let phone: RawSip;

beforeAll(async () => {
  const environment = { HOLOS_CARRIER_USER: user, HOLOS_CARRIER_PASSWORD: password };
  asterisk = await ownAsterisk(20_050 + (process.pid % 300) * 100, environment);
  await asterisk.start();
  phone = await RawSip.open(
    { address: '127.0.0.6' },
    { address: '127.0.0.1', port: asterisk.settings.ports.sip },
  );
});

afterAll(async () => {
  phone?.close();
  await asterisk?.remove();
});

const body =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.6\r\ns=-\r\nc=IN IP4 127.0.0.6\r\nt=0 0\r\nm=audio 40002 RTP/AVP 8\r\n';

/** A call whose From is the caller's number, as a carrier sends it, answered with this password when asked. */
async function callWith(number: string, secret: string) {
  const headers = { 'Content-Type': 'application/sdp' };
  const uri = `sip:${number}@127.0.0.1`;
  const request: SipRequest = { method: 'INVITE', uri, from: 'sip:+380501112233@carrier', headers, body };
  const asked = await phone.asks(request);
  expect(asked.status).toBe(401);
  const Authorization = digest(asked.headers['www-authenticate'] ?? '', 'INVITE', uri, user, secret);
  const again = {
    ...request,
    callId: asked.headers['call-id'],
    cseq: 2,
    headers: { ...headers, Authorization },
  };
  return phone.asks(again);
}

test('a carrier with a password calls from any address; its From stays the caller’s number', async () => {
  expect((await callWith('750600', password)).status).toBe(200);
  expect((await callWith('999', password)).status).toBe(404);
});

test('with a wrong password it is refused like anybody', async () => {
  expect((await callWith('750600', 'wrong')).status).toBe(401);
});
