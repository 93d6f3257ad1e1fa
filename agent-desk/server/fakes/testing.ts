import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import request from 'supertest';
import { companySchema } from '../../../config/company.ts';
import { readSettings } from '../../../config/settings.ts';
import type { Database } from '../../../db/connect.ts';
import { saveOperator } from '../../../db/queries/operators.ts';
import { freePort, type TestDatabase, testDatabase } from '../../../db/testing.ts';
import { HolosError } from '../../../errors.ts';
import { Bus } from '../../../events.ts';
import { createAccounts } from '../../../housing/accounts/accounts.ts';
import { createAnnouncements } from '../../../housing/announcements/announcements.ts';
import { destinationOf, type Role } from '../../../housing/destinations.ts';
import { createIncidents } from '../../../housing/incidents/incidents.ts';
import { createRequests } from '../../../housing/requests.ts';
import { createFloorRules } from '../../../ivr/queue/floor-rules.ts';
import { Rulebook } from '../../../ivr/queue/rulebook.ts';
import { createLog } from '../../../log.ts';
import { createMessageStore } from '../../../recordings/messages.ts';
import { createPromptLibrary } from '../../../speech/prompt-library.ts';
import { createVoice } from '../../../speech/voice-maker.ts';
import type { NodeState } from '../../../telephony/asterisk/node.ts';
import { CallLog } from '../../../telephony/call/log.ts';
import { stepStore } from '../../../telephony/call/step-store.ts';
import type { Operator } from '../../contract/shapes.ts';
import type { DeskServerParts } from '../parts.ts';
import { createDeskServer, type DeskServer } from '../server.ts';
import { hashPassword } from '../session/password.ts';
import { FakeDialer, FakePhones, FakeRecordingHealth, FakeRecordings } from './edges.ts';
import { FakeFloor } from './floor.ts';

export const testCompany = companySchema.parse({
  name: { uk: 'Житло', en: 'Housing' },
  timezone: 'Europe/Kyiv',
  country: 'UA',
  areaCode: '342',
  hotlines: [
    {
      id: '750-600',
      name: { uk: '750-600' },
      numbers: ['750600'],
      languages: ['uk'],
      greeting: 'greeting',
      menu: [{ key: '0', prompt: 'menu.operator', queue: 'main' }],
      emergencyNumber: '104',
      longestCallMin: 120,
      longestMessageMin: 3,
    },
  ],
  queues: [{ id: 'main', name: { uk: 'Головна' }, offerSeconds: 20, wrapUpSeconds: 20 }],
  pauses: { lunch: 45 },
  executors: [{ id: 'plumbers', name: { uk: 'Сантехніки' } }],
  categories: [
    { id: 'water', name: { uk: 'Вода' }, executor: 'plumbers', dueHours: 24, emergency: false },
    { id: 'flood', name: { uk: 'Затоплення' }, executor: 'plumbers', dueHours: 1, emergency: true },
  ],
  incidentKinds: [
    { id: 'no-heating', name: { uk: 'Немає опалення' }, spoken: { uk: 'немає опалення' } },
    { id: 'water-works', name: { uk: 'Роботи' }, spoken: { uk: 'планові роботи' }, planned: true },
  ],
  dispositions: [
    { id: 'request', name: { uk: 'Заявка' }, key: '1' },
    { id: 'advice', name: { uk: 'Консультація' }, key: '2' },
  ],
  calling: {
    from: '09:00',
    to: '20:00',
    days: [1, 2, 3, 4, 5],
    lanes: 2,
    tries: 2,
    retryMinutes: 30,
    ringSeconds: 30,
    hotline: '750-600',
  },
});

export const people = {
  olha: { login: 'olha', name: 'Ольга Бойко', role: 'operator', password: 'correct horse 1' },
  petro: { login: 'petro', name: 'Петро Мельник', role: 'supervisor', password: 'correct horse 2' },
} as const;

/** Of whom the company file says what he can, and who is entered only when a test does so. */
export const newcomer = {
  login: 'iryna',
  name: 'Ірина Нова',
  role: 'operator',
  password: 'correct horse 3',
} as const;

export type Person = keyof typeof people;

/** A whole server on a port of its own, over a real database, with fakes where Asterisk would be. */
export interface TestDesk {
  database: TestDatabase;
  db: Database;
  bus: Bus;
  floor: FakeFloor;
  recordings: FakeRecordings;
  recordingHealth: FakeRecordingHealth;
  dialer: FakeDialer;
  phones: FakePhones;
  node: { name: string; state: NodeState };
  operators: Record<Person, Operator>;
  residents: Awaited<ReturnType<typeof enterResidents>>;
  /** What the steps on the bus are written by. */
  calls: CallLog;
  url: string;
  /** Its home: where spoken messages lie. */
  home: string;
  /** A client that keeps its cookie, logged in. */
  logIn(who: Person): Promise<ReturnType<typeof request.agent>>;
  /** Stops this server and starts another over the same home and database, as a restart does. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** @param startDatabase `ownTestDatabase` for a file that stops it */
export async function testDesk(
  options: Parameters<typeof createDeskServer>[1] = {},
  startDatabase = testDatabase,
): Promise<TestDesk> {
  const database = await startDatabase();
  const { db } = database;
  const home = await mkdtemp(path.join(os.tmpdir(), 'holos-desk-'));
  const bus = new Bus((error) => {
    throw error;
  });
  const log = createLog('silent');
  const desk = {
    database,
    db,
    bus,
    floor: new FakeFloor(bus),
    recordings: new FakeRecordings(),
    recordingHealth: new FakeRecordingHealth(),
    dialer: new FakeDialer(),
    phones: new FakePhones(),
    node: { name: 'n1', state: 'up' as NodeState },
    operators: await enterPeople(db),
    residents: await enterResidents(db),
    calls: new CallLog({ bus, store: stepStore(db, 'n1'), log, retryMs: 100 }),
  };
  const rulebook = new Rulebook({
    company: { ...testCompany, skills: { [newcomer.login]: { main: 3 } } },
    ...{ bus, operators: Object.values(desk.operators) },
    changed: { queues: new Map(), skills: new Map() },
  });
  const mayCall = (role: Role, number: string) => {
    const destination = destinationOf(number, role, testCompany);
    if ('refused' in destination) throw new HolosError('desk.number-refused', destination.refused);
  };
  const making = { company: testCompany, db, log };
  const speaking = { home, cache: path.join(home, 'cache'), speechCommand: undefined };
  const voice = await createVoice({ settings: speaking, log });
  const parts: DeskServerParts = {
    ...desk,
    floorRules: createFloorRules({ db, company: testCompany, rulebook, mayCall }),
    accounts: createAccounts({ db }),
    incidents: createIncidents({ ...making, changed: () => undefined, mended: () => undefined }),
    announcements: createAnnouncements({ ...making, makeAhead: async () => undefined }),
    prompts: createPromptLibrary({ voice, settings: { home } }),
    settings: { home, address: '127.0.0.1', ports: { ...readSettings({}).ports, desk: await freePort() } },
    company: testCompany,
    linesInUse: () => 0,
    serviceLevelOf: () => ({ percent: 80, withinSeconds: 20 }),
    log,
    requests: createRequests({ db, bus, company: testCompany }),
    voiceMessages: createMessageStore({ settings: { home } }),
    stepsWritten: () => desk.calls.written(),
  };
  const url = `http://127.0.0.1:${parts.settings.ports.desk}`;
  const logIn = async (who: Person) => {
    const client = request.agent(url);
    const { login, password } = people[who];
    await client.post('/api/session').send({ login, password }).expect(200);
    return client;
  };
  return { ...desk, url, home, logIn, ...(await run(parts, options, desk)) };
}

async function run(
  parts: DeskServerParts,
  options: Parameters<typeof createDeskServer>[1],
  { database, calls }: { database: TestDatabase; calls: CallLog },
): Promise<Pick<TestDesk, 'restart' | 'close'>> {
  let server: DeskServer = await createDeskServer(parts, options);
  await server.listen();
  return {
    async restart() {
      await server.close();
      server = await createDeskServer(parts, options);
      await server.listen();
    },
    async close() {
      await server.close();
      await calls.close();
      await rm(parts.settings.home, { recursive: true, force: true });
      await database.close();
    },
  };
}

export async function enterPeople(db: Database): Promise<Record<Person, Operator>> {
  return { olha: await enter(db, 'olha'), petro: await enter(db, 'petro') };
}

/** Three residents of one building; the first two share a number. */
export async function enterResidents(db: Database): Promise<{ buildingId: number; residentIds: number[] }> {
  const place = { street: 'Незалежності', house: '12', centre: 'Центр', entrances: 2, floors: 9 };
  const [buildingId = 0] = await db('buildings').insert(place);
  const residentIds: number[] = [];
  for (const [i, name] of ['Коваленко Олена', 'Коваленко Іван', 'Шевчук Марія'].entries()) {
    const account = { number: `10000${i}`, building_id: buildingId, flat: String(i + 1) };
    const [accountId] = await db('accounts').insert({ ...account, balance_kopecks: -12_345 });
    const [id = 0] = await db('residents').insert({ name, account_id: accountId, notes: '' });
    await db('phones').insert({ number: i < 2 ? '+380501110001' : '+380501110002', resident_id: id });
    residentIds.push(id);
  }
  return { buildingId, residentIds };
}

async function enter(db: Database, who: Person): Promise<Operator> {
  const { password, ...operator } = people[who];
  return {
    ...operator,
    id: await saveOperator(db, { ...operator, passwordHash: await hashPassword(password) }),
  };
}
