import fc from 'fast-check';
import type { Database } from '../../../db/connect.ts';
import {
  attemptTalking,
  breakOffAttempt,
  claimAttempts,
  findAttempt,
  finishAttempt,
} from '../../../db/queries/attempts.ts';
import { markCallbackDone, promiseCallback } from '../../../db/queries/callbacks.ts';
import { insertCampaign, setCampaignState } from '../../../db/queries/campaigns.ts';
import { insertDeskMessage, readDeskMessage } from '../../../db/queries/desk-messages.ts';
import { createRequest } from '../../../db/queries/requests.ts';
import type { Bus, QueuedCall, StepData } from '../../../events.ts';
import type { Live } from '../live/live.ts';
import type { FakeFloor } from './floor.ts';

/** What may happen, chosen by small numbers: which call, which operator, which resident. */
export const happening = fc.record({
  what: fc.constantFrom(
    ...(['arrive', 'arrive', 'arrive', 'identify', 'identify', 'wait', 'wait', 'offer', 'offer'] as const),
    ...(['answer', 'language', 'key', 'connect', 'connect', 'hold', 'leave', 'end', 'end', 'read'] as const),
    ...(['presence', 'request', 'request', 'promise', 'called-back', 'campaign', 'dial', 'node'] as const),
    ...(['prolong', 'note', 'note', 'dispose', 'message', 'supervise', 'supervise', 'record'] as const),
  ),
  call: fc.nat(4),
  operator: fc.nat(1),
  who: fc.nat(3),
  pauseMs: fc.nat(6),
});

export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

export interface Stage {
  db: Database;
  bus: Bus;
  floor: FakeFloor;
  live: Live;
  operatorIds: number[];
  residentIds: number[];
  buildingId: number;
  /** Begins every id of this history. */
  name: string;
}

const numbers = ['+380501110001', '+380501110002', '+380342750600', null];
const states = ['paused', 'ready', 'supervising', 'ready'] as const;
let lastCreated = Date.now();

/** Empty: it is taken back. */
const noteOf = ({ who }: { who: number }) => (who === 0 ? '' : `Нотатка ${who}`);

/** Plays one history: a random stream of what the parts of Holos tell, each with its rows written first as they do. */
export class History {
  readonly #stage: Stage;
  readonly #calls: string[] = [];
  readonly #ended = new Set<string>();
  readonly #line: QueuedCall[] = [];
  readonly #messageIds: number[] = [];
  #callbackId: number | undefined;
  #campaignId: number | undefined;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async play(one: Happening): Promise<void> {
    if (one.what === 'arrive') return this.#arrive(one);
    await (this.#ofNoCall(one) ?? this.#ofCall(one));
  }

  #arrive({ who }: Happening): void {
    const callId = `${this.#stage.name}-${this.#calls.length}`;
    this.#calls.push(callId);
    const direction = who === 3 ? 'out' : 'in';
    this.#step(callId, { kind: 'arrived', hotline: '750-600', number: numbers[who] ?? null, direction });
  }

  #ofCall(one: Happening): Promise<void> | undefined {
    const callId = this.#calls.at(-1 - one.call);
    if (callId === undefined) return;
    const operatorId = this.#operator(one);
    // A recording is finished after its call.
    const recording = { recordingId: 1, callId, state: 'finished', durationMs: 0 } as const;
    if (one.what === 'record') return void this.#stage.bus.emit('recording', recording);
    if (one.what === 'note') return void this.#step(callId, { kind: 'note', operatorId, text: noteOf(one) });
    const disposition = one.who ? 'request' : 'advice';
    if (one.what === 'dispose')
      return void this.#step(callId, { kind: 'disposition', operatorId, disposition });
    if (this.#ended.has(callId)) {
      // Of the talk of a call that has ended, only its end may still be told.
      if (one.what === 'leave') this.#leave(callId, one);
      return;
    }
    return this.#ofLiveCall(callId, one);
  }

  #ofLiveCall(callId: string, one: Happening): Promise<void> | undefined {
    const { floor, residentIds } = this.#stage;
    const operatorId = this.#operator(one);
    const since = new Date();
    switch (one.what) {
      case 'identify': {
        const found = residentIds.slice(0, one.who);
        const as = (['none', 'one', 'several', 'several'] as const)[one.who] ?? 'none';
        return void this.#step(callId, { kind: 'identified', as, residentIds: found });
      }
      case 'language':
        return void this.#step(callId, { kind: 'language', language: one.who ? 'uk' : 'ru', how: 'chosen' });
      case 'answer':
        return void this.#step(callId, { kind: 'answered' });
      case 'key':
        return void this.#step(callId, { kind: 'key', key: String(one.who) });
      case 'wait':
        if (this.#line.some((waiting) => waiting.callId === callId)) return;
        return void this.#wait(callId, one.who === 3);
      case 'offer':
        this.#step(callId, { kind: 'offered', operatorId, queue: 'main' });
        floor.set(operatorId, 'ringing');
        return void floor.put(operatorId, { callId, stage: 'ringing', held: false, since });
      case 'connect':
        this.#step(callId, { kind: 'connected', operatorId, waitMs: one.who * 10_000 });
        floor.put(operatorId, { callId, stage: 'talking', held: false, since });
        return void floor.set(operatorId, 'talking');
      case 'hold':
        this.#step(callId, { kind: 'held', operatorId });
        return void floor.put(operatorId, { callId, stage: 'talking', held: true, since });
      case 'supervise':
        return void this.#supervise(callId, one);
      case 'leave':
        return void this.#leave(callId, one);
      case 'end':
        return void this.#end(callId, one);
      case 'promise':
        return this.#promise(callId);
      default:
        return;
    }
  }

  #ofNoCall(one: Happening): Promise<void> | undefined {
    const { floor, bus } = this.#stage;
    switch (one.what) {
      case 'presence':
        floor.set(this.#operator(one), states[one.who] ?? 'ready', one.who ? null : 'lunch');
        return Promise.resolve();
      case 'prolong': {
        const operatorId = this.#operator(one);
        if (floor.presence(operatorId).state === 'wrap-up') floor.prolongWrapUp(operatorId);
        return Promise.resolve();
      }
      case 'node':
        bus.emit('node', { node: 'n1', state: one.who ? 'up' : 'down' });
        bus.emit('lines', { inUse: one.who });
        bus.emit('campaigns-rest', { until: one.who ? null : new Date() });
        return Promise.resolve();
      case 'message':
        return this.#message(one);
      case 'read':
        return this.#read(one);
      case 'request':
        return this.#request(one);
      case 'called-back':
        return this.#calledBack();
      case 'campaign':
        return this.#campaign();
      case 'dial':
        return this.#dial(one);
      default:
        return;
    }
  }

  #wait(callId: string, emergency: boolean): void {
    // Some have waited for long enough to be missed when they give up.
    const sinceMs = Date.now() - (emergency ? 10_000 : 0);
    const position = this.#line.length + 1;
    this.#step(callId, { kind: 'waiting', queue: 'main', position, emergency, sinceMs });
    this.#line.push({ callId, since: new Date(), emergency, callback: null });
    this.#stage.floor.line('main', [...this.#line]);
  }

  #leave(callId: string, one: Happening): void {
    const operatorId = this.#operator(one);
    this.#step(callId, { kind: 'left-operator', operatorId, talkMs: 1_000 * one.who });
    this.#stage.floor.put(operatorId, null);
    this.#stage.floor.set(operatorId, 'wrap-up', null, new Date(), { callId, owesDisposition: true });
  }

  /** The operator, of whom nothing else need be true, is at a talk in some way, or at none any more; the other one may hear him. */
  #supervise(callId: string, one: Happening): void {
    const { floor, operatorIds } = this.#stage;
    const supervisorId = this.#operator(one);
    const how = (['listen', 'whisper', 'join'] as const)[one.who];
    const operatorId = operatorIds.find((id) => id !== supervisorId) ?? 0;
    if (how) this.#step(callId, { kind: 'supervised', supervisorId, how });
    else this.#step(callId, { kind: 'supervise-ended', supervisorId });
    floor.putAt(
      supervisorId,
      how ? { callId, operatorId, how, stage: 'on' } : null,
      how ? null : 'caller-left',
    );
    const supervised = how && how !== 'listen' ? { supervisorId, how } : null;
    const call = floor.deskCall(operatorId);
    if (call?.callId === callId) floor.put(operatorId, { ...call, supervised });
  }

  #end(callId: string, one: Happening): void {
    this.#ended.add(callId);
    const result = one.who === 0 ? 'abandoned' : 'talked';
    this.#step(callId, { kind: 'ended', result, reason: 'caller-hung-up' });
    const at = this.#line.findIndex((waiting) => waiting.callId === callId);
    if (at < 0) return;
    this.#line.splice(at, 1);
    this.#stage.floor.line('main', [...this.#line]);
  }

  /** From one of the two to the other, or to all. */
  async #message({ operator, who }: Happening): Promise<void> {
    const { db, bus, operatorIds } = this.#stage;
    const [fromId = 0, other = 0] = operator ? operatorIds : operatorIds.toReversed();
    const toId = who ? other : null;
    const message = { fromId, toId, text: `Слово ${who}`, at: new Date(), readerIds: [other] };
    this.#messageIds.push(await insertDeskMessage(db, message));
    bus.emit('message', { messageId: this.#messageIds.at(-1) ?? 0, readBy: null });
  }

  async #read(one: Happening): Promise<void> {
    const id = this.#messageIds.at(-1 - one.who);
    if (id === undefined) return;
    const operatorId = this.#operator(one);
    const isNew = await readDeskMessage(this.#stage.db, { id, operatorId, at: new Date() });
    if (isNew) this.#stage.bus.emit('message', { messageId: id, readBy: operatorId });
  }

  async #request({ who }: Happening): Promise<void> {
    const { db, bus, residentIds, buildingId } = this.#stage;
    lastCreated += 1;
    const createdAt = new Date(lastCreated);
    const residentId = residentIds[who] ?? null;
    const what = { category: 'water', executor: 'plumbers', text: 'Тече', place: '', phone: null };
    const where = { callId: null, residentId, buildingId: who ? buildingId : null };
    const row = { ...what, ...where, createdAt, dueAt: createdAt, createdBy: null };
    const { id } = await createRequest(db, row, 2026);
    bus.emit('request', { requestId: id, residentId });
  }

  async #promise(callId: string): Promise<void> {
    const promise = { callId, number: '+380501110001', hotline: '750-600', why: 'no-operator' };
    const { id } = await promiseCallback(this.#stage.db, { ...promise, promisedAt: new Date() });
    this.#callbackId = id;
    this.#step(callId, { kind: 'callback-promised', callbackId: id });
  }

  async #calledBack(): Promise<void> {
    if (this.#callbackId === undefined) return;
    await markCallbackDone(this.#stage.db, this.#callbackId, new Date());
    await this.#stage.live.callbackChanged(this.#callbackId);
  }

  async #campaign(): Promise<void> {
    const { db, bus, operatorIds, name } = this.#stage;
    const list = ['+380501110001', '+380501110002', '+380501110003'];
    const campaign = { name, question: 'survey.question', numbers: list, createdBy: operatorIds[0] ?? 0 };
    this.#campaignId = await insertCampaign(db, campaign);
    bus.emit('campaign', { campaignId: this.#campaignId, state: 'draft' });
    await setCampaignState(db, this.#campaignId, 'running');
    bus.emit('campaign', { campaignId: this.#campaignId, state: 'running' });
  }

  async #dial({ who }: Happening): Promise<void> {
    const { db } = this.#stage;
    const [taken] = await claimAttempts(db, 'n1', 1, new Date());
    if (!taken) return;
    await this.#tellAttempt(taken.id);
    if (who === 0) {
      await breakOffAttempt(db, taken.id, new Date());
      return this.#tellAttempt(taken.id);
    }
    await attemptTalking(db, taken.id);
    await this.#tellAttempt(taken.id);
    const next = await finishAttempt(db, taken.id, 'busy', who > 2 ? new Date() : null);
    await this.#tellAttempt(taken.id);
    if (next) await this.#tellAttempt(next.id);
  }

  async #tellAttempt(id: number): Promise<void> {
    const found = await findAttempt(this.#stage.db, id);
    if (!found) return;
    const { id: attemptId, ...attempt } = found;
    this.#stage.bus.emit('attempt', { attemptId, ...attempt });
  }

  #operator({ operator }: Happening): number {
    return this.#stage.operatorIds[operator] ?? 0;
  }

  #step(callId: string, step: StepData): void {
    this.#stage.bus.emit('step', { ...step, callId, at: new Date() });
  }
}
