import { apply, type DeskEvent, type DeskState } from '../../contract/live.ts';
import type {
  Colleague,
  DeskCall,
  DeskMessage,
  Operator,
  SuperviseEnd,
  Supervising,
} from '../../contract/shapes.ts';
import { seenByOperators } from '../present/operator.ts';

/** What all desks show alike: the state of a desk without what is its own. */
type Shared = Pick<
  DeskState,
  | 'nodes'
  | 'linesInUse'
  | 'campaignsRestUntil'
  | 'colleagues'
  | 'former'
  | 'queues'
  | 'calls'
  | 'campaigns'
  | 'attempts'
  | 'callbacks'
  | 'callbacksOpen'
>;

/** What stands on single desks, when the boards begin anew. */
interface Own {
  calls: () => (readonly [operatorId: number, call: DeskCall])[];
  supervising: () => (readonly [operatorId: number, talk: Supervising])[];
  superviseEnded: () => (readonly [operatorId: number, why: SuperviseEnd])[];
  messages: ReadonlyMap<number, DeskMessage[]>;
}

/** A snapshot, but for what the link itself knows: the sequence, the clock and the phone. */
export type BoardState = Omit<DeskState, 'sequence' | 'now' | 'phone'>;

export interface Watcher {
  event(event: DeskEvent): void;
  /** Everything was read anew: the events until now are worth nothing, take a new snapshot. */
  reset(): void;
}

const nobody: Omit<DeskState, keyof Shared> = {
  sequence: 0,
  now: '',
  me: {
    id: 0,
    login: '',
    name: '',
    role: 'operator',
    state: 'offline',
    since: '',
    pauseReason: null,
    setBy: null,
    afterwards: null,
    wrapUpEndsAt: null,
    wrapUpCall: null,
  },
  phone: {
    kind: 'browser',
    state: 'unregistered',
    socketUrl: '',
    user: '',
    domain: '',
    port: 0,
    password: '',
  },
  call: null,
  messages: [],
  supervising: null,
  superviseEnded: null,
  today: { answered: 0, abandoned: 0, within20s: 0, myCalls: 0, myTalkMs: 0 },
};

/**
 * What stands on all desks now, changed only by the events that the desks get, with the very function that they use: so a
 * snapshot taken at any moment plus the events after it is what is here.
 */
export class Boards {
  #shared: DeskState;
  readonly #calls = new Map<number, DeskCall>();
  #messages: Map<number, DeskMessage[]> = new Map();
  readonly #supervising = new Map<number, Supervising>();
  readonly #superviseEnded = new Map<number, SuperviseEnd>();
  readonly #watchers = new Map<number, Set<Watcher>>();
  #todayFor: (operatorId: number) => DeskState['today'];

  constructor(shared: Shared, todayFor: (operatorId: number) => DeskState['today']) {
    this.#shared = { ...nobody, ...shared };
    this.#todayFor = todayFor;
  }

  get shared(): Readonly<Shared> {
    return this.#shared;
  }

  callOf(operatorId: number): DeskCall | null {
    return this.#calls.get(operatorId) ?? null;
  }

  /** Everyone on whose desk this call stands. */
  operatorsAt(callId: string): number[] {
    return [...this.#calls].filter(([, call]) => call.callId === callId).map(([operatorId]) => operatorId);
  }

  /** Begins anew with what was read; every watcher is told to take a new snapshot. */
  replace(shared: Shared, { calls, supervising, superviseEnded, messages }: Own): void {
    this.#shared = { ...nobody, ...shared };
    this.#messages = new Map(messages);
    fill(this.#calls, calls());
    fill(this.#supervising, supervising());
    fill(this.#superviseEnded, superviseEnded());
    for (const watcher of this.#allWatchers()) watcher.reset();
  }

  /** An event for every desk. */
  tellAll(event: DeskEvent): void {
    this.#shared = apply(this.#shared, 0, event);
    for (const watcher of this.#allWatchers()) watcher.event(event);
  }

  /** An event for one operator's desk. */
  tell(operatorId: number, event: DeskEvent): void {
    const own = {
      call: this.callOf(operatorId),
      supervising: this.#supervising.get(operatorId) ?? null,
      superviseEnded: this.#superviseEnded.get(operatorId) ?? null,
      messages: this.#messages.get(operatorId) ?? [],
    };
    const after = apply({ ...this.#shared, ...own }, 0, event);
    this.#messages.set(operatorId, after.messages);
    keep(this.#calls, operatorId, after.call);
    keep(this.#supervising, operatorId, after.supervising);
    keep(this.#superviseEnded, operatorId, after.superviseEnded);
    for (const watcher of this.#watchers.get(operatorId) ?? []) watcher.event(event);
  }

  /** Today's figures have changed: each open desk gets its own view of them. */
  tellToday(): void {
    for (const operatorId of this.#watchers.keys()) {
      this.tell(operatorId, { type: 'today', today: this.#todayFor(operatorId) });
    }
  }

  snapshot(operator: Operator): BoardState {
    const { nodes, linesInUse, campaignsRestUntil, former, queues } = this.#shared;
    const { calls, campaigns, attempts, callbacks, callbacksOpen } = this.#shared;
    const colleagues = this.#shared.colleagues.map(seenBy(operator));
    const mine = colleagues.find((one) => one.id === operator.id);
    return {
      me: {
        ...operator,
        state: mine?.state ?? 'offline',
        since: mine?.since ?? new Date().toISOString(),
        pauseReason: mine?.pauseReason ?? null,
        setBy: mine?.setBy ?? null,
        afterwards: mine?.afterwards ?? null,
        wrapUpEndsAt: mine?.wrapUpEndsAt ?? null,
        wrapUpCall: mine?.wrapUpCall ?? null,
      },
      call: this.callOf(operator.id),
      messages: this.#messages.get(operator.id) ?? [],
      supervising: this.#supervising.get(operator.id) ?? null,
      superviseEnded: this.#superviseEnded.get(operator.id) ?? null,
      today: this.#todayFor(operator.id),
      ...{ nodes, linesInUse, campaignsRestUntil, colleagues, former, queues },
      ...{ calls, campaigns, attempts, callbacks, callbacksOpen },
    };
  }

  /** Watches one operator's board until the returned function is called. */
  watch(operator: Operator, { event: told, reset }: Watcher): () => void {
    const { id: operatorId } = operator;
    const seen = seenBy(operator);
    const event = (one: DeskEvent) =>
      told(one.type === 'colleague' ? { ...one, colleague: seen(one.colleague) } : one);
    const watcher = { event, reset };
    const watchers = this.#watchers.get(operatorId) ?? new Set();
    this.#watchers.set(operatorId, watchers.add(watcher));
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0 && this.#watchers.get(operatorId) === watchers) {
        this.#watchers.delete(operatorId);
      }
    };
  }

  #allWatchers(): Watcher[] {
    return [...this.#watchers.values()].flatMap((watchers) => [...watchers]);
  }
}

/** How this person sees colleagues. */
function seenBy({ role }: Operator): (colleague: Colleague) => Colleague {
  return role === 'operator' ? seenByOperators : (colleague) => colleague;
}

function fill<T>(map: Map<number, T>, entries: readonly (readonly [number, T])[]): void {
  map.clear();
  for (const [id, value] of entries) map.set(id, value);
}

function keep<T>(map: Map<number, T>, id: number, value: T | null): void {
  if (value === null) map.delete(id);
  else map.set(id, value);
}
