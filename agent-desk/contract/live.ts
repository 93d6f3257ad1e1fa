import { changeLine, type LineChange } from './line.ts';
import { type CallbackCounts, newestFirst, putAttempt, putCall, putCallback, putNewest } from './lists.ts';
import type {
  Attempt,
  Callback,
  CallSummary,
  Campaign,
  Colleague,
  Consulted,
  DeskCall,
  DeskMessage,
  MoveTo,
  Operator,
  OperatorStateSet,
  PauseReason,
  QueueHeld,
  SkillsHeld,
  Step,
  SuperviseEnd,
  SuperviseHow,
  Supervising,
  TransferTo,
  WaitingCaller,
} from './shapes.ts';

/** Everything a desk shows live, whole. Sent on every (re)connection; after it only events come. */
export interface DeskState {
  /** Grows by one with each event, so that a desk notices a gap and asks for a new snapshot. */
  sequence: number;
  /** The server's clock, so that timers are right on a machine whose clock is not. */
  now: string;
  me: Operator & MyPresence;
  phone: PhoneAccess;
  nodes: Record<string, 'down' | 'syncing' | 'up'>;
  /** How many lines to the carrier are in use. */
  linesInUse: number;
  /** The carrier refuses every automatic call: the next is tried then. Null while they go through. */
  campaignsRestUntil: string | null;
  colleagues: Colleague[];
  /** Who may not log in any more, by id: what he did is told with his name all the same. */
  former: { id: number; name: string }[];
  queues: { id: string; waiting: WaitingCaller[] }[];
  /** The call this operator is offered or is in. */
  call: DeskCall | null;
  /** The talk that this operator is at as a supervisor. */
  supervising: Supervising | null;
  /** Why he is at one no more, where he has not left it himself. */
  superviseEnded: SuperviseEnd | null;
  /** All calls that have not ended, and of today's that have the 200 that ended last; newest first. */
  calls: CallSummary[];
  campaigns: Campaign[];
  /** Attempts that go on, newest first. What was and what is to come is asked for with the campaign. */
  attempts: Attempt[];
  /**
   * Who was promised a call back and has not had it, and who gave up waiting: of each kind the 200 who have waited longest, the
   * longest first.
   */
  callbacks: Callback[];
  callbacksOpen: CallbackCounts;
  /** To and from this operator: what was written or read today, and all that he has not read; newest first, at most 200. */
  messages: DeskMessage[];
  today: { answered: number; abandoned: number; within20s: number; myCalls: number; myTalkMs: number };
}

type MyPresence = Pick<
  Colleague,
  'state' | 'since' | 'pauseReason' | 'setBy' | 'afterwards' | 'wrapUpEndsAt' | 'wrapUpCall'
>;

/**
 * How the desk's phone registers. That of a browser has a password that is made anew at every log-in and is good for this desk
 * only; a SIP phone is set up once, and keeps its own.
 */
export interface PhoneAccess {
  kind: PhoneKind;
  /** As the exchange knows it; of a browser: as the browser has said. */
  state: PhoneState;
  socketUrl: string;
  user: string;
  domain: string;
  /** Where a SIP phone registers (UDP). */
  port: number;
  password: string;
}

export const phoneStates = ['registered', 'unregistered', 'no-microphone'] as const;
/** Whether the phone can ring, and the operator can be heard. */
export type PhoneState = (typeof phoneStates)[number];

export const consultEnds = ['back', 'join', 'hand-over'] as const;
export type ConsultEnd = (typeof consultEnds)[number];

/** What answers the calls of a desk: the browser itself, or a SIP phone that registers with the desk's `phone` access. */
export type PhoneKind = 'browser' | 'sip';

/** What a desk says when it connects (Socket.IO's `auth`). Without it the phone is in the browser. */
export interface DeskGreeting {
  phone?: PhoneKind;
  /** How long the link has been down; not where the desk is opened anew. */
  awayMs?: number;
  /** As the server has told by `opened`, when its link comes back: an older one gives way to a page that was opened meanwhile. */
  openedAt?: number;
}

export type DeskEvent =
  | { type: 'colleague'; colleague: Colleague }
  /** He may not log in any more. */
  | { type: 'colleague-gone'; id: number }
  | { type: 'node'; node: string; state: 'down' | 'syncing' | 'up' }
  | { type: 'lines'; inUse: number }
  | { type: 'campaigns-rest'; until: string | null }
  | ({ type: 'queue'; id: string } & LineChange)
  | { type: 'call'; call: CallSummary }
  /** A call is recorded from now on, or its recording is finished or lost. It is in no snapshot: it is asked for with the call. */
  | { type: 'recording'; callId: string }
  | { type: 'my-call'; call: DeskCall | null }
  | { type: 'phone'; state: PhoneState }
  /** This supervisor has taken back what was to come after the call: he is ready then. It is in no snapshot. */
  | { type: 'taken-back'; by: number }
  | { type: 'my-call-step'; callId: string; step: Step }
  | { type: 'supervising'; supervising: Supervising | null; ended: SuperviseEnd | null }
  | { type: 'campaign'; campaign: Campaign }
  | { type: 'attempt'; attempt: Attempt }
  | { type: 'callback'; callback: Callback; open: CallbackCounts }
  | { type: 'message'; message: DeskMessage }
  | { type: 'today'; today: DeskState['today'] }
  /** To those who lead: what holds of a queue, or of an operator's skills, from now on. It is in no snapshot: it is asked for. */
  | { type: 'queue-held'; queue: QueueHeld }
  | { type: 'skills-held'; skills: SkillsHeld };

export type Acknowledge = (answer: { ok: true } | { ok: false; code: string; message: string }) => void;

export interface ServerToDesk {
  /** The server's clock (ms) when this page was opened. */
  opened: (at: number) => void;
  snapshot: (state: DeskState) => void;
  /** What happened in one moment; `sequence` is that of the first of them. */
  event: (sequence: number, ...events: DeskEvent[]) => void;
  /** The session was ended elsewhere: log in again. */
  'logged-out': (reason: 'revoked' | 'other-desk') => void;
}

/** What the desk asks for. Each is answered; the state changes by the events that follow, never by the answer. */
export interface DeskToServer {
  ready: (acknowledge: Acknowledge) => void;
  pause: (reason: PauseReason, acknowledge: Acknowledge) => void;
  /** The phone in this desk is registered (or not), and what it lacks. */
  phone: (state: PhoneState, acknowledge: Acknowledge) => void;
  /** The card of the offered call is on the screen: the phone may ring now. */
  'card-shown': (callId: string, acknowledge: Acknowledge) => void;
  reject: (callId: string, acknowledge: Acknowledge) => void;
  hold: (callId: string, on: boolean, acknowledge: Acknowledge) => void;
  /** Ends the talk that he leads, or gives up the call that he makes. */
  end: (callId: string, acknowledge: Acknowledge) => void;
  /** Leaves the talk that a colleague leads; refused where it was handed over to him in this very moment. */
  leave: (callId: string, acknowledge: Acknowledge) => void;
  /** Calls a number, as the hotline; null, or one that the company has no more: as its usual one. */
  call: (number: string, hotline: string | null, acknowledge: Acknowledge) => void;
  /** Calls a colleague at his desk; who is busy, or not there, is refused. */
  'call-colleague': (operatorId: number, acknowledge: Acknowledge) => void;
  /** Sends the caller on at once, to a colleague, a queue, or a telephone outside. */
  transfer: (callId: string, to: TransferTo, acknowledge: Acknowledge) => void;
  /** Has a colleague or a telephone outside rung, while the caller hears music. */
  consult: (callId: string, who: Consulted, acknowledge: Acknowledge) => void;
  /** Back to the caller; all three together; or the one who was asked talks on with the caller. */
  'consult-end': (callId: string, how: ConsultEnd, acknowledge: Acknowledge) => void;
  /** Switches the recording off while something is told that nobody may keep, and on again. */
  record: (callId: string, on: boolean, acknowledge: Acknowledge) => void;
  /**
   * Listens to a talk, whispers to its operator or joins it, or does another of these from now on; one who is at another talk
   * leaves that. The supervisor's own phone rings, and a browser's picks up by itself. Of supervisors and administrators.
   */
  supervise: (callId: string, how: SuperviseHow, acknowledge: Acknowledge) => void;
  'supervise-end': (acknowledge: Acknowledge) => void;
  /** Leads the talk that he hears from now on; who has led it is out. Of supervisors and administrators. */
  'take-over': (callId: string, acknowledge: Acknowledge) => void;
  /** After-call work is done before its time. */
  'wrapped-up': (acknowledge: Acknowledge) => void;
  /** After-call work takes a minute longer. */
  'prolong-wrap-up': (acknowledge: Acknowledge) => void;
  /** A supervisor puts an operator into a state; whoever is busy comes into it afterwards. */
  'set-state': (operatorId: number, to: OperatorStateSet, acknowledge: Acknowledge) => void;
  /** A supervisor sends a waiting caller to another place in the line. */
  move: (callId: string, to: MoveTo, acknowledge: Acknowledge) => void;
  /** What the talk came to, once it is over. Who has not said it ends no wrap-up: that then ends by itself. */
  disposition: (callId: string, disposition: string, acknowledge: Acknowledge) => void;
  /** What this operator notes of the call, in place of what he had noted; empty: he takes it back. */
  note: (callId: string, text: string, acknowledge: Acknowledge) => void;
  /** To a colleague, also one who is away; null: to all desks, of those who lead. */
  message: (to: number | null, text: string, acknowledge: Acknowledge) => void;
  'message-read': (messageId: number, acknowledge: Acknowledge) => void;
  /** A gap in the sequence was seen: send a snapshot. */
  refresh: (acknowledge: Acknowledge) => void;
}

/** The longest note on a call, and message from desk to desk, in characters. */
export const longestNote = 1_000;
export const longestMessage = 1_000;

/** The state after one event. Pure, and used on both sides: a snapshot plus its events equals a fresh snapshot (tested). */
export function apply(state: DeskState, sequence: number, event: DeskEvent): DeskState {
  return { ...state, sequence, ...change(state, event) };
}

function change(state: DeskState, event: DeskEvent): Partial<DeskState> {
  switch (event.type) {
    case 'colleague':
      return colleagueChange(state, event.colleague);
    case 'colleague-gone':
      return colleagueGone(state, event.id);
    case 'node':
      return { nodes: { ...state.nodes, [event.node]: event.state } };
    case 'lines':
      return { linesInUse: event.inUse };
    case 'campaigns-rest':
      return { campaignsRestUntil: event.until };
    case 'queue':
      return {
        queues: state.queues.map((queue) =>
          queue.id === event.id ? { id: queue.id, waiting: changeLine(queue.waiting, event) } : queue,
        ),
      };
    case 'call':
      return { calls: putCall(state.calls, event.call) };
    case 'my-call':
      return { call: event.call };
    case 'phone':
      return { phone: { ...state.phone, state: event.state } };
    case 'my-call-step':
      return state.call?.callId === event.callId
        ? { call: { ...state.call, steps: [...state.call.steps, event.step] } }
        : {};
    case 'supervising':
      return { supervising: event.supervising, superviseEnded: event.ended };
    case 'campaign':
      return { campaigns: putNewest(state.campaigns, event.campaign, newestFirst) };
    case 'attempt':
      return { attempts: putAttempt(state.attempts, event.attempt) };
    case 'callback':
      return { callbacks: putCallback(state.callbacks, event.callback), callbacksOpen: event.open };
    case 'message':
      return { messages: putNewest(state.messages, event.message, newestFirst) };
    case 'today':
      return { today: event.today };
    case 'taken-back':
    case 'recording':
    case 'queue-held':
    case 'skills-held':
      return {};
  }
}

function colleagueGone({ colleagues, former }: DeskState, goneId: number): Partial<DeskState> {
  const gone = colleagues.filter(({ id }) => id === goneId).map(({ id, name }) => ({ id, name }));
  return {
    colleagues: colleagues.filter(({ id }) => id !== goneId),
    former: [...former.filter(({ id }) => id !== goneId), ...gone].sort((a, b) => a.id - b.id),
  };
}

function colleagueChange(state: DeskState, colleague: Colleague): Partial<DeskState> {
  const colleagues = state.colleagues.some((one) => one.id === colleague.id)
    ? state.colleagues.map((one) => (one.id === colleague.id ? colleague : one))
    : [...state.colleagues, colleague].sort((a, b) => a.id - b.id);
  const former = state.former.filter(({ id }) => id !== colleague.id);
  if (colleague.id !== state.me.id) return { colleagues, former };
  const { state: mine, since, pauseReason, setBy, afterwards, wrapUpEndsAt, wrapUpCall } = colleague;
  const pause = { pauseReason, setBy, afterwards };
  const presence: MyPresence = { state: mine, since, ...pause, wrapUpEndsAt, wrapUpCall };
  return { colleagues, former, me: { ...state.me, ...presence } };
}
