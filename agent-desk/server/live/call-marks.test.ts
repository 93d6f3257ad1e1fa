import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stepsOf } from '../../../db/queries/call-events.ts';
import { findCall } from '../../../db/queries/calls.ts';
import type { StepData } from '../../../events.ts';
import { FakeBrowser } from '../fakes/browser.ts';
import { type Person, people, type TestDesk, testDesk } from '../fakes/testing.ts';

let desk: TestDesk;
let callId = '';
const browsers: FakeBrowser[] = [];
beforeAll(async () => {
  desk = await testDesk();
}, 60_000);
afterAll(() => desk.close());

let calls = 0;
const step = (data: StepData) => desk.bus.emit('step', { ...data, callId, at: new Date() });
beforeEach(() => {
  callId = `n1-marked-${calls++}`;
  step({ kind: 'arrived', hotline: '750-600', number: `+38050200${1000 + calls}`, direction: 'in' });
});
afterEach(() => {
  for (const browser of browsers.splice(0)) browser.close();
});

async function open(who: Person): Promise<FakeBrowser> {
  const { login, password } = people[who];
  const response = await request(desk.url).post('/api/session').send({ login, password }).expect(200);
  const browser = new FakeBrowser(desk.url, { Cookie: response.get('Set-Cookie')?.[0]?.split(';')[0] ?? '' });
  browsers.push(browser);
  await browser.until(({ state }) => state !== undefined);
  return browser;
}

const talks = () => {
  step({ kind: 'connected', operatorId: desk.operators.olha.id, waitMs: 0 });
  desk.floor.put(desk.operators.olha.id, { callId, stage: 'talking', held: false, since: new Date() });
};
const ends = () => {
  desk.floor.put(desk.operators.olha.id, null);
  step({ kind: 'ended', result: 'talked', reason: 'caller-hung-up' });
};
const wrapsUp = () =>
  desk.floor.set(desk.operators.olha.id, 'wrap-up', null, new Date(), { callId, owesDisposition: true });
const written = async (kind: string) =>
  (await stepsOf(desk.db, callId))
    .filter((one) => one.kind === kind)
    .map(({ kind: _, callId: __, at: ___, ...data }) => data);
const ok = { ok: true };

describe('a disposition', () => {
  test('is said in wrap-up, is in the database before that is answered, stands in the list, and may be said anew', async () => {
    const [olha, petro] = [await open('olha'), await open('petro')];
    talks();
    wrapsUp();
    ends();
    expect(await olha.say('disposition', callId, 'advice')).toEqual(ok);
    expect(await findCall(desk.db, callId)).toMatchObject({ disposition: 'advice' });
    await petro.until(
      ({ state }) => state?.calls.some((one) => one.id === callId && one.disposition === 'advice') ?? false,
    );
    expect(await olha.say('disposition', callId, 'request')).toEqual(ok);
    expect(await olha.say('disposition', callId, 'request')).toEqual(ok);
    const { id: operatorId } = desk.operators.olha;
    expect(await written('disposition')).toEqual([
      { operatorId, disposition: 'advice' },
      { operatorId, disposition: 'request' },
    ]);
  });

  test('is said later by whoever had the call or leads, and by nobody else; not while the call goes on', async () => {
    const [olha, petro] = [await open('olha'), await open('petro')];
    talks();
    expect(await petro.say('disposition', callId, 'advice')).toMatchObject({ code: 'desk.not-now' });
    expect(await olha.say('disposition', callId, 'advice')).toMatchObject({ code: 'desk.not-now' });
    ends();
    expect(await petro.say('disposition', callId, 'advice')).toEqual(ok);
    expect(await olha.say('disposition', callId, 'request')).toEqual(ok);
    expect(await findCall(desk.db, callId)).toMatchObject({ disposition: 'request' });
  });

  test('of another one’s call, of no call, or of a kind that the company has not, is refused', async () => {
    const olha = await open('olha');
    step({ kind: 'connected', operatorId: desk.operators.petro.id, waitMs: 0 });
    step({ kind: 'ended', result: 'talked', reason: 'caller-hung-up' });
    expect(await olha.say('disposition', callId, 'advice')).toMatchObject({ code: 'call.not-yours' });
    expect(await olha.say('disposition', 'n1-nothing', 'advice')).toMatchObject({ code: 'call.unknown' });
    expect(await olha.say('disposition', callId, 'weather')).toMatchObject({ code: 'disposition.unknown' });
    expect(await olha.say('disposition', callId)).toMatchObject({ code: 'request.invalid' });
    expect(await written('disposition')).toEqual([]);
  });
});

describe('a link to a request', () => {
  const write = async (status: 'new' | 'closed') => {
    const olha = await desk.logIn('olha');
    const body = { callId: null, residentId: null, category: 'water', text: 'Тече', place: '', phone: null };
    const { id } = (await olha.post('/api/requests').send(body).expect(200)).body;
    if (status === 'closed') await olha.patch(`/api/requests/${id}`).send({ status }).expect(200);
    return { id, link: () => olha.post(`/api/requests/${id}/calls`).send({ callId }) };
  };

  test('stands in the history of both, once', async () => {
    talks();
    const request = await write('new');
    await request.link().expect(200);
    const { body } = await request.link().expect(200);
    expect(body.history.slice(1)).toMatchObject([
      { kind: 'call', operatorName: 'Ольга Бойко', data: { callId } },
    ]);
    expect(await written('request-linked')).toEqual([
      { operatorId: desk.operators.olha.id, requestId: request.id, number: body.number },
    ]);
    ends();
  });

  test('to one that is done, to none, or of another one’s call, is refused', async () => {
    talks();
    const done = await write('closed');
    expect((await done.link().expect(409)).body.code).toBe('request.not-now');
    ends();
    callId = 'n1-nothing';
    expect((await (await write('new')).link().expect(404)).body.code).toBe('call.unknown');
    callId = `n1-other-${calls}`;
    step({ kind: 'arrived', hotline: '750-600', number: null, direction: 'in' });
    step({ kind: 'connected', operatorId: desk.operators.petro.id, waitMs: 0 });
    expect((await (await write('new')).link().expect(403)).body.code).toBe('call.not-yours');
    const olha = await desk.logIn('olha');
    await olha.post('/api/requests/999999/calls').send({ callId: 'n1-marked-0' }).expect(404);
  });
});

describe('a request', () => {
  const write = async (who: 'olha' | 'petro', at: string) => {
    const client = await desk.logIn(who);
    const request = { residentId: null, category: 'water', text: 'Тече', place: '', phone: null };
    const { status, body } = await client.post('/api/requests').send({ callId: at, ...request });
    await desk.calls.written();
    return [status, body.code];
  };

  test('is written at a call that one has or had, or was asked for help in; and by who leads at any', async () => {
    talks();
    ends();
    expect(await write('olha', callId)).toEqual([200, undefined]);
    expect(await written('request-written')).toHaveLength(1);
    callId = `n1-asked-${calls}`;
    step({ kind: 'arrived', hotline: '750-600', number: null, direction: 'in' });
    step({ kind: 'connected', operatorId: desk.operators.petro.id, waitMs: 0 });
    expect(await write('olha', callId)).toEqual([403, 'call.not-yours']);
    const asked = { operatorId: desk.operators.olha.id };
    step({ kind: 'consulted', operatorId: desk.operators.petro.id, with: asked });
    expect(await write('olha', callId)).toEqual([200, undefined]);
    expect(await write('petro', callId)).toEqual([200, undefined]);
    expect(await written('request-written')).toHaveLength(2);
  });

  test('is not written at a call that there is not', async () => {
    callId = 'n1-nothing';
    const requests = () => desk.db('requests').count({ count: '*' });
    const before = await requests();
    for (const who of ['olha', 'petro'] as const)
      expect(await write(who, callId)).toEqual([404, 'call.unknown']);
    expect(await written('request-written')).toEqual([]);
    expect(await requests()).toEqual(before);
  });
});

describe('a note', () => {
  test('is kept in place of the one before, of each who wrote one; an empty one takes it back', async () => {
    const [olha, petro] = [await open('olha'), await open('petro')];
    talks();
    expect(await olha.say('note', callId, 'Чек')).toEqual(ok);
    expect(await olha.say('note', callId, ' Чекає майстра ')).toEqual(ok);
    expect(await olha.say('note', callId, 'Чекає майстра')).toEqual(ok);
    expect(await petro.say('note', callId, 'Перевірити завтра')).toEqual(ok);
    expect((await findCall(desk.db, callId))?.note).toBe('Чекає майстра\nПеревірити завтра');
    ends();
    expect(await olha.say('note', callId, '')).toEqual(ok);
    expect((await findCall(desk.db, callId))?.note).toBe('Перевірити завтра');
    await olha.until(
      ({ state }) => state?.calls.find(({ id }) => id === callId)?.note === 'Перевірити завтра',
    );
    expect((await written('note')).map((one) => (one as { text: string }).text)).toEqual([
      ...['Чек', 'Чекає майстра', 'Перевірити завтра', ''],
    ]);
  });

  test('is taken back also when the call ended before a restart; said twice it is one', async () => {
    let olha = await open('olha');
    talks();
    expect(await olha.say('note', callId, 'Чекає майстра')).toEqual(ok);
    ends();
    await desk.calls.written();
    await desk.restart();
    olha = await open('olha');
    expect(await olha.say('note', callId, '')).toEqual(ok);
    expect(await findCall(desk.db, callId)).toMatchObject({ note: null });
    expect(await olha.say('note', callId, '')).toEqual(ok);
    expect((await written('note')).map((one) => (one as { text: string }).text)).toEqual([
      ...['Чекає майстра', ''],
    ]);
  });

  test('of another one’s call, or one too long, is refused', async () => {
    const olha = await open('olha');
    step({ kind: 'connected', operatorId: desk.operators.petro.id, waitMs: 0 });
    expect(await olha.say('note', callId, 'Моє')).toMatchObject({ code: 'call.not-yours' });
    expect(await olha.say('note', callId, 'я'.repeat(1_001))).toMatchObject({ code: 'request.invalid' });
  });

  test('stands on the card the next time', async () => {
    const olha = await open('olha');
    talks();
    await olha.say('note', callId, 'Код під’їзду 17');
    ends();
    const first = callId;
    callId = `${first}-again`;
    step({ kind: 'arrived', hotline: '750-600', number: `+38050200${1000 + calls}`, direction: 'in' });
    desk.floor.put(desk.operators.olha.id, { callId, stage: 'ringing', held: false, since: new Date() });
    await olha.until(({ state }) => state?.call?.callId === callId);
    expect(olha.state?.call?.card.earlierCalls).toMatchObject([{ id: first, note: 'Код під’їзду 17' }]);
    desk.floor.put(desk.operators.olha.id, null);
  });
});
