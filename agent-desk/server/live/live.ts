import { setTimeout as pause } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { Bus, Step } from '../../../events.ts';
import type { Logger } from '../../../log.ts';
import type { Operator } from '../../contract/shapes.ts';
import { presentColleague } from '../present/operator.ts';
import { within } from '../within.ts';
import type { BoardState, Watcher } from './boards.ts';
import { callerOf } from './calls.ts';
import type { Change, Look } from './change.ts';
import { InOrder } from './in-order.ts';
import {
  onAfterwards,
  onDeskCall,
  onLines,
  onNode,
  onOperator,
  onPhone,
  onQueue,
  onSupervising,
  onWrapUp,
} from './on-desk.ts';
import { onMessage } from './on-message.ts';
import { onPeople } from './on-people.ts';
import { onQueueRules, onSkills } from './on-rules.ts';
import { onStep } from './on-step.ts';
import {
  onAttempt,
  onCallback,
  onCampaign,
  onCampaignsRest,
  onFewerCallbacks,
  onRecording,
  onRequest,
} from './on-work.ts';
import { type LiveParts, LiveState } from './state.ts';
import type { KnownCall } from './world.ts';

export interface LiveOptions extends LiveParts {
  bus: Bus;
  log: Logger;
  /** Resolves when the steps told until now are in the database. */
  stepsWritten?: () => Promise<void>;
  now?: () => Date;
}

/** A look-up that takes longer is given up, so that a hanging database does not hold a ringing call back. */
const lookMs = 1_500;
const rereadMs = 1_000;
const readMs = 10_000;

/**
 * Turns what happens (the bus) into what stands on the desks.
 *
 * Every event is taken in its order. What it needs from the database is looked up at once; its change is made when its turn
 * has come. Where a look-up failed, the desks show what is known, and everything is read anew as soon as that is possible.
 */
export class Live {
  readonly state: LiveState;
  readonly #options: LiveOptions;
  readonly #order: InOrder;
  readonly #stopped = new AbortController();
  readonly #listening: (() => void)[] = [];
  #mending: Promise<void> | undefined;
  #midnight: NodeJS.Timeout | undefined;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.state = new LiveState(options);
    this.#order = new InOrder((error) => {
      options.log.error({ err: error }, 'an event did not reach the desks');
      this.#mend();
    });
  }

  /** Listens to the bus and reads the world. Rejects when the database is away: then nothing is left listening. */
  async start(): Promise<void> {
    this.#listen();
    try {
      await this.#read();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Stops listening and waits until what was heard is done. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    clearTimeout(this.#midnight);
    for (const stop of this.#listening.splice(0)) stop();
    await Promise.all([this.#mending, this.#order.settled()]);
  }

  /** A snapshot, and every event after it, until `stop` is called. */
  watch(operator: Operator, watcher: Watcher): { state: BoardState; stop: () => void } {
    const stop = this.state.boards.watch(operator, watcher);
    return { state: this.state.boards.snapshot(operator), stop };
  }

  snapshot(operator: Operator): BoardState {
    return this.state.boards.snapshot(operator);
  }

  /** Whoever opens a desk is on the list of colleagues, though he was entered only after the start. */
  knows(operator: Operator): Promise<void> {
    if (this.state.operators.has(operator.id)) return Promise.resolve();
    const change = () => {
      this.state.operators.set(operator.id, operator);
      const presence = this.#options.floor.presence(operator.id);
      this.state.boards.tellAll({ type: 'colleague', colleague: presentColleague(operator, presence) });
    };
    return this.#add({ look: null, change });
  }

  /** Who may work here now, as the database has it: another process may have changed it. */
  peopleAre(people: readonly Operator[]): Promise<void> {
    return this.#add(onPeople(this.state, people));
  }

  /** A call back was promised, or done, or is another than before. */
  callbackChanged(id: number): Promise<void> {
    const fill = () => void this.#add(onFewerCallbacks(this.state, this.#look));
    return this.#add(onCallback(this.state, id, this.#look, fill));
  }

  /** Everything that was told until now stands on the desks. */
  settled(): Promise<void> {
    return this.#order.settled();
  }

  #listen(): void {
    const { bus } = this.#options;
    const { state } = this;
    this.#listening.push(
      bus.on('step', (event) => this.#addStep(event)),
      bus.on('desk-call', (event) => this.#add(onDeskCall(state, event, this.#look))),
      bus.on('operator', (event) => this.#add(onOperator(state, event, this.#look))),
      bus.on('phone', (event) => this.#add(onPhone(state, event))),
      bus.on('wrap-up', (event) => this.#add(onWrapUp(state, event))),
      bus.on('afterwards', (event) => this.#add(onAfterwards(state, event))),
      bus.on('supervising', (event) => this.#add(onSupervising(state, event))),
      bus.on('queue', (event) => this.#add(onQueue(state, event))),
      bus.on('queue-rules', (event) => this.#add(onQueueRules(state, event, this.#look))),
      bus.on('skills', (event) => this.#add(onSkills(state, event, this.#look))),
      bus.on('lines', (event) => this.#add(onLines(state, event))),
      bus.on('node', (event) => this.#add(onNode(state, event))),
      bus.on('recording', (event) => this.#add(onRecording(state, event))),
      bus.on('request', (event) => this.#add(onRequest(state, event, this.#look))),
      bus.on('message', (event) => this.#add(onMessage(state, event, this.#look))),
      bus.on('campaigns-rest', (event) => this.#add(onCampaignsRest(state, event))),
      bus.on('campaign', (event) => this.#add(onCampaign(state, event, this.#look))),
      bus.on('callback', ({ callbackId }) => this.callbackChanged(callbackId)),
      bus.on('attempt', (event) => this.#add(onAttempt(state, event, this.#look))),
    );
  }

  #add<T>({ look, change }: Change<T>): Promise<void> {
    return this.#order.add(look, change);
  }

  #addStep(step: Step): void {
    const again = () => void this.#add(onStep(this.state, step, this.#look));
    this.#add(onStep(this.state, step, this.#look, again));
    if (step.kind === 'callback-promised') this.callbackChanged(step.callbackId);
  }

  readonly #look: Look = async (found, instead) => {
    try {
      return await within(lookMs, found);
    } catch (error) {
      this.#options.log.warn({ err: error }, 'a look-up for the desks failed');
      this.#mend();
      return instead;
    }
  };

  /** Reads everything anew, once, as soon as the database answers. */
  #mend(): void {
    if (this.#stopped.signal.aborted) return;
    this.#mending ??= this.#readUntilDone().finally(() => {
      this.#mending = undefined;
    });
  }

  async #readUntilDone(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await pause(rereadMs, undefined, { signal });
        // Asked outside of the order first: while the database is away, or behind with what it is to write, events must go on.
        await within(lookMs, this.#options.world.operator(0));
        await within(readMs, this.#options.stepsWritten?.() ?? Promise.resolve());
        await this.#read();
        return;
      } catch (error) {
        if (!signal.aborted) this.#options.log.warn({ err: error }, 'the desks cannot be read anew yet');
      }
    }
  }

  /** Reads the world and begins anew with it, in its turn between the events. */
  async #read(): Promise<void> {
    const midnight = this.#startOfDay();
    const reading = within(readMs, this.#readWhole(midnight));
    await this.#order.add(
      reading.catch(() => null),
      (read) => {
        if (read) this.state.replace(read.whole, midnight, read.readAt);
      },
    );
    await reading;
    this.#readAtMidnight(midnight);
  }

  async #readWhole(midnight: Date) {
    const { world, stepsWritten } = this.#options;
    await stepsWritten?.();
    const whole = await world.whole(midnight);
    this.state.cards.expire();
    const standing = await this.#standing(whole.living);
    await Promise.all(standing.map((call) => this.state.cards.of(callerOf(call))));
    const living = [...new Set([...whole.living, ...standing])];
    return { whole: { ...whole, living }, readAt: new Date() };
  }

  /** The calls on the desks, one that has just ended included. */
  async #standing(living: KnownCall[]): Promise<KnownCall[]> {
    const { world, floor } = this.#options;
    const ids = floor.presences().flatMap(({ operatorId }) => floor.deskCall(operatorId)?.callId ?? []);
    const calls = await Promise.all(
      ids.map((id) => living.find(({ summary }) => summary.id === id) ?? world.call(id)),
    );
    return calls.filter((call) => call !== null);
  }

  #startOfDay(): Date {
    return this.#now().startOf('day').toJSDate();
  }

  #now(): DateTime {
    const now = this.#options.now?.() ?? new Date();
    return DateTime.fromJSDate(now, { zone: this.#options.company.timezone });
  }

  /** At midnight the lists of today begin anew. */
  #readAtMidnight(midnight: Date): void {
    clearTimeout(this.#midnight);
    if (this.#stopped.signal.aborted) return;
    const next = DateTime.fromJSDate(midnight, { zone: this.#options.company.timezone }).plus({ days: 1 });
    this.#midnight = setTimeout(() => this.#mend(), Math.max(0, next.diff(this.#now()).toMillis()) + 100);
    this.#midnight.unref();
  }
}
