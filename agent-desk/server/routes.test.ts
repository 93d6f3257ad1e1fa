import type request from 'supertest';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fallbackKey, promiseCallback } from '../../db/queries/callbacks.ts';
import { insertRecording } from '../../db/queries/recordings.ts';
import type { StepData } from '../../events.ts';
import { type RouteName, routes } from '../contract/routes.ts';
import { failure } from '../contract/shapes.ts';
import { type TestDesk, testDesk } from './fakes/testing.ts';
import { describeApi } from './openapi.ts';

let desk: TestDesk;
let olha: ReturnType<typeof request.agent>;
let petro: ReturnType<typeof request.agent>;

const callId = 'n1-42.1';
const step = (data: StepData) => desk.bus.emit('step', { ...data, callId, at: new Date() });

beforeAll(async () => {
  desk = await testDesk();
  [olha, petro] = await Promise.all([desk.logIn('olha'), desk.logIn('petro')]);
  const [residentId = 0] = desk.residents.residentIds;
  step({ kind: 'arrived', hotline: '750-600', number: '+380501110001', direction: 'in' });
  step({ kind: 'identified', as: 'one', residentIds: [residentId] });
  step({ kind: 'connected', operatorId: desk.operators.olha.id, waitMs: 1200 });
  await desk.calls.written();
  const recording = { callId, node: 'n1', folder: 'n1/42', startedAt: new Date(), tracks: {} };
  await insertRecording(desk.db, recording);
  const promise = { callId, number: '+380501110001', hotline: '750-600', why: 'no-operator' };
  await promiseCallback(desk.db, { ...promise, promisedAt: new Date() });
}, 60_000);
afterAll(() => desk.close());

/** The body of an answer that must be just what the contract says: nothing missing, and nothing more. */
function shown(name: RouteName, response: request.Response) {
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  expect(routes[name].answer.parse(response.body)).toEqual(response.body);
  return response.body;
}

/** The statuses that /api/openapi.json describes for what was asked. */
function describedFor({ method, url }: request.Test): string[] {
  const { pathname } = new URL(url);
  const fits = ({ path }: { path: string }) =>
    new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
  const route = Object.values(routes).find((one) => one.method === method.toLowerCase() && fits(one));
  const paths = describeApi().paths as Record<string, Record<string, { responses: object }>>;
  return Object.keys((route && paths[route.path]?.[route.method]?.responses) ?? {});
}

test('what there is stands at /api/openapi.json, for anybody', async () => {
  const answer = await supertest(desk.url)
    .get('/api/openapi.json')
    .expect(200)
    .expect('content-type', /json/);
  expect(answer.body.openapi).toBe('3.1.0');
  expect(Object.keys(answer.body.paths).sort()).toEqual(
    [...new Set(Object.values(routes).map(({ path }) => path))].sort(),
  );
});

test('calls are listed, narrowed and shown with their steps and recordings', async () => {
  const list = shown('calls', await olha.get('/api/calls?live=true&direction=in&number=%2B380501110001'));
  expect(list).toMatchObject({ items: [{ id: callId, residentName: 'Коваленко Олена' }], next: null });
  for (const form of ['+380501110001', '0501110001', '8(050)111-00-01'])
    expect(shown('calls', await olha.get(`/api/calls?number=${form}`)).items, form).toMatchObject([
      { id: callId },
    ]);
  expect(shown('calls', await olha.get('/api/calls?number=0501110009')).items).toEqual([]);
  expect(shown('calls', await olha.get('/api/calls?direction=out')).items).toEqual([]);
  const call = shown('call', await olha.get(`/api/calls/${callId}`));
  expect(call.steps.map(({ kind }: { kind: string }) => kind)).toEqual([
    'arrived',
    'identified',
    'connected',
  ]);
  expect(call.recordings).toHaveLength(1);
  expect(JSON.stringify(call)).not.toContain('n1/42');
});

test('calls are looked for by a piece of the number, a name, an address, the line, the result and the length', async () => {
  const found = async (query: string) =>
    shown('calls', await olha.get(`/api/calls?${query}`)).items.map(({ id }: { id: string }) => id);
  for (const search of ['Коваленко', 'олена ков', '110001', '050 111-00-01', '+380501110001'])
    expect(await found(`search=${encodeURIComponent(search)}`), search).toContain(callId);
  for (const search of ['Шевчук', '110009', 'Хтось', '+'])
    expect(await found(`search=${encodeURIComponent(search)}`), search).not.toContain(callId);
  expect(await found('hotline=750-600&search=Коваленко')).toEqual([callId]);
  expect(await found('hotline=8800&search=Коваленко')).toEqual([]);
  expect(await found('result=talked')).toEqual([]);
  expect(await found('lastedSeconds=0')).toContain(callId);
  expect(await found('lastedSeconds=3600')).toEqual([]);
  await olha.get('/api/calls?result=lost').expect(400);
});

test('a resident is found and has a card', async () => {
  const [found] = shown('residents', await olha.get('/api/residents?search=шевчук'));
  expect(found).toMatchObject({ name: 'Шевчук Марія', account: { balanceKopecks: -12_345 } });
  const card = shown('card', await olha.get(`/api/residents/${found.id}/card`));
  expect(card).toMatchObject({ as: 'one', residents: [{ id: found.id }], openRequests: [] });
});

test('a request is written down, listed, and followed', async () => {
  const [residentId] = desk.residents.residentIds;
  const body = { callId, residentId, category: 'water', text: ' Тече кран ', place: 'кухня', phone: null };
  const written = shown('writeRequest', await olha.post('/api/requests').send(body));
  expect(written).toMatchObject({ text: 'Тече кран', executor: 'plumbers', status: 'new' });
  expect(written.history).toHaveLength(1);
  const path = `/api/requests/${written.id}`;
  const changed = shown('changeRequest', await olha.patch(path).send({ status: 'given', comment: 'їдуть' }));
  expect(changed.history.at(-1)).toMatchObject({ operatorName: 'Ольга Бойко', data: { to: 'given' } });
  expect(shown('request', await olha.get(path)).status).toBe('given');
  expect(shown('requests', await olha.get('/api/requests?status=given')).items).toHaveLength(1);
  await desk.calls.written();
});

test('a supervisor takes the register as a file, narrowed as he sees it, and nothing in it is a formula', async () => {
  const [residentId] = desk.residents.residentIds;
  const body = { callId, residentId, category: 'water', place: 'вул. Нова; 5', phone: '+380501112233' };
  const { number } = shown('writeRequest', await olha.post('/api/requests').send({ ...body, text: '=1+1' }));
  await olha.get('/api/requests.csv').expect(403);
  const path = `/api/requests.csv?search=${number}&status=open&language=en`;
  const answer = await petro.get(path).expect(200).expect('content-type', 'text/csv; charset=utf-8');
  expect(answer.get('content-disposition')).toMatch(
    /^attachment; filename="requests-\d{4}-\d\d-\d\d-\d{4}\.csv"$/,
  );
  const [heading, line, ...others] = answer.text.split('\r\n');
  expect(heading).toMatch(/^\uFEFFNumber;Created;Due;Done;Status;/);
  const fields = line?.split(';') ?? [];
  expect(fields[0]).toBe(number);
  expect(fields[1]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d$/);
  expect(line).toContain(';New;');
  expect(line).toContain(`;"вул. Нова; 5";Коваленко Олена;'+380501112233;'=1+1;Ольга Бойко`);
  expect(others).toEqual(['']);
  const none = await petro.get('/api/requests.csv?search=nothing').expect(200);
  expect(none.text.trimEnd().split('\r\n')).toHaveLength(1);
  await petro.get('/api/requests.csv?from=yesterday').expect(400);
});

test('a promised call back is done once', async () => {
  const [promised] = shown('callbacks', await olha.get('/api/callbacks'));
  const told: object[] = [];
  const stop = desk.bus.on('callback', (event) => told.push(event));
  const done = shown('callbackDone', await olha.post(`/api/callbacks/${promised.id}/done`));
  stop();
  // Where a place was kept for it, nobody is called at that place any more.
  expect(told).toEqual([{ callbackId: promised.id, placeIsOver: true }]);
  expect(done.doneAt).not.toBeNull();
  expect(shown('callbacks', await olha.get('/api/callbacks'))).toEqual([]);
});

test('where the dialplan alone has promised it, a call back goes with no call that could be opened', async () => {
  const promisedAt = new Date();
  const number = '+380501110009';
  const promise = { callId: fallbackKey('n1', promisedAt, number), number, hotline: '750-600' };
  const { id } = await promiseCallback(desk.db, { ...promise, why: 'no-controller', promisedAt });
  expect(shown('callbacks', await olha.get('/api/callbacks'))).toMatchObject([{ id, callId: null }]);
  await olha.post(`/api/callbacks/${id}/done`);
});

test('a caller who may not be called back by this company stands on the list with the reason', async () => {
  const gaveUp = { callId: 'n1-43', number: '+48221234567', hotline: '750-600', why: 'abandoned' };
  const { id } = await promiseCallback(desk.db, { ...gaveUp, promisedAt: new Date() });
  const [shownToHer] = shown('callbacks', await olha.get('/api/callbacks'));
  expect(shownToHer.refusal).toMatchObject({ why: 'foreign', to: expect.arrayContaining(['operator']) });
  await olha.post(`/api/callbacks/${id}/done`);
});

test('so do the details of a call and of a request, and each phone on a card', async () => {
  const abroad = '+48221234567';
  const refusal = expect.objectContaining({ why: 'foreign' });
  const call = { callId: 'n1-44.1', at: new Date() };
  desk.bus.emit('step', { ...call, kind: 'arrived', hotline: '750-600', number: abroad, direction: 'in' });
  await desk.calls.written();
  expect(shown('call', await olha.get(`/api/calls/${call.callId}`)).refusal).toEqual(refusal);
  expect(shown('call', await olha.get(`/api/calls/${callId}`)).refusal).toBeNull();
  const [residentId] = desk.residents.residentIds;
  await desk.db('phones').insert({ number: abroad, resident_id: residentId });
  const card = shown('card', await olha.get(`/api/residents/${residentId}/card`));
  expect(card.residents[0].refusals).toEqual({ [abroad]: refusal });
  const body = { callId: null, residentId, category: 'water', text: 'Тече', place: 'кухня', phone: abroad };
  const written = shown('writeRequest', await olha.post('/api/requests').send(body));
  expect(written.refusal).toEqual(refusal);
  await desk.db('phones').where({ number: abroad }).delete();
});

test('a supervisor makes a campaign, starts it and lets it rest', async () => {
  const body = { name: 'Після ремонту', numbers: ['+380501110001', 'abc'] };
  const made = shown('writeCampaign', await petro.post('/api/campaigns').send(body));
  expect(made).toMatchObject({ state: 'draft', refused: [{ number: 'abc', why: 'not-a-number' }] });
  expect(shown('startCampaign', await petro.post('/api/campaigns/1/start')).state).toBe('running');
  expect(shown('pauseCampaign', await petro.post('/api/campaigns/1/pause')).state).toBe('paused');
  expect(shown('campaign', await olha.get('/api/campaigns/1')).attempts).toEqual([]);
  expect(shown('campaigns', await olha.get('/api/campaigns'))).toHaveLength(1);
});

test('a long line of a list is named like any other that is no number', async () => {
  const line = 'Петренко Марія Іванівна, вул. Незалежності 12, кв. 5, без телефону';
  const body = { name: 'Після ремонту', numbers: [line, '+380501110001'] };
  const { refused } = shown('writeCampaign', await petro.post('/api/campaigns').send(body));
  expect(refused).toEqual([{ number: line, why: 'not-a-number' }]);
});

test('a list of which nobody can be called is refused with all its numbers, and a finished campaign rests', async () => {
  const nobody = await petro.post('/api/campaigns').send({ name: 'x', numbers: ['abc', '12'] });
  expect([nobody.status, nobody.body.code]).toEqual([400, 'campaign.nobody']);
  const why = 'not-a-number';
  expect(failure.parse(nobody.body).refused).toEqual([
    { number: 'abc', why },
    { number: '12', why },
  ]);
  const { body } = await petro.post('/api/campaigns').send({ name: 'x', numbers: ['+380501110001'] });
  for (const campaign of desk.dialer.campaigns) if (campaign.id === body.id) campaign.state = 'finished';
  for (const verb of ['start', 'pause']) {
    const refused = await petro.post(`/api/campaigns/${body.id}/${verb}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'campaign.finished']);
  }
});

test('a supervisor opens an incident, says anew until when, and closes it once', async () => {
  const { buildingId } = desk.residents;
  expect(shown('buildings', await olha.get('/api/buildings?search=незал+1'))).toMatchObject([
    { id: buildingId },
  ]);
  const since = new Date(Date.now() - 3_600_000).toISOString();
  const body = { kind: 'no-heating', since, until: null, comment: 'Прорив', buildingIds: [buildingId] };
  const opened = shown('openIncident', await petro.post('/api/incidents').send(body));
  expect(opened).toMatchObject({ subscribers: 0, closedAt: null, buildings: [{ house: '12' }] });
  const path = `/api/incidents/${opened.id}`;
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect(shown('expectIncident', await petro.patch(path).send({ until })).until).toBe(until);
  expect(shown('incidents', await olha.get('/api/incidents'))).toHaveLength(1);
  expect(shown('closeIncident', await petro.post(`${path}/close`)).closedAt).not.toBeNull();
  expect((await petro.post(`${path}/close`)).body.code).toBe('incident.not-now');
  expect((await petro.patch(path).send({ until: null })).body.code).toBe('incident.not-now');
});

test('a supervisor sets an announcement and ends it before its time', async () => {
  const times = { beginsAt: new Date().toISOString(), endsAt: new Date(Date.now() + 60_000).toISOString() };
  const body = { hotline: '750-600', texts: { uk: ' Сьогодні працюємо до обіду. ' }, ...times };
  const set = shown('setAnnouncement', await petro.post('/api/announcements').send(body));
  expect(set).toMatchObject({ texts: { uk: 'Сьогодні працюємо до обіду.' }, setByName: 'Петро Мельник' });
  expect(shown('announcements', await olha.get('/api/announcements'))).toHaveLength(1);
  const path = `/api/announcements/${set.id}/end`;
  expect(shown('endAnnouncement', await petro.post(path)).endedEarlyAt).not.toBeNull();
  expect(shown('announcements', await olha.get('/api/announcements'))).toEqual([]);
  expect((await petro.post(path)).body.code).toBe('announcement.not-now');
});

test('the company is shown without what the desk needs not know', async () => {
  const company = shown('company', await olha.get('/api/company'));
  expect(company.hotlines[0]).toEqual({
    id: '750-600',
    name: { uk: '750-600' },
    numbers: ['750600'],
    languages: ['uk'],
  });
  expect(company.pauses).toContainEqual({ reason: 'lunch', longestMinutes: 45 });
  expect(company.dialerLanes).toBe(2);
});

test('every fault has its status and code, and says nothing of the inside', async () => {
  const anyone = supertest.agent(desk.url);
  const send = (text: string, type = 'application/json') =>
    olha.post('/api/requests').set('Content-Type', type).send(text);
  const early = '2026-01-01T00:00:00.000Z';
  const since = '2026-02-01T00:00:00.000Z';
  const incident = (change: object) => ({
    ...{ kind: 'no-heating', since, until: null, buildingIds: [desk.residents.buildingId] },
    ...change,
  });
  const announcement = (change: object) => ({
    ...{ hotline: '750-600', texts: { uk: 'x' }, beginsAt: early, endsAt: '2100-01-01T00:00:00.000Z' },
    ...change,
  });
  const cases: [request.Test, number, string][] = [
    [anyone.get('/api/calls'), 401, 'session.none'],
    [olha.post('/api/campaigns').send({ name: 'x', numbers: ['1'] }), 403, 'session.may-not'],
    [olha.post('/api/campaigns/1/start'), 403, 'session.may-not'],
    [olha.get('/api/nothing'), 404, 'api.unknown'],
    [olha.put('/api/session'), 405, 'api.method'],
    [olha.delete(`/api/calls/${callId}`), 405, 'api.method'],
    [olha.get('/api/calls/none'), 404, 'call.unknown'],
    [olha.get('/api/requests/999'), 404, 'request.unknown'],
    [olha.patch('/api/requests/999').send({ status: 'done' }), 404, 'request.unknown'],
    [olha.get('/api/residents/999/card'), 404, 'resident.unknown'],
    [olha.post('/api/callbacks/999/done'), 404, 'callback.unknown'],
    [olha.get('/api/campaigns/999'), 404, 'campaign.unknown'],
    [olha.post('/api/incidents'), 403, 'session.may-not'],
    [olha.post('/api/announcements/1/end'), 403, 'session.may-not'],
    [petro.post('/api/incidents/999/close'), 404, 'incident.unknown'],
    [petro.post('/api/incidents').send(incident({ kind: 'x' })), 400, 'incident.unknown-kind'],
    [petro.post('/api/incidents').send(incident({ buildingIds: [999] })), 400, 'incident.unknown-building'],
    [petro.post('/api/incidents').send(incident({ until: early })), 400, 'incident.times'],
    [petro.post('/api/announcements').send(announcement({ endsAt: early })), 400, 'announcement.times'],
    [
      petro.post('/api/announcements').send(announcement({ hotline: 'x' })),
      400,
      'announcement.unknown-hotline',
    ],
    [petro.post('/api/announcements').send(announcement({ texts: {} })), 400, 'announcement.empty'],
    [
      petro.post('/api/announcements').send(announcement({ texts: { uk: '…' } })),
      400,
      'announcement.unspeakable',
    ],
    [petro.post('/api/announcements/999/end'), 404, 'announcement.unknown'],
    [olha.get('/api/recordings/999/audio'), 404, 'recording.unknown'],
    [olha.get('/api/requests/999/message'), 404, 'request.unknown'],
    [olha.get('/api/callbacks/999/message'), 404, 'callback.unknown'],
    [petro.get('/api/feedback/999/comment'), 404, 'feedback.unknown'],
    [olha.get('/api/feedback'), 403, 'session.may-not'],
    [olha.get('/api/feedback/1/comment'), 403, 'session.may-not'],
    [olha.get('/api/residents/999/home'), 404, 'resident.unknown'],
    [olha.get('/api/sms'), 400, 'request.invalid'],
    [olha.get('/api/recordings/abc/audio'), 400, 'request.invalid'],
    [olha.get('/api/calls?limit=1000'), 400, 'request.invalid'],
    [olha.get('/api/calls?before=yesterday'), 400, 'request.invalid'],
    [olha.get('/api/calls/%E0%A4%A'), 400, 'request.invalid'],
    [olha.get('/api/residents?search=%D1%88'), 400, 'request.invalid'],
    [send('{"callId": '), 400, 'request.not-json'],
    [send('null'), 400, 'request.not-json'],
    [send('{}'), 400, 'request.invalid'],
    [send('callId=1', 'application/x-www-form-urlencoded'), 415, 'request.not-json'],
    [send('{}', 'application/json; charset=koi8-u'), 415, 'request.not-json'],
    [send(JSON.stringify({ text: 'x'.repeat(1_100_000) })), 413, 'request.too-large'],
    [
      olha.post('/api/requests').send({
        ...{ callId: null, residentId: null, category: 'none', text: 'x', place: '', phone: null },
      }),
      400,
      'category.unknown',
    ],
    [
      olha.post('/api/requests').send({
        ...{ callId: null, residentId: 999, category: 'water', text: 'x', place: '', phone: null },
      }),
      404,
      'resident.unknown',
    ],
  ];
  for (const [asked, status, code] of cases) {
    const { status: got, body, text } = await asked;
    if (!code.startsWith('api.'))
      expect(describedFor(asked), `${asked.method} ${asked.url}`).toContain(`${status}`);
    expect([got, body.code, Object.keys(body)]).toEqual([status, code, ['code', 'message']]);
    expect(text).not.toMatch(/node_modules|\bat \w|select |\.ts:/i);
  }
});

test('what may be asked at an address is told to whoever asks for it, or asks otherwise', async () => {
  const refused = await olha.put('/api/session').expect(405);
  expect(refused.headers.allow).toBe('DELETE, GET, HEAD, OPTIONS, POST');
  const told = await supertest(desk.url).options(`/api/calls/${callId}`).expect(204);
  expect([told.headers.allow, told.text]).toEqual(['GET, HEAD, OPTIONS', '']);
  await supertest(desk.url).options('/api/nothing').expect(404);
  const [whole, head] = await Promise.all([olha.get('/api/session'), olha.head('/api/session')]);
  expect([head.status, head.headers['content-length'], head.text]).toEqual([
    200,
    whole.headers['content-length'],
    undefined,
  ]);
});

test('who talks cannot log out, and that is described', async () => {
  desk.floor.set(desk.operators.olha.id, 'talking');
  const asked = olha.delete('/api/session');
  expect((await asked.expect(409)).body.code).toBe('desk.not-now');
  expect(describedFor(asked)).toContain('409');
  desk.floor.set(desk.operators.olha.id, 'paused');
});

test('a fault that nobody foresaw is 500 and tells nothing', async () => {
  desk.dialer.list = () => Promise.reject(new Error('secret: mysql://holos:password@127.0.0.1'));
  const response = await olha.get('/api/campaigns');
  expect([response.status, response.body.code]).toEqual([500, 'unexpected']);
  expect(response.text).not.toContain('mysql');
});
