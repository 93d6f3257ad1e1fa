import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Leg } from '../../telephony/call/leg.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { Joining } from '../queue/joining.ts';
import { Place } from '../queue/place.ts';
import type { TalkEnd } from '../queue/talk-end.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { operator } from './operator.ts';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

const waitMs = 3_000;
const talkMs = 180_000;

const hotline = { id: '750-600', menu: [{ key: '0', queue: 'dispatcher' }] };

/** A line in which whoever waits is answered after `waitMs`, and talks for `talkMs` until this end. */
function answering(end: TalkEnd) {
  const waits: number[] = [];
  const join = (call: Place['call'], queue: string, joining: Joining) => {
    const { sinceMs = Date.now(), waitsSinceMs = sinceMs, emergency = false, patient = false } = joining;
    const place = new Place(call, queue, {
      ...{ sinceMs, waitsSinceMs, emergency, patient, triedOutside: false },
    });
    setTimeout(() => place.settle({ kind: 'answered', leg: {} as Leg, operatorId: 1 }), waitMs);
    return place;
  };
  const talk = async (...[, , , waitedMs]: Parameters<IvrServices['talks']['talk']>) => {
    waits.push(waitedMs);
    await new Promise((done) => setTimeout(done, talkMs));
    return end;
  };
  const nothing = () => undefined;
  const line = { join, take: nothing, leave: nothing, onMoved: () => nothing };
  const standing = { position: () => 1, estimateMs: () => null, isToBeCalledBack: () => false };
  const callbacks = { talkedTo: nothing };
  const numbers = { country: 'UA', areaCode: '342', outgoing: { foreign: [], premium: [] } };
  const company = {
    ...numbers,
    name: { uk: 'Дім' },
    executors: [],
    hotlines: [hotline],
    queues: [{ id: 'dispatcher', flows: [] }],
  };
  const services = { company, line: { ...line, ...standing }, talks: { talk }, callbacks };
  return { services: services as unknown as IvrServices, waits };
}

async function goesOn(flow: IvrFlow, end: TalkEnd) {
  const { call } = fakeCall();
  const { services, waits } = answering(end);
  const next = flow(call, services);
  await vi.advanceTimersByTimeAsync(waitMs + talkMs);
  const again = await (await next)?.(call, services);
  return { again, waits };
}

test('a talk is no wait: who is sent on keeps his place, and waits from then on', async () => {
  const sinceMs = Date.now();
  const end: TalkEnd = { kind: 'transferred', to: { operatorId: 3 } };
  const first = await goesOn(operator('dispatcher', { patient: true }), end);
  const waitsSinceMs = sinceMs + waitMs + talkMs;
  expect(first.again?.given).toMatchObject({ queue: 'dispatcher', sinceMs, waitsSinceMs, firstTo: 3 });
  const second = await goesOn(first.again as IvrFlow, end);
  expect(second.again?.given).toMatchObject({ sinceMs, waitsSinceMs: waitsSinceMs + waitMs + talkMs });
  expect([first.waits, second.waits]).toEqual([[waitMs], [waitMs]]);
});

test('a colleague who refused whom he was sent is not rung first once more when the caller is back in the line', async () => {
  const { call } = fakeCall();
  const { services } = answering({ kind: 'operator-ended' });
  const join = vi.spyOn(services.line, 'join');
  const flow = operator('dispatcher', { patient: true, firstTo: 3 });
  const refused = flow(call, services);
  join.mock.results[0]?.value.refusedAtMs.set(3, Date.now());
  await vi.advanceTimersByTimeAsync(waitMs + talkMs);
  await refused;
  void flow(call, services);
  const [first, again] = join.mock.calls.map(([, , joining]) => joining);
  expect(first).toMatchObject({ firstTo: 3 });
  expect(again).not.toHaveProperty('firstTo');
  expect(again?.refusedAtMs).toEqual(new Map([[3, expect.any(Number)]]));
  await vi.advanceTimersByTimeAsync(waitMs + talkMs);
});

test('whose operator is lost stands first from then on, where he was before', async () => {
  const lost: TalkEnd = { kind: 'operator-lost' };
  const { again } = await goesOn(operator('dispatcher', { patient: true, emergency: true }), lost);
  const firstAtMs = 1_000_000 + waitMs + talkMs;
  expect(again?.given).toMatchObject({ queue: 'dispatcher', emergency: true, patient: true, firstAtMs });
});

test('whose queue has left the company file waits in the hotline’s, at his place, and the log says why', async () => {
  const { call, steps } = fakeCall();
  const { services } = answering({ kind: 'operator-ended' });
  const how = { sinceMs: 400_000, waitsSinceMs: 700_000, patient: true, firstAtMs: 900_000 };
  const next = await operator('lifts', how)(call, services);
  expect(next?.given).toMatchObject({ ...how, queue: 'dispatcher' });
  expect(steps.filter(({ kind }) => kind === 'queue-gone')).toMatchObject([
    { queue: 'lifts', instead: 'dispatcher' },
  ]);
});

test('who is called back hears who calls, and that the call is recorded, to the end before an operator can pick up', async () => {
  const { call, said } = fakeCall();
  const { services } = answering({ kind: 'operator-ended' });
  const saidBefore: string[][] = [];
  const { line } = services;
  const join = vi.spyOn(line, 'join').mockImplementation((who, queue, how) => {
    saidBefore.push([...said]);
    join.mockRestore();
    const place = line.join(who, queue, how);
    place.settle({ kind: 'answered', leg: {} as Leg, operatorId: 1 });
    return place;
  });
  call.keys.press('#');
  const flow = operator('dispatcher', { patient: true, reserved: 1, calledBack: true })(call, services);
  await vi.advanceTimersByTimeAsync(waitMs + talkMs);
  await flow;
  expect(saidBefore).toEqual([[sentence(['called-back.hello', { company: 'Дім' }])]]);
  expect(call.result).toBe('talked');
});

test('who hangs up while he hears who calls has not been talked to', async () => {
  const { call } = fakeCall();
  const { services } = answering({ kind: 'operator-ended' });
  const join = vi.spyOn(services.line, 'join');
  call.over('caller-hung-up');
  await expect(operator('dispatcher', { patient: true, calledBack: true })(call, services)).rejects.toThrow();
  expect([call.result, join.mock.calls.length]).toEqual(['abandoned', 0]);
});
