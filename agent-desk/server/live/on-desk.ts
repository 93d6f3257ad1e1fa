import type { DeskCallState, HolosEvents } from '../../../events.ts';
import type { Operator } from '../../contract/shapes.ts';
import { presentColleague } from '../present/operator.ts';
import { callerOf, type LiveCall } from './calls.ts';
import type { Change, Look } from './change.ts';
import type { LiveState } from './state.ts';

/** A call comes to an operator's desk, with its card in the same event; or changes there; or leaves it. */
export function onDeskCall(
  live: LiveState,
  { operatorId, call }: HolosEvents['desk-call'],
  look: Look,
): Change<LiveCall | null> {
  return {
    // Of a call between two desks nothing is looked up: nobody from outside is in it.
    look: call === null || isInternal(call) ? null : prepareCard(live, call.callId, look),
    change: (found) => {
      if (found) live.know(found);
      live.boards.tell(operatorId, { type: 'my-call', call: call && live.deskCall(call) });
      const colleague = live.boards.shared.colleagues.find(({ id }) => id === operatorId);
      const callId = call?.callId ?? null;
      if (!colleague || colleague.callId === callId) return;
      live.boards.tellAll({ type: 'colleague', colleague: { ...colleague, callId } });
    },
  };
}

const isInternal = ({ colleague = null }: DeskCallState) => colleague !== null;

/** Looks up the card, and the call itself when it is one from before a restart. */
async function prepareCard(live: LiveState, callId: string, look: Look): Promise<LiveCall | null> {
  const caller = live.callers.get(callId);
  if (caller) {
    await look(live.cards.of(caller), undefined);
    return null;
  }
  const call = await look(live.parts.world.call(callId), null);
  if (!call) return null;
  await look(live.cards.of(callerOf(call)), undefined);
  return { ...call, readAt: new Date().toISOString() };
}

/** An operator's state; one who is new since the start is looked up. */
export function onOperator(
  live: LiveState,
  event: HolosEvents['operator'],
  look: Look,
): Change<Operator | null> {
  const { world } = live.parts;
  return {
    look: live.operators.has(event.operatorId) ? null : look(world.operator(event.operatorId), null),
    change: (found) => {
      if (found) live.operators.set(found.id, found);
      const operator = live.operators.get(event.operatorId);
      if (!operator) return;
      const callId = live.boards.callOf(operator.id)?.callId ?? null;
      const colleague = presentColleague(operator, { ...event, callId });
      live.boards.tellAll({ type: 'colleague', colleague });
    },
  };
}

/** Wrap-up ends later than was told, or waits for its desk; or it was said what the talk came to. */
export function onWrapUp(live: LiveState, event: HolosEvents['wrap-up']): Change<null> {
  const { operatorId, endsAt, call: wrapUpCall } = event;
  return {
    look: null,
    change: () => {
      const colleague = live.boards.shared.colleagues.find(({ id }) => id === operatorId);
      if (colleague?.state !== 'wrap-up') return;
      const wrapUpEndsAt = endsAt?.toISOString() ?? null;
      live.boards.tellAll({ type: 'colleague', colleague: { ...colleague, wrapUpEndsAt, wrapUpCall } });
    },
  };
}

/** What an operator who is busy does after it has changed. That a supervisor has taken it back, nothing shows: he is told. */
export function onAfterwards(
  live: LiveState,
  { operatorId, afterwards, by }: HolosEvents['afterwards'],
): Change<null> {
  return {
    look: null,
    change: () => {
      const colleague = live.boards.shared.colleagues.find(({ id }) => id === operatorId);
      if (colleague) live.boards.tellAll({ type: 'colleague', colleague: { ...colleague, afterwards } });
      if (afterwards === null && by !== null) live.boards.tell(operatorId, { type: 'taken-back', by });
    },
  };
}

/** A supervisor is at a talk, in this way from now on; or at none any more. */
export function onSupervising(
  live: LiveState,
  { supervisorId, ...told }: HolosEvents['supervising'],
): Change<null> {
  return { look: null, change: () => live.boards.tell(supervisorId, { type: 'supervising', ...told }) };
}

export function onQueue(live: LiveState, { queue, waiting }: HolosEvents['queue']): Change<null> {
  return {
    look: null,
    change: () => {
      live.waiting.set(queue, waiting);
      live.showLine(queue);
    },
  };
}

export function onLines(live: LiveState, { inUse }: HolosEvents['lines']): Change<null> {
  return { look: null, change: () => live.boards.tellAll({ type: 'lines', inUse }) };
}

export function onNode(live: LiveState, event: HolosEvents['node']): Change<null> {
  return { look: null, change: () => live.boards.tellAll({ type: 'node', ...event }) };
}

export function onPhone(live: LiveState, { operatorId, state }: HolosEvents['phone']): Change<null> {
  return { look: null, change: () => live.boards.tell(operatorId, { type: 'phone', state }) };
}
