import { lineChange } from '../../agent-desk/contract/line.ts';
import { apply, type ConsultEnd, type DeskEvent, type DeskState } from '../../agent-desk/contract/live.ts';
import type { Operator, WaitingCaller } from '../../agent-desk/contract/shapes.ts';
import * as fake from './fake-data.ts';

/** As long as the company's queue gives; a prolonged one lasts a minute longer. */
const wrapUpMs = 20_000;
const prolongMs = 60_000;

const now = (aheadMs = 0) => new Date(Date.now() + aheadMs).toISOString();

/** Who led a call says what it came to. */
const owed = (call: DeskState['call']) =>
  call && call.askedBy === null ? { callId: call.callId, owesDisposition: true } : null;

/** In what state an operator is with a call in this stage on his desk. */
const stateWith = {
  calling: 'ringing',
  dialling: 'talking',
  ringing: 'ringing',
  talking: 'talking',
  returning: 'talking',
} as const;

/** A made-up day of one operator: what his desk shows, and what becomes of it. */
export class FakeDay {
  /** What is asked for by this verb is not done, as if the database were away. */
  refused: string | null = null;
  /** What the company file says. */
  company = fake.company;
  #operator = fake.operator;
  #state: DeskState;
  readonly #phoneUrl: string;
  readonly #tell: (sequence: number, event: DeskEvent) => void;

  /** @param tell an event for every desk that is open */
  constructor(phoneUrl: string, tell: (sequence: number, event: DeskEvent) => void) {
    this.#phoneUrl = phoneUrl;
    this.#tell = tell;
    this.#state = fake.deskState(phoneUrl);
  }

  get operator(): Operator {
    return this.#operator;
  }
  get state(): DeskState {
    return this.#state;
  }

  /** The day begins anew. */
  reset(): void {
    this.refused = null;
    this.company = fake.company;
    this.#operator = fake.operator;
    this.#state = fake.deskState(this.#phoneUrl);
  }

  /** Somebody else has logged in with the same browser, in another window of it. */
  logsIn(operator: Operator): void {
    this.#operator = operator;
    this.#state = { ...this.#state, me: { ...this.#state.me, ...operator } };
  }

  /** The desk was opened with a SIP phone, which cannot ring yet. */
  withSipPhone(): void {
    this.#state = { ...this.#state, phone: { ...this.#state.phone, kind: 'sip', state: 'unregistered' } };
  }

  send(event: DeskEvent): void {
    this.#state = apply(this.#state, this.#state.sequence + 1, event);
    this.#tell(this.#state.sequence, event);
  }

  waiting(queue: string, callers: WaitingCaller[]): void {
    const before = this.#state.queues.find(({ id }) => id === queue)?.waiting ?? [];
    this.send({ type: 'queue', id: queue, ...lineChange(before, callers) });
  }

  setMe(change: Partial<DeskState['colleagues'][number]>): void {
    const me = this.#state.colleagues.find((one) => one.id === this.#state.me.id);
    if (!me) return;
    const fresh = { since: now(), pauseReason: null, wrapUpEndsAt: null, wrapUpCall: null };
    this.send({ type: 'colleague', colleague: { ...me, ...fresh, ...change } });
  }

  /** A call comes to the desk, or leaves it. */
  call(next: DeskState['call']): void {
    const before = this.#state.call;
    this.send({ type: 'my-call', call: next });
    if (next?.colleague) this.setMe({ state: 'internal', callId: next.callId });
    else if (next) this.setMe({ state: stateWith[next.stage], callId: next.callId });
    else if (before?.colleague) this.setMe({ state: 'paused', callId: null });
    else
      this.setMe({ state: 'wrap-up', callId: null, wrapUpEndsAt: now(wrapUpMs), wrapUpCall: owed(before) });
  }

  /** Something of the call on the desk is another than before. */
  changeCall(change: Partial<NonNullable<DeskState['call']>>): void {
    const { call } = this.#state;
    if (call) this.send({ type: 'my-call', call: { ...call, ...change } });
  }

  endConsult(how: ConsultEnd): void {
    const { call: mine } = this.#state;
    if (!mine?.consult) return;
    if (how === 'hand-over') this.call(null);
    else if (how === 'back') this.call({ ...mine, held: false, consult: null });
    else this.call({ ...mine, held: false, consult: { ...mine.consult, stage: 'three' } });
  }

  prolongWrapUp(): void {
    const { since, wrapUpEndsAt, wrapUpCall } = this.#state.me;
    if (!wrapUpEndsAt) return;
    const later = new Date(Date.parse(wrapUpEndsAt) + prolongMs).toISOString();
    this.setMe({ state: 'wrap-up', since, wrapUpEndsAt: later, wrapUpCall });
  }

  /** It is said what a call came to. */
  dispose(callId: string, disposition: string): void {
    const { since, wrapUpEndsAt, wrapUpCall } = this.#state.me;
    this.changeSummary(callId, { disposition });
    if (wrapUpCall?.callId === callId)
      this.setMe({ state: 'wrap-up', since, wrapUpEndsAt, wrapUpCall: { callId, owesDisposition: false } });
  }

  /** Something of a call in the list is another than before. */
  changeSummary(callId: string, change: Partial<DeskState['calls'][number]>): void {
    const summary = this.#state.calls.find(({ id }) => id === callId);
    if (summary) this.send({ type: 'call', call: { ...summary, ...change } });
  }

  message(to: number | null, text: string): void {
    const { messages, me } = this.#state;
    const id = (messages[0]?.id ?? 0) + 1;
    const from = { fromId: me.id, fromName: me.name };
    const readBy = { count: 0, of: to === null ? 4 : 1 };
    this.send({
      type: 'message',
      message: { id, at: now(), ...from, toId: to, text, readAt: null, readBy },
    });
  }

  readMessage(messageId: number): void {
    const message = this.#state.messages.find(({ id }) => id === messageId);
    if (message) this.send({ type: 'message', message: { ...message, readAt: now() } });
  }
}
