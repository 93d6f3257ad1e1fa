import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StepData } from '../../../events.ts';
import { type TestDesk, testDesk } from '../fakes/testing.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
}, 60_000);
afterAll(() => desk.close());

const ask = (path: string) => supertest(desk.url).get(path);

test('alive is alive, whatever else is missing', async () => {
  desk.node.state = 'down';
  await ask('/health').expect(200, { alive: true });
});

test('ready says what is missing', async () => {
  desk.node.state = 'up';
  await ask('/ready').expect(200, { ready: true, missing: [], faults: [] });
  desk.node.state = 'syncing';
  await ask('/ready').expect(503, { ready: false, missing: ['asterisk n1'], faults: [] });
  desk.node.state = 'up';
});

test('a place for recordings that cannot be written is named, and calls are taken all the same', async () => {
  const health = desk.recordingHealth;
  const { state, now } = health;
  const fault = 'recordings cannot be written to /somewhere: the disk is full';
  Object.assign(health, {
    state: { fault, freeBytes: null },
    now: { recording: 3, broken: 2, failures: 7 },
  });
  await ask('/ready').expect(200, { ready: true, missing: [], faults: [fault] });
  for (let i = 0; i < 2; i++) {
    const { text } = await ask('/metrics');
    for (const line of ['running 3', 'broken 2', 'failures_total 7', 'writable 0', 'free_bytes 0'])
      expect(text).toContain(`\nholos_recordings_${line}\n`);
  }
  Object.assign(health, { state, now });
  expect((await ask('/metrics')).text).toContain('\nholos_recordings_writable 1\n');
});

test('by queue: how well it was answered today, how many wait, and for how long', async () => {
  const now = Date.now();
  const step = (callId: string, data: StepData) =>
    desk.bus.emit('step', { ...data, callId, at: new Date(now) });
  for (const [index, waitMs] of [1_000, 20_000, 20_001].entries()) {
    const callId = `n1-level-${index}`;
    step(callId, { kind: 'arrived', hotline: '750-600', number: null, direction: 'in' });
    step(callId, { kind: 'waiting', queue: 'main', position: 1, sinceMs: now - waitMs });
    step(callId, { kind: 'connected', operatorId: desk.operators.olha.id, waitMs });
    step(callId, { kind: 'ended', result: 'talked', reason: 'caller-hung-up' });
  }
  await desk.calls.written();
  const caller = (callId: string, waitedMs: number, callback: { id: number; number: string } | null) => ({
    ...{ callId, since: new Date(now - waitedMs), emergency: false, callback },
  });
  const promised = { id: 1, number: '+380501110001' };
  desk.floor.line('main', [caller('n1-7', 3_600_000, promised), caller('n1-8', 40_000, null)]);
  const { text } = await ask('/metrics').expect(200);
  expect(Number(/holos_service_level_ratio\{queue="main"\} (\S+)/.exec(text)?.[1])).toBeCloseTo(2 / 3);
  const longestSeconds = Number(/holos_longest_wait_seconds\{queue="main"\} (\S+)/.exec(text)?.[1]);
  expect(longestSeconds).toBeGreaterThanOrEqual(40);
  expect(longestSeconds).toBeLessThan(100);
  expect(text).toContain('holos_callers_waiting{queue="main"} 1\n');
  desk.floor.line('main', []);
});

test('the figures count what happens and name nobody', async () => {
  const call = { callId: 'n1-1', at: new Date() };
  desk.bus.emit('step', {
    ...call,
    kind: 'arrived',
    hotline: '750-600',
    number: '+380501110001',
    direction: 'in',
  });
  desk.bus.emit('step', { ...call, kind: 'identified', as: 'one', residentIds: desk.residents.residentIds });
  desk.floor.set(desk.operators.olha.id, 'ready');
  desk.floor.set(desk.operators.petro.id, 'supervising');
  desk.floor.line('main', [{ callId: 'n1-1', since: new Date(), emergency: false, callback: null }]);
  desk.bus.emit('step', { ...call, kind: 'offer-ended', operatorId: 1, how: 'missed' });
  desk.bus.emit('refused', { kind: 'InvalidAccountID', address: '203.0.113.9' });
  const attempt = {
    attemptId: 1,
    campaignId: 1,
    number: '+380501110001',
    try: 1,
    answer: null,
    callId: null,
  };
  desk.bus.emit('attempt', { ...attempt, state: 'done', outcome: 'busy' });
  const olha = await desk.logIn('olha');
  await olha.get('/api/calls/n1-1');
  await desk.calls.written();

  const { text } = await ask('/metrics')
    .expect(200)
    .expect('Content-Type', /^text\/plain/);
  for (const line of [
    'holos_calls_live 1',
    'holos_callers_waiting{queue="main"} 1',
    'holos_operators{state="ready"} 1',
    // Who listens is in no figure: whoever reaches the desk may read them.
    'holos_operators{state="paused"} 1',
    'holos_offers_total{how="missed"} 1',
    'holos_sip_refused_total{kind="InvalidAccountID"} 1',
    'holos_attempts_total{outcome="busy"} 1',
    'holos_node_up{node="n1"} 1',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).toMatch(/holos_http_seconds_count\{.*route="\/api\/calls\/:id".*\} 1/);
  expect(text).toMatch(/process_resident_memory_bytes \d+/);
  expect(text).not.toMatch(/38050111|203\.0\.113|Коваленко|Ольга|n1-1|supervising/);

  desk.bus.emit('step', { ...call, kind: 'ended', result: 'abandoned', reason: 'caller-hung-up' });
  expect((await ask('/metrics')).text).toContain('holos_calls_total{result="abandoned"');
});

test('a wait is that of a caller until his first answer, and an answered offer was one', async () => {
  const { olha, petro } = desk.operators;
  const said = async () => {
    const { text } = await ask('/metrics').expect(200);
    const read = (name: string) => Number.parseFloat(text.split(`\n${name} `)[1] ?? '0');
    return [
      read('holos_wait_seconds_bucket{le="5"}'),
      read('holos_wait_seconds_count'),
      read('holos_offers_total{how="answered"}'),
    ];
  };
  const tell = (callId: string, direction: 'in' | 'out', ...steps: StepData[]) => {
    const arrived = { kind: 'arrived', hotline: '750-600', number: null, direction } as const;
    for (const step of [arrived, ...steps]) desk.bus.emit('step', { ...step, callId, at: new Date() });
  };
  const waits = { kind: 'waiting', queue: 'main', position: 1 } as const;
  const offered = (operatorId: number): StepData => ({ kind: 'offered', operatorId, queue: 'main' });
  const connected = (operatorId: number, waitMs: number): StepData => ({
    kind: 'connected',
    operatorId,
    waitMs,
  });
  const over = { kind: 'ended', result: 'talked', reason: 'caller-hung-up' } as const;
  const before = await said();

  // He waits for 40 s, is handed on within the company, and waits in the next line.
  tell(
    ...(['n1-handed', 'in', waits, offered(olha.id), connected(olha.id, 40_000)] as const),
    ...([connected(petro.id, 0), waits, offered(olha.id), connected(olha.id, 1_000), over] as const),
  );
  // An operator calls a resident; one who was promised it is called back.
  tell('n1-out-1', 'out', { kind: 'dialled', operatorId: olha.id }, connected(olha.id, 0), over);
  tell('n1-out-2', 'out', waits, offered(olha.id), connected(olha.id, 3_000), over);
  // Two are rung, and the second one has it.
  tell(
    ...(['n1-two', 'in', waits, offered(olha.id), offered(petro.id)] as const),
    ...([
      { kind: 'offer-ended', operatorId: olha.id, how: 'missed' },
      connected(petro.id, 4_000),
      over,
    ] as const),
  );
  await desk.calls.written();
  expect((await said()).map((now, nth) => now - (before[nth] ?? 0))).toEqual([1, 2, 4]);
});
