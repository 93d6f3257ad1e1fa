import { HolosError } from '../../errors.ts';
import type { Operators } from './operators.ts';

/** What a supervisor can make of an operator. */
export const statesToSet = ['ready', 'pause', 'offline'] as const;
export type OperatorStateSet = (typeof statesToSet)[number];

/**
 * A supervisor puts an operator into a state, as far as the operator could do so himself: ready only where his phone can ring.
 * Nobody is cut off: who rings or talks comes into it afterwards (presence-table.ts). One who is there already stays as he is.
 * @throws HolosError `operator.no-desk`, `operator.no-phone`, `desk.no-microphone`
 */
export function setState(
  operators: Operators,
  operatorId: number,
  to: OperatorStateSet,
  supervisorId: number,
): void {
  // Whoever does it for himself has pressed his own button.
  const isOwn = supervisorId === operatorId;
  const by = isOwn ? null : supervisorId;
  const { state } = operators.of(operatorId);
  if (to === 'offline') {
    if (state !== 'offline') operators.change(operatorId, 'off', { by });
    return;
  }
  if (!operators.isDeskOpen(operatorId) && (to === 'ready' || state === 'offline'))
    throw new HolosError('operator.no-desk', 'This operator has no desk open.', { operatorId });
  if (to === 'pause') {
    if (state !== 'paused')
      operators.change(operatorId, 'pause', { reason: isOwn ? 'break' : 'supervisor', by });
    return;
  }
  demandPhone(operators, operatorId);
  operators.change(operatorId, 'ready', { by });
}

function demandPhone(operators: Operators, operatorId: number): void {
  const { state } = operators.phone(operatorId);
  if (state === 'no-microphone')
    throw new HolosError('desk.no-microphone', 'This operator has no microphone.', { operatorId });
  if (state === 'unregistered')
    throw new HolosError('operator.no-phone', 'The phone of this operator cannot be rung.', { operatorId });
}
