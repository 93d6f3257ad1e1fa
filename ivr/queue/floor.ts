import type {
  Afterwards,
  Consulted,
  DeskCallState,
  MoveTo,
  OperatorState,
  PhoneState,
  QueuedCall,
  SuperviseEnd,
  SuperviseHow,
  SupervisingState,
  TransferTo,
  WrapUpCall,
} from '../../events.ts';
import type { Role } from '../../housing/destinations.ts';
import type { OperatorStateSet } from './set-state.ts';

export interface OperatorPresence {
  operatorId: number;
  state: OperatorState;
  since: Date;
  /** Why calls do not come while paused: the operator's own word, or `no-microphone`. */
  pauseReason: string | null;
  /** The supervisor who has put him into this state; null: he himself, or what happened. */
  setBy: number | null;
  /** Where he goes after what he is busy with, instead of being ready. */
  afterwards: Afterwards | null;
  /** When wrap-up ends by itself; null in every other state, and while the desk is away. */
  wrapUpEndsAt: Date | null;
  /** What he wraps up, where it is his to say what it came to. */
  wrapUpCall: WrapUpCall | null;
  callId: string | null;
}

/**
 * What a desk may do with operators and their calls: the queue's side of the desk.
 * Every change comes back as a bus event (`operator`, `wrap-up`, `desk-call`, `supervising`, `queue`), never as a return value.
 * Where a verb does not fit the state (a double click, a late key) it throws HolosError `desk.not-now` and nothing changes.
 */
export interface Floor {
  /** Everyone who has a desk open; operators without one are offline. */
  presences(): OperatorPresence[];
  presence(operatorId: number): OperatorPresence;
  deskCall(operatorId: number): DeskCallState | null;
  waiting(): { queue: string; waiting: QueuedCall[] }[];
  /** What talk this operator is at as a supervisor. */
  supervising(operatorId: number): SupervisingState | null;
  /** Why he is at one no more, where he has not left it himself. */
  superviseEnded(operatorId: number): SuperviseEnd | null;

  /**
   * A desk was opened (logged in, or came back): the operator starts paused, or goes on where he was.
   * `phone`: in the browser, or a SIP phone registered for the operator. `isBack`: the desk was away only for as long as a restart takes.
   */
  deskOpened(operatorId: number, phone?: 'browser' | 'sip', isBack?: boolean): void;
  /** The desk's link is gone. After 20 s without a new one a ready operator is offline; a talk is waited for. */
  deskLost(operatorId: number): void;
  /** Logged out on purpose: offline at once. @throws HolosError `desk.not-now` in a talk */
  deskClosed(operatorId: number): void;
  /** May not work here any more: offline at once, or after a talk that goes on. A caller whose talk was cut off by it does not wait for him. */
  lockedOut(operatorId: number): void;
  /** Without a microphone nobody is ready: who was is paused for it (`no-microphone`), and comes back by his own word. */
  phone(operatorId: number, state: PhoneState): void;
  phoneState(operatorId: number): PhoneState;

  /** @throws HolosError `desk.no-microphone` where the desk said that it has none; `desk.no-disposition` as `wrappedUp` */
  ready(operatorId: number): void;
  /** While an offer or a talk goes on, it takes hold after it. @throws HolosError `desk.no-disposition` as `wrappedUp` */
  pause(operatorId: number, reason: string): void;
  /** @throws HolosError `desk.no-disposition` while he owes what the talk came to; wrap-up ends by itself all the same */
  wrappedUp(operatorId: number): void;
  /** Wrap-up lasts a minute longer. */
  prolongWrapUp(operatorId: number): void;

  cardShown(operatorId: number, callId: string): void;
  reject(operatorId: number, callId: string): void;
  hold(operatorId: number, callId: string, on: boolean): Promise<void>;
  /** Ends the talk that he leads, with a caller or a colleague, or gives up one that he dials. */
  end(operatorId: number, callId: string): Promise<void>;
  /** Leaves a talk for which a colleague has asked him; not one that is his by now. */
  leave(operatorId: number, callId: string): Promise<void>;
  /**
   * Calls a number, where this role may; the one who is called sees the number of the hotline, the company's usual one unless one that there is was told.
   * @throws HolosError `desk.not-now`, `desk.number-refused`; `desk.no-disposition` as `wrappedUp`
   */
  call(operatorId: number, number: string, hotline: string | null, role: Role): void;
  /**
   * Calls a colleague at his desk. @throws HolosError `desk.not-now`, `desk.no-microphone`; `desk.colleague-busy` for one who is busy
   * or not there
   */
  callColleague(operatorId: number, colleagueId: number): void;
  /**
   * Sends the caller on at once. @throws HolosError `desk.colleague-busy`, `desk.number-refused` for a number that this
   * role may not call
   */
  transfer(operatorId: number, callId: string, to: TransferTo, role: Role): Promise<void>;
  /** Has somebody else rung, while the caller hears music. @throws as `transfer` */
  consult(operatorId: number, callId: string, who: Consulted, role: Role): Promise<void>;
  endConsult(operatorId: number, callId: string, how: 'back' | 'join' | 'hand-over'): Promise<void>;
  switchRecording(operatorId: number, callId: string, on: boolean): void;

  /**
   * A supervisor puts an operator into a state. Whoever is busy comes into it afterwards.
   * @throws HolosError `operator.no-desk`, `operator.no-phone`, `desk.no-microphone`
   */
  setState(operatorId: number, to: OperatorStateSet, supervisorId: number): void;
  /**
   * A supervisor sends a waiting caller to another place in the line; he notices nothing.
   * @throws HolosError `call.not-waiting`, `queue.unknown`, `operator.no-desk`, `operator.not-taking`
   */
  move(callId: string, to: MoveTo, supervisorId: number): void;

  /**
   * Listens to a talk, whispers to its operator or joins it, or does another of these from now on. Whether the operator may
   * supervise at all is for whoever asks.
   * @throws HolosError `call.unknown`, `desk.not-now`, `desk.no-microphone`, `supervise.taken` where another supervisor is
   */
  supervise(operatorId: number, callId: string, how: SuperviseHow): Promise<void>;
  endSupervising(operatorId: number): Promise<void>;
  /** Leads the talk that he supervises; who has led it is out, in wrap-up. @throws HolosError `desk.not-now` */
  takeOver(operatorId: number, callId: string): Promise<void>;
}
