import type { OperatorPresence } from '../../../ivr/queue/floor.ts';
import type { Colleague, Operator } from '../../contract/shapes.ts';

/** The row has the password's hash too; that never leaves. */
export function presentOperator({ id, login, name, role }: Operator): Operator {
  return { id, login, name, role };
}

/**
 * As an operator, and whoever reads the figures, sees a colleague. That somebody listens is told to supervisors alone: to all others he pauses.
 */
export function seenByOperators(colleague: Colleague): Colleague {
  return colleague.state === 'supervising'
    ? { ...colleague, state: 'paused', pauseReason: null, setBy: null, afterwards: null }
    : colleague;
}

export function presentColleague(
  operator: Operator,
  presence: Omit<OperatorPresence, 'operatorId'>,
): Colleague {
  return {
    id: operator.id,
    name: operator.name,
    role: operator.role,
    state: presence.state,
    since: presence.since.toISOString(),
    pauseReason: presence.pauseReason,
    setBy: presence.setBy,
    afterwards: presence.afterwards,
    wrapUpEndsAt: presence.wrapUpEndsAt?.toISOString() ?? null,
    wrapUpCall: presence.wrapUpCall,
    callId: presence.callId,
  };
}
