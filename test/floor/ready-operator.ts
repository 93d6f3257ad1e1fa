import { vi } from 'vitest';
import { Bus, type HolosEvents } from '../../events.ts';
import { Operators } from '../../ivr/queue/operators.ts';

/** Operators as they are alone, without a queue, of whom one is ready. `told`: what the bus has told of them. */
export interface ReadyOperator {
  operators: Operators;
  bus: Bus;
  told: HolosEvents['operator'][];
}

/** On a clock that stands still. To be closed after the test, and the clock to be given back. */
export function readyOperator(
  operatorId: number,
  wrapUpMs: (queue: string | null) => number = () => 20_000,
): ReadyOperator {
  vi.useFakeTimers({ now: Date.parse('2026-03-05T12:00:00Z') });
  const bus = new Bus((error) => {
    throw error;
  });
  const told: HolosEvents['operator'][] = [];
  bus.on('operator', (event) => told.push(event));
  const operators = new Operators(bus, wrapUpMs);
  operators.opened(operatorId, 'browser');
  operators.setPhone(operatorId, 'registered');
  operators.change(operatorId, 'ready');
  return { operators, bus, told };
}
