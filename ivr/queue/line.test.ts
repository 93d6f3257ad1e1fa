import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Bus, type StepData } from '../../events.ts';
import { createLog } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import { WaitingLine } from './line.ts';
import { Answers } from './open-floor.ts';
import { Operators } from './operators.ts';

const queue = 'dispatcher';
const irina = 1;

/** A caller as far as the line knows one. */
function caller(id: string) {
  const over = new AbortController();
  const steps: StepData[] = [];
  const call = { id, number: null, signal: over.signal, step: (step: StepData) => steps.push(step) };
  const kinds = () => steps.map((step) => step.kind);
  return { call: call as unknown as Call, hangUp: () => over.abort(new Error('over')), kinds };
}

function oneOperator() {
  const log = createLog('silent');
  const bus = new Bus((error) => {
    throw error;
  });
  const operators = new Operators(bus, 0);
  const offers = { answers: new Answers(), endpointOf: () => 'PJSIP/irina', offerMs: () => 20_000 };
  const line = new WaitingLine({ bus, log, operators, offers });
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  operators.change(irina, 'ready');
  return { line, operators };
}

test('a place is written down before it is offered', () => {
  const { line, operators } = oneOperator();
  const { call, kinds } = caller('first');
  line.join(call, queue);
  expect(kinds()).toEqual(['waiting', 'offered']);
  operators.close();
});

test('one who has hung up is offered to nobody, though his flow has not left the line yet', async () => {
  const { line, operators } = oneOperator();
  const first = caller('first');
  const second = caller('second');
  line.join(first.call, queue);
  first.hangUp();
  await turn();
  expect(first.kinds()).toEqual(['waiting', 'offered', 'offer-ended']);
  expect(operators.of(irina).state).toBe('ready');
  line.join(second.call, queue);
  expect(second.kinds()).toEqual(['waiting', 'offered']);
  second.hangUp();
  await turn();
  operators.close();
});

test('a desk that goes away while it rings leaves the caller to the next one', async () => {
  const { line, operators } = oneOperator();
  const { call, kinds, hangUp } = caller('first');
  line.join(call, queue);
  operators.lost(irina);
  await turn();
  expect(kinds()).toEqual(['waiting', 'offered', 'offer-ended']);
  expect(operators.of(irina).state).toBe('ready');
  operators.opened(irina, 'browser');
  operators.setPhone(irina, 'registered');
  line.match();
  expect(kinds().at(-1)).toBe('offered');
  hangUp();
  await turn();
  operators.close();
});
