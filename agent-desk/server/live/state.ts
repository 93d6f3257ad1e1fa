import type { Company } from '../../../config/company.ts';
import type { DeskCallState, QueuedCall } from '../../../events.ts';
import type { Floor } from '../../../ivr/queue/floor.ts';
import { lineChange } from '../../contract/line.ts';
import { newestCallFirst } from '../../contract/lists.ts';
import type { DeskEvent } from '../../contract/live.ts';
import type { Card, Colleague, DeskCall, Operator, WaitingCaller } from '../../contract/shapes.ts';
import { earlierCallsShown } from '../card.ts';
import { presentColleague } from '../present/operator.ts';
import { isForOperators } from '../present/step.ts';
import type { RulesShown } from '../rules-shown.ts';
import { Boards } from './boards.ts';
import { callerOf, type LiveCall } from './calls.ts';
import { Cards } from './cards.ts';
import { todayFor } from './today.ts';
import type { Caller, KnownCall, TodayFigures, WholeWorld, World } from './world.ts';

export interface LiveParts {
  world: World;
  floor: Pick<Floor, 'presence' | 'presences' | 'deskCall' | 'supervising' | 'superviseEnded' | 'waiting'>;
  company: Pick<Company, 'queues' | 'timezone'>;
  nodes: () => Record<string, 'down' | 'syncing' | 'up'>;
  rules: Pick<RulesShown, 'queue' | 'skills'>;
  linesInUse: () => number;
  campaignsRestUntil: () => Date | null;
}

/** How many ended calls keep their steps, for what is still said of them after their end. */
const endedKept = 100;

/** All that the live desk knows between two events. Changed only in order, by the changes beside this file. */
export class LiveState {
  readonly parts: LiveParts;
  readonly boards: Boards;
  readonly cards: Cards;
  readonly calls = new Map<string, LiveCall>();
  readonly operators = new Map<number, Operator>();
  /** Known as soon as the bus has told it, before its turn comes: so that a card is looked up at once. */
  readonly callers = new Map<string, Caller>();
  readonly waiting = new Map<string, QueuedCall[]>();
  today: TodayFigures = { answered: 0, abandoned: 0, within20s: 0, byOperator: new Map() };
  midnight = new Date(0);
  /** The longest ended first. */
  readonly #ended = new Set<string>();

  constructor(parts: LiveParts) {
    this.parts = parts;
    this.cards = new Cards((caller) => parts.world.card(caller));
    this.boards = new Boards(
      {
        nodes: {},
        linesInUse: 0,
        campaignsRestUntil: null,
        colleagues: [],
        former: [],
        queues: [],
        calls: [],
        campaigns: [],
        attempts: [],
        callbacks: [],
        callbacksOpen: { promised: 0, abandoned: 0 },
      },
      (operatorId) => todayFor(this.today, operatorId),
    );
  }

  /** Begins anew with what was read at `readAt`, and with what the floor knows now. */
  replace(whole: WholeWorld, midnight: Date, readAt: Date): void {
    this.midnight = midnight;
    this.today = whole.today;
    this.operators.clear();
    for (const operator of whole.operators) this.operators.set(operator.id, operator);
    this.#replaceCalls(whole.living, readAt);
    this.waiting.clear();
    for (const { queue, waiting } of this.parts.floor.waiting()) this.waiting.set(queue, waiting);
    const shared = {
      nodes: this.parts.nodes(),
      linesInUse: this.parts.linesInUse(),
      campaignsRestUntil: this.parts.campaignsRestUntil()?.toISOString() ?? null,
      colleagues: whole.operators.map((operator) => this.#colleague(operator)).sort((a, b) => a.id - b.id),
      former: whole.former,
      queues: this.parts.company.queues.map(({ id }) => ({ id, waiting: this.#waitingIn(id) })),
      calls: whole.calls,
      campaigns: whole.campaigns,
      attempts: whole.attempts,
      callbacks: whole.callbacks,
      callbacksOpen: whole.callbacksOpen,
    };
    const { messages } = whole;
    const { floor } = this.parts;
    this.boards.replace(shared, {
      calls: () => this.#deskCalls(),
      supervising: () => this.#each((id) => floor.supervising(id)),
      superviseEnded: () => this.#each((id) => floor.superviseEnded(id)),
      messages,
    });
  }

  /** A call that was read. One that ended long ago may still be noted of: it is forgotten again as others are. */
  know(call: LiveCall): void {
    const { id, endedAt } = call.summary;
    this.calls.set(id, call);
    if (!this.callers.has(id)) this.callers.set(id, callerOf(call));
    if (endedAt !== null) this.ended(id);
  }

  /** An ended call keeps its steps for a while; the oldest that stands on no desk is forgotten. */
  ended(callId: string): void {
    this.#ended.add(callId);
    if (this.#ended.size <= endedKept) return;
    const oldest = [...this.#ended].find((id) => this.boards.operatorsAt(id).length === 0);
    if (oldest !== undefined) this.#forget(oldest);
  }

  /** Callers and cards of calls that go on stay, and those of calls whose arrival has not had its turn yet. */
  #replaceCalls(living: KnownCall[], readAt: Date): void {
    const goOn = new Set(living.map(({ summary }) => summary.id));
    for (const id of [...this.calls.keys()]) if (!goOn.has(id)) this.#forget(id);
    this.#ended.clear();
    for (const call of living) this.know({ ...call, readAt: readAt.toISOString() });
  }

  #forget(callId: string): void {
    this.#ended.delete(callId);
    this.calls.delete(callId);
    this.callers.delete(callId);
    this.cards.forget(callId);
  }

  /** How many calls go on now. */
  get living(): number {
    return [...this.calls.values()].filter(({ summary }) => summary.endedAt === null).length;
  }

  /** Tells the desks what has changed among those who wait in this queue. */
  showLine(id: string): void {
    const shown = this.boards.shared.queues.find((queue) => queue.id === id)?.waiting ?? [];
    const change = lineChange(shown, this.#waitingIn(id));
    if (change.gone.length + change.put.length > 0) this.boards.tellAll({ type: 'queue', id, ...change });
  }

  #waitingIn(queue: string): WaitingCaller[] {
    return (this.waiting.get(queue) ?? []).map(
      ({ callId, since, emergency, callback, first = false, keptFor = null }) => {
        const summary = this.calls.get(callId)?.summary;
        return {
          callId,
          since: since.toISOString(),
          number: callback?.number ?? summary?.number ?? null,
          name: summary?.residentName ?? null,
          emergency,
          callback: callback !== null,
          first,
          keptFor: keptFor && { operatorId: keptFor.operatorId, until: keptFor.until.toISOString() },
        };
      },
    );
  }

  /** A call as it stands on a desk, with its newest card. */
  deskCall({ since, ...state }: Omit<DeskCallState, 'since'> & { since: Date | string }): DeskCall {
    const call = this.calls.get(state.callId);
    return {
      callId: state.callId,
      stage: state.stage,
      held: state.held,
      consult: state.consult ?? null,
      colleague: state.colleague ?? null,
      askedBy: state.askedBy ?? null,
      recordingOff: state.recordingOff ?? false,
      supervised: state.supervised ?? null,
      since: typeof since === 'string' ? since : since.toISOString(),
      hotline: call?.summary.hotline ?? '',
      number: call?.summary.number ?? null,
      language: call?.summary.language ?? null,
      steps: (call?.steps ?? []).filter(isForOperators),
      card: this.#card(state.callId),
    };
  }

  /** Tells the desks of those who lead. */
  tellLeads(event: DeskEvent): void {
    for (const { id, role } of this.operators.values()) if (role !== 'operator') this.boards.tell(id, event);
  }

  /** Tells every desk where this call stands how it looks now. */
  showAgain(callId: string): void {
    for (const operatorId of this.boards.operatorsAt(callId)) {
      const call = this.boards.callOf(operatorId);
      if (call) this.boards.tell(operatorId, { type: 'my-call', call: this.deskCall(call) });
    }
  }

  /** The card as it was looked up, with the calls that have ended since: the database hears of them a moment later. */
  #card(callId: string): Card {
    const caller = this.callers.get(callId);
    const card = this.cards.value(callId) ?? emptyCard(caller);
    if (!caller) return card;
    const known = new Set(this.boards.shared.calls.map((call) => call.id));
    const recent = this.boards.shared.calls.filter(
      (call) => call.endedAt !== null && call.id !== callId && isCallOf(caller, call),
    );
    const before = card.earlierCalls.filter((call) => !known.has(call.id));
    const earlier = [...recent, ...before.map((call) => this.calls.get(call.id)?.summary ?? call)];
    return { ...card, earlierCalls: earlier.sort(newestCallFirst).slice(0, earlierCallsShown) };
  }

  /** Which call stands on a desk is told by the desk, not by the state: they change one after the other. */
  #colleague(operator: Operator): Colleague {
    const { floor } = this.parts;
    const callId = floor.deskCall(operator.id)?.callId ?? null;
    return presentColleague(operator, { ...floor.presence(operator.id), callId });
  }

  #deskCalls(): [number, DeskCall][] {
    return this.#each((operatorId) => {
      const state = this.parts.floor.deskCall(operatorId);
      return state && this.deskCall(state);
    });
  }

  /** What the floor has for operators, of those for whom it has something. */
  #each<T>(has: (operatorId: number) => T | null): [number, T][] {
    return [...this.operators.keys()].flatMap((operatorId): [number, T][] => {
      const found = has(operatorId);
      return found === null ? [] : [[operatorId, found]];
    });
  }
}

/** Whether a call is from this caller: the same resident, or the same number. */
export function isCallOf(
  caller: Caller,
  call: { residentId: number | null; number: string | null },
): boolean {
  if (call.residentId !== null && caller.residentIds.includes(call.residentId)) return true;
  return call.number !== null && call.number === caller.number;
}

/** What a desk shows when nothing could be looked up. */
function emptyCard(caller: Caller | undefined): Card {
  return {
    as: caller?.as ?? 'none',
    residents: [],
    openRequests: [],
    houseRequests: [],
    earlierCalls: [],
  };
}
