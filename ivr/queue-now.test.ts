import { expect, test, vi } from 'vitest';
import { loadCompany } from '../config/load-company.ts';
import { fakeCall } from '../test/fakes/fake-call.ts';
import type { KeptPlaceFacts } from './queue/kept-place.ts';
import { keptPlaceNow, queueNow } from './queue-now.ts';
import { noteTopic } from './services.ts';

const company = await loadCompany({ company: '750-600' });
const services = { company };

test('a queue that there is stays the queue of who waits in it', () => {
  const { call } = fakeCall();
  noteTopic(call, 'leave-request');
  for (const { id } of company.queues) {
    expect(queueNow(id, call, services)).toBe(id);
    expect(queueNow(id, call, services, { emergency: true })).toBe(id);
  }
});

test('whose queue is gone waits where he would get a person now: for what he wanted, in an emergency in its own', () => {
  const { call } = fakeCall();
  expect(queueNow('lifts', call, services)).toBe('dispatcher');
  noteTopic(call, 'leave-request');
  expect(queueNow('lifts', call, services)).toBe('requests');
  expect(queueNow('lifts', call, services, { emergency: true })).toBe('emergency');
});

test('a kept place is in the dispatcher’s queue once its own is gone, and the log says why; else it is as it was', () => {
  const log = { warn: vi.fn() };
  const parts = { company, log } as unknown as Parameters<typeof keptPlaceNow>[1];
  const waitingSince = new Date('2026-11-23T08:30:00Z');
  const facts: KeptPlaceFacts = {
    ...{ callbackId: 7, number: '+380501112233', hotline: '750-600', language: 'uk' },
    ...{ queue: 'lifts', waitingSince, tries: 1, notBefore: waitingSince },
  };
  const known = { ...facts, queue: 'readings' };
  expect(keptPlaceNow(known, parts)).toEqual(known);
  expect(log.warn).not.toHaveBeenCalled();
  expect(keptPlaceNow(facts, parts)).toEqual({ ...facts, queue: 'dispatcher' });
  expect(log.warn).toHaveBeenCalledWith(
    { callbackId: 7, queue: 'lifts', instead: 'dispatcher' },
    expect.any(String),
  );
  expect(log.warn).toHaveBeenCalledTimes(1);
  // A hotline that is gone, with its queue or without, is the one by which residents are called.
  expect(keptPlaceNow({ ...known, hotline: '0800' }, parts)).toEqual(known);
  expect(keptPlaceNow({ ...facts, hotline: '0800' }, parts)).toEqual({ ...facts, queue: 'dispatcher' });
  expect(log.warn).toHaveBeenCalledWith(
    { callbackId: 7, hotline: '0800', instead: '750-600' },
    expect.any(String),
  );
});
