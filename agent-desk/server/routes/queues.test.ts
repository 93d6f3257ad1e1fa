import type request from 'supertest';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RouteName, routes } from '../../contract/routes.ts';
import { type TestDesk, testDesk } from '../fakes/testing.ts';

let desk: TestDesk;
let petro: ReturnType<typeof request.agent>;
let olha: ReturnType<typeof request.agent>;
/** What the line is told: it looks at those who wait anew. */
const told: object[] = [];

beforeAll(async () => {
  desk = await testDesk();
  [olha, petro] = await Promise.all([desk.logIn('olha'), desk.logIn('petro')]);
  for (const name of ['queue-rules', 'skills'] as const) desk.bus.on(name, (event) => told.push(event));
}, 60_000);
beforeEach(() => {
  told.length = 0;
});
afterAll(() => desk.close());

function shown(name: RouteName, response: request.Response) {
  expect(response.status, JSON.stringify(response.body)).toBe(200);
  expect(routes[name].answer.parse(response.body)).toEqual(response.body);
  return response.body;
}

const rows = () => desk.db('floor_changes').select('kind', 'subject', 'data', 'by_operator').orderBy('id');
const queue = async () => shown('queues', await petro.get('/api/queues'))[0];
const changeQueue = (body: object) => petro.patch('/api/queues/main').send(body);
const skillsOf = async (id: number) =>
  shown('skills', await petro.get('/api/skills')).find(
    (one: { operatorId: number }) => one.operatorId === id,
  );

test('the rules of a queue are shown, changed, and taken back; each change is a row with who and when', async () => {
  const since = new Date();
  const caller = { callId: 'n1-1.1', since, emergency: false, callback: null };
  const kept = { ...caller, callId: 'n1-1.2', callback: { id: 1, number: '+380501110001' } };
  desk.floor.line('main', [caller, kept]);
  const before = await queue();
  expect(before).toMatchObject({
    id: 'main',
    name: { uk: 'Головна' },
    changed: null,
    version: 0,
    waiting: 1,
  });
  expect(before.rules).toEqual(before.ofCompany);
  const rules = {
    ...{ ...before.rules, choose: 'all-at-once', longestWaitSeconds: 60 },
    overflow: { reserves: true },
  };
  const changed = shown('changeQueue', await changeQueue({ rules, version: 0 }));
  expect(changed).toMatchObject({ rules, ofCompany: before.rules, changed: { byName: 'Петро Мельник' } });
  expect(Date.parse(changed.changed.at)).toBeGreaterThanOrEqual(since.getTime());
  expect(await queue()).toEqual(changed);
  const back = shown('changeQueue', await changeQueue({ rules: null, version: changed.version }));
  expect(back).toMatchObject({ rules: before.rules, changed: null });
  expect(back.version).toBeGreaterThan(changed.version);
  expect(told).toEqual([{ queue: 'main' }, { queue: 'main' }]);
  const byPetro = { kind: 'queue', subject: 'main', by_operator: desk.operators.petro.id };
  expect(await rows()).toEqual([
    { ...byPetro, data: rules },
    { ...byPetro, data: null },
  ]);
});

test('what an operator can is shown by queue and language, changed, and taken back', async () => {
  const { id, name } = desk.operators.olha;
  const before = await skillsOf(id);
  expect(before).toMatchObject({ name, levels: { main: 2, uk: 2, ru: 2, en: 2 }, changed: null, version: 0 });
  const path = `/api/skills/${id}`;
  const body = { levels: { main: 0, en: 3 }, version: 0 };
  const changed = shown('changeSkills', await petro.patch(path).send(body));
  expect(changed).toMatchObject({
    levels: { main: 0, uk: 2, ru: 2, en: 3 },
    ofCompany: before.levels,
    changed: { byName: 'Петро Мельник' },
  });
  const back = shown(
    'changeSkills',
    await petro.patch(path).send({ levels: null, version: changed.version }),
  );
  expect(back).toMatchObject({ levels: before.levels, changed: null });
  expect(told).toEqual([{ operatorId: id }, { operatorId: id }]);
});

test('who has not seen the latest change changes nothing; of two at once one holds', async () => {
  const { rules, version } = await queue();
  const [first, second] = await Promise.all(
    [10, 20].map((seconds) => changeQueue({ rules: { ...rules, wrapUpSeconds: seconds }, version })),
  );
  expect([first?.status, second?.status].sort()).toEqual([200, 409]);
  const late = first?.status === 409 ? first : second;
  expect(late?.body.code).toBe('floor.changed-meanwhile');
  const taken = [10, 20][first?.status === 200 ? 0 : 1];
  expect((await queue()).rules.wrapUpSeconds).toBe(taken);
  expect(told).toHaveLength(1);
  const { id } = desk.operators.olha;
  const { version: seen } = await skillsOf(id);
  const skills = (to: number) =>
    petro.patch(`/api/skills/${id}`).send({ levels: { main: to }, version: seen });
  expect((await skills(1)).status).toBe(200);
  expect((await skills(3)).body.code).toBe('floor.changed-meanwhile');
  expect((await skillsOf(id)).levels.main).toBe(1);
});

test('rules are checked as the company file is, and a fault changes nothing', async () => {
  const { rules, version } = await queue();
  const written = await rows();
  const { id } = desk.operators.olha;
  const { choose: _, ...incomplete } = rules;
  const change = (fields: object) => changeQueue({ rules: { ...rules, ...fields }, version });
  const waitsFor = (overflow: object | null) => change({ longestWaitSeconds: 60, overflow });
  const skills = (levels: object, of = id) => petro.patch(`/api/skills/${of}`).send({ levels, version: 0 });
  const cases: [PromiseLike<request.Response>, number, string, RegExp][] = [
    [olha.get('/api/queues'), 403, 'session.may-not', /role/],
    [olha.get('/api/skills'), 403, 'session.may-not', /role/],
    [olha.patch('/api/queues/main').send({ rules: null, version }), 403, 'session.may-not', /role/],
    [olha.patch(`/api/skills/${id}`).send({ levels: null, version: 0 }), 403, 'session.may-not', /role/],
    [petro.patch('/api/queues/x').send({ rules, version: 0 }), 404, 'queue.unknown', /no such queue/],
    [petro.patch('/api/queues/x').send({ rules: null, version: 0 }), 404, 'queue.unknown', /no such queue/],
    [skills({ main: 1 }, 999), 404, 'operator.unknown', /no such operator/],
    [waitsFor(null), 400, 'request.invalid', /overflow .* belong together/],
    [change({ longestWaitSeconds: null, overflow: { reserves: true } }), 400, 'request.invalid', /together/],
    [waitsFor({ reserves: true, callback: true }), 400, 'request.invalid', /say one of/],
    [waitsFor({ number: '1a' }), 400, 'request.invalid', /digits only/],
    [waitsFor({ number: '0900301234' }), 403, 'desk.number-refused', /premium/],
    [waitsFor({ queue: 'main' }), 400, 'queue.overflow', /main cannot overflow into itself/],
    [waitsFor({ queue: 'x' }), 400, 'queue.overflow', /no queue “x”; there is main/],
    [change({ choose: 'the-tallest' }), 400, 'request.invalid', /choose/],
    [change({ offerSeconds: 4 }), 400, 'request.invalid', /offerSeconds/],
    [change({ callAgainSeconds: 29 }), 400, 'request.invalid', /callAgainSeconds/],
    [change({ colour: 'red' }), 400, 'request.invalid', /colour/],
    [changeQueue({ rules: incomplete, version }), 400, 'request.invalid', /choose/],
    [changeQueue({ rules }), 400, 'request.invalid', /version/],
    [skills({ main: 4 }), 400, 'request.invalid', /main/],
    [skills({ cooking: 2 }), 400, 'skills.unknown-skill', /“cooking”; there is main, uk, ru, en/],
  ];
  for (const [asked, status, code, message] of cases) {
    const { status: got, body } = await asked;
    expect([got, body.code], body.message).toEqual([status, code]);
    expect(body.message).toMatch(message);
  }
  expect(await queue()).toMatchObject({ rules, version });
  expect(await rows()).toEqual(written);
  expect(told).toEqual([]);
});

test('what cannot be written does not hold', async () => {
  const { rules, version } = await queue();
  await desk.db.raw('RENAME TABLE floor_changes TO floor_changes_away');
  const response = await changeQueue({ rules: { ...rules, headStartSeconds: 600 }, version });
  await desk.db.raw('RENAME TABLE floor_changes_away TO floor_changes');
  expect(response.status).toBe(500);
  expect(told).toEqual([]);
  expect(await queue()).toMatchObject({ rules, version });
});
