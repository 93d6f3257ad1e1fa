import { EventEmitter } from 'node:events';
import type { Language } from './config/company.ts';

/** How a call ended: `result` is what it came to, `reason` why. Both are words of a closed list, counted in figures. */
export interface CallEnd {
  result: 'talked' | 'served' | 'abandoned' | 'refused' | 'failed' | 'unreached';
  reason:
    | 'caller-hung-up'
    | 'operator-hung-up'
    | 'flow-ended'
    | 'too-long'
    | 'no-operator'
    | 'busy'
    | 'no-answer'
    | 'rejected'
    | 'no-such-number'
    | 'congestion'
    | 'asterisk-lost'
    | 'controller-lost'
    | 'shutdown'
    | 'bug';
}

/** What is said of the caller when the number has been looked up. The number is context, not proof. */
export type IdentifiedAs = 'one' | 'several' | 'none' | 'anonymous';

/** One step of a call. Written once, never changed; secrets (PINs, passwords) are never in it. */
export type StepData =
  | { kind: 'arrived'; hotline: string; number: string | null; direction: 'in' | 'out' }
  | { kind: 'identified'; as: IdentifiedAs; residentIds: number[] }
  | { kind: 'answered' }
  | { kind: 'recording-started' }
  | { kind: 'language'; language: Language; how: 'remembered' | 'chosen' | 'default' }
  /** `given`: what the flow was made with, so that it can be made anew. */
  | { kind: 'flow'; flow: string; given?: Readonly<Record<string, unknown>> }
  | { kind: 'said'; prompt: string; text: string }
  | { kind: 'key'; key: string }
  | { kind: 'key-wrong'; key: string; menu: string }
  | { kind: 'silence'; menu: string }
  /** The caller has shown whose account he may hear about. */
  | { kind: 'verified'; accountId: number; by: 'pin' | 'account' }
  /** What a flow has learned: an answer that is not asked for again. */
  | { kind: 'noted'; name: string; value: unknown }
  /** The caller has spoken a message. */
  | { kind: 'message'; name: string; durationMs: number; voicedMs: number }
  /** `sinceMs`: the time by which he stands in the line, where that was before this step; `waitsSinceMs`: since when he waits, where it is another time. */
  | {
      kind: 'waiting';
      queue: string;
      position: number;
      emergency?: boolean;
      sinceMs?: number;
      waitsSinceMs?: number;
    }
  /** A supervisor has sent the waiting caller to another place. */
  | { kind: 'moved'; supervisorId: number; to: MoveTo }
  /** The queue in which he waited has left the company file: he waits in this one. */
  | { kind: 'queue-gone'; queue: string; instead: string }
  | { kind: 'offered'; operatorId: number; queue: string }
  | {
      kind: 'offer-ended';
      operatorId: number;
      how:
        | 'missed'
        | 'rejected'
        | 'unreachable'
        | 'caller-left'
        | 'withdrawn'
        | 'answered-elsewhere'
        | 'moved';
    }
  | { kind: 'connected'; operatorId: number; waitMs: number }
  | { kind: 'held'; operatorId: number }
  | { kind: 'resumed'; operatorId: number }
  | { kind: 'operator-lost'; operatorId: number }
  | { kind: 'operator-back'; operatorId: number }
  | { kind: 'left-operator'; operatorId: number; talkMs: number }
  /** The operator has somebody else rung, while the caller hears music. */
  | { kind: 'consulted'; operatorId: number; with: Consulted }
  | { kind: 'consult-ended'; how: ConsultEnded }
  | { kind: 'three-together'; operatorId: number }
  | { kind: 'transferred'; operatorId: number; to: TransferTo }
  /** A supervisor is at the talk from now on, in this way. */
  | { kind: 'supervised'; supervisorId: number; how: SuperviseHow }
  | { kind: 'supervise-ended'; supervisorId: number }
  /** The supervisor `operatorId` leads the talk from now on; who led it is out. */
  | { kind: 'taken-over'; operatorId: number; from: number }
  /** The operator calls the resident. */
  | { kind: 'dialled'; operatorId: number }
  | { kind: 'recording-off'; operatorId: number }
  | { kind: 'recording-on'; operatorId: number }
  /** What this operator notes of the call, in place of what he had noted; empty: he takes it back. */
  | { kind: 'note'; operatorId: number; text: string }
  /** What the talk came to, in place of what was said before. */
  | { kind: 'disposition'; operatorId: number; disposition: string }
  | { kind: 'callback-promised'; callbackId: number }
  /** The resident is called back, as he was promised: his place in the line had its turn. */
  | { kind: 'called-back'; callbackId: number; try: number }
  /** The caller was told where he stands, and how long he will wait; null: that could not be said. */
  | { kind: 'told-wait'; position: number; estimateMs: number | null }
  /** The wait grew too long: a telephone outside was rung. */
  | { kind: 'outside'; how: 'connected' | 'not-reached' }
  | { kind: 'incident-joined'; incidentId: number }
  | { kind: 'duty'; how: 'connected' | 'not-reached' }
  | { kind: 'request-written'; requestId: number; number: string }
  /** The call is about a request that was there already. */
  | { kind: 'request-linked'; operatorId: number; requestId: number; number: string }
  | { kind: 'survey-answer'; answer: number }
  | { kind: 'interrupted'; why: 'controller-restart' | 'asterisk-lost' | 'bug' }
  | { kind: 'ended'; result: CallEnd['result']; reason: CallEnd['reason'] };

export type Step = StepData & { callId: string; at: Date };
export type StepKind = StepData['kind'];

export type OperatorState =
  | 'offline'
  | 'ready'
  | 'paused'
  | 'ringing'
  | 'talking'
  | 'wrap-up'
  | 'missed'
  | 'unreachable'
  | 'supervising'
  /** A colleague talks to him, or is rung for him, or he for a colleague. */
  | 'internal';

/** Where an operator who is busy just now goes after it, instead of being ready again. */
export interface Afterwards {
  to: 'paused' | 'offline' | 'missed';
  /** Of the pause. */
  reason: string | null;
  /** The supervisor who has said so; null: himself. */
  setBy: number | null;
}

/** Where a supervisor sends a caller who waits: to another queue, to an operator, to the head of the line. */
export type MoveTo = { queue: string } | { operatorId: number } | { first: true };

/** Whether an operator's phone can ring, and he can be heard. */
export type PhoneState = 'registered' | 'unregistered' | 'no-microphone';

/** The call that an operator wraps up and says what it came to, and whether he still owes that. */
export interface WrapUpCall {
  callId: string;
  owesDisposition: boolean;
}

/** `calling`: reserved for one who is called back, whose phone rings; `dialling`: the operator calls him; `ringing`: offered; `talking`; `returning`: the operator's phone was lost and the caller waits for it. */
export interface DeskCallState {
  callId: string;
  stage: 'calling' | 'dialling' | 'ringing' | 'talking' | 'returning';
  held: boolean;
  since: Date;
  /** Somebody else whom the operator has brought to this call. */
  consult?: ConsultState | null;
  /** The colleague at the other end: a call between two desks, with nobody from outside in it. */
  colleague?: number | null;
  /** Which colleague has asked for help, on the desk of the one who was asked. */
  askedBy?: number | null;
  /** The recording is switched off for a moment. */
  recordingOff?: boolean;
  /** A supervisor whom the operator hears. One who only listens is told to nobody. */
  supervised?: Supervised | null;
}

/** `listen`: nobody hears the supervisor; `whisper`: the operator alone does; `join`: all three hear each other. */
export type SuperviseHow = 'listen' | 'whisper' | 'join';

export interface Supervised {
  supervisorId: number;
  how: Exclude<SuperviseHow, 'listen'>;
}

/** A talk that a supervisor is at. `ringing`: his own phone is; `on`: he hears it. */
export interface SupervisingState {
  callId: string;
  /** Who leads the talk. */
  operatorId: number;
  how: SuperviseHow;
  stage: 'ringing' | 'on';
}

/**
 * Why a supervisor is at a talk no more, where he has not left it himself. `caller-left`: the caller has hung up; `handed-on`: the
 * operator has sent him to somebody else; `operator-lost`: his operator did not come back; `call-over`: the call was ended for another
 * reason. Of his own phone: `not-reached`, it was not picked up; `phone-lost`, its page or its sound is gone. `interrupted`: the
 * controller has begun again; `failed`: a fault.
 */
export type SuperviseEnd =
  | 'caller-left'
  | 'operator-ended'
  | 'handed-on'
  | 'operator-lost'
  | 'call-over'
  | 'not-reached'
  | 'phone-lost'
  | 'interrupted'
  | 'failed';

/** A colleague, by the operator's id, or a telephone outside, by its number. */
export type Consulted = { operatorId: number } | { number: string };

/** `ringing`; `talking`: the two talk, the caller hears music; `three`: all three hear each other. */
export interface ConsultState {
  with: Consulted;
  stage: 'ringing' | 'talking' | 'three';
  /** The phone of the one who was asked is lost, and is rung again. */
  away: boolean;
}

/**
 * How asking somebody else ends. `back`: both have talked, and the operator is with the caller again; `given-up`: he did not wait for the
 * answer; `asker-away`: his phone was lost, and who was asked is let go.
 */
export type ConsultEnded = 'back' | 'given-up' | 'asker-away' | 'not-reached' | 'left' | 'handed-over';

/** Where an operator sends a caller without talking to anybody first. */
export type TransferTo = Consulted | { queue: string };

/** A caller in the line; an emergency goes before all others. */
export interface QueuedCall {
  callId: string;
  since: Date;
  emergency: boolean;
  /** Somebody who is called back when his turn comes: he is not on the telephone now. */
  callback: { id: number; number: string } | null;
  /** A supervisor has sent him to the head of the line. */
  first?: boolean;
  /** Only this operator is offered him, and him next, until then. */
  keptFor?: { operatorId: number; until: Date } | null;
}

export type AttemptState = 'waiting' | 'dialling' | 'talking' | 'done';
export type AttemptOutcome =
  | 'answered'
  | 'hung-up'
  | 'busy'
  | 'no-answer'
  | 'rejected'
  | 'no-such-number'
  | 'congestion'
  | 'failed'
  | 'refused-for-good';

/** What a caller is asked just now, told before the first word of it. Not kept: for those who follow a call from beside it. */
export interface AskedOfCaller {
  callId: string;
  name: string;
  /** One key of `keys`, digits, a spoken message, or one key that may be pressed or not. */
  kind: 'key' | 'digits' | 'voice' | 'proposal';
  keys: string;
  /** Which wording: 0 the first, 1 the second, 2 after the last sentence. */
  wording: number;
  words: readonly { language: Language; prompt: string; text: string }[];
}

/** Everything that happens, by name and shape: the only way the parts tell each other something happened. */
export interface HolosEvents {
  step: Step;
  question: AskedOfCaller;
  /** A prompt begins to sound, unless it is stopped first: its files in their order, paths without ending. */
  speech: {
    callId: string;
    language: Language;
    prompt: string;
    text: string;
    sounds: readonly { path: string; durationMs: number }[];
  };
  operator: {
    operatorId: number;
    state: OperatorState;
    since: Date;
    callId: string | null;
    pauseReason: string | null;
    /** The supervisor who has put him into this state; null: nobody has. */
    setBy: number | null;
    afterwards: Afterwards | null;
    wrapUpEndsAt: Date | null;
    /** Null in every other state than wrap-up, and after a talk that is not his to say what it came to. */
    wrapUpCall: WrapUpCall | null;
  };
  /** An operator who is busy has asked for something else after it, or the supervisor `by` has, or took it back; null: nobody has. */
  afterwards: HolosEvents['operator'] & { by: number | null };
  /** An operator's phone has registered, is gone, or has no microphone. */
  phone: { operatorId: number; state: PhoneState };
  /** An operator's wrap-up has another end, null while the desk is away and it waits for it; or he has said what the talk came to. */
  'wrap-up': { operatorId: number; endsAt: Date | null; call: WrapUpCall | null };
  /** What stands on an operator's desk: a call that is offered, talked in, or waiting for the desk to come back. */
  'desk-call': { operatorId: number; call: DeskCallState | null };
  /** What talk this supervisor is at; null: at none any more. `ended`: why, where he has not left it himself. */
  supervising: {
    supervisorId: number;
    supervising: SupervisingState | null;
    ended: SuperviseEnd | null;
  };
  queue: { queue: string; waiting: QueuedCall[] };
  /** A supervisor has changed the rules of a queue, or what an operator can. */
  'queue-rules': { queue: string };
  skills: { operatorId: number };
  /**
   * A promise to call back was made where no call of ours tells of it (a step of the call does), kept, or taken back.
   * `placeIsOver`: where a place in the line was kept for it, nobody need be called at that place any more.
   */
  callback: { callbackId: number; placeIsOver?: boolean };
  recording: {
    recordingId: number;
    callId: string;
    state: 'recording' | 'finished' | 'lost';
    durationMs: number;
  };
  attempt: {
    attemptId: number;
    campaignId: number;
    number: string;
    try: number;
    state: AttemptState;
    outcome: AttemptOutcome | null;
    answer: number | null;
    callId: string | null;
  };
  campaign: { campaignId: number; state: 'draft' | 'running' | 'paused' | 'finished' };
  request: { requestId: number; residentId: number | null };
  /** A message from desk to desk was written, or (`readBy`) read by this operator. */
  message: { messageId: number; readBy: number | null };
  node: { node: string; state: 'down' | 'syncing' | 'up' };
  /** So many lines to the carrier are in use now. */
  lines: { inUse: number };
  /** The carrier refuses every automatic call: none is made until then; null: calls go through again. */
  'campaigns-rest': { until: Date | null };
  refused: { kind: string; address: string };
}

/**
 * The typed bus. Listeners run at once, in order; one that throws is reported and does not stop the others. What a listener tells is heard
 * when all have heard what it heard: so everybody hears everything in the order in which it happened, and whoever keeps what was told
 * last (a desk: "ready", and at once "ringing") has what is so.
 */
export class Bus {
  readonly #emitter = new EventEmitter();
  readonly #untold: (() => void)[] = [];
  #isTelling = false;
  readonly #report: (error: unknown, name: string) => void;

  constructor(report: (error: unknown, name: string) => void) {
    this.#report = report;
    this.#emitter.setMaxListeners(100);
  }

  emit<N extends keyof HolosEvents>(name: N, event: HolosEvents[N]): void {
    this.#untold.push(() => this.#emitter.emit(name, event));
    if (this.#isTelling) return;
    this.#isTelling = true;
    try {
      for (let tell = this.#untold.shift(); tell; tell = this.#untold.shift()) tell();
    } finally {
      this.#isTelling = false;
    }
  }

  /** Listens until the returned function is called. */
  on<N extends keyof HolosEvents>(name: N, listener: (event: HolosEvents[N]) => void): () => void {
    const guarded = (event: HolosEvents[N]) => {
      try {
        listener(event);
      } catch (error) {
        this.#report(error, name);
      }
    };
    this.#emitter.on(name, guarded);
    return () => this.#emitter.off(name, guarded);
  }
}
