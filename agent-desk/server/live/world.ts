import type { RequestConcern } from '../../../db/queries/requests.ts';
import type { IdentifiedAs } from '../../../events.ts';
import type { CallbackCounts } from '../../contract/lists.ts';
import type {
  Attempt,
  Callback,
  CallSummary,
  Campaign,
  Card,
  DeskMessage,
  Operator,
  Step,
} from '../../contract/shapes.ts';

/** A call as the database has it, with its steps. */
export interface KnownCall {
  summary: CallSummary;
  steps: Step[];
}

/** Who is on the line, as far as it is known. */
export interface Caller {
  callId: string;
  number: string | null;
  as: IdentifiedAs;
  residentIds: number[];
}

/** Today's figures; `byOperator` for those who have talked. */
export interface TodayFigures {
  answered: number;
  abandoned: number;
  within20s: number;
  byOperator: Map<number, { calls: number; talkMs: number }>;
}

/** Open call backs: those who have waited longest, the longest first, and how many there are in all. */
export interface CallbackList {
  callbacks: Callback[];
  callbacksOpen: CallbackCounts;
}

/** Everything of the database that stands on a desk, read in one transaction so that its parts fit together. */
export interface WholeWorld extends CallbackList {
  operators: Operator[];
  /** Who was one before and may not log in any more, by id. */
  former: { id: number; name: string }[];
  /** All calls that have not ended and those that ended since midnight, of these the last 200: newest first. */
  calls: CallSummary[];
  /** All calls that have not ended, with their steps. */
  living: KnownCall[];
  campaigns: Campaign[];
  attempts: Attempt[];
  /** By operator, newest first. */
  messages: Map<number, DeskMessage[]>;
  today: TodayFigures;
}

/** What the live desk looks up. Its answers are shapes of the contract: nothing else may reach a desk. */
export interface World {
  whole(midnight: Date): Promise<WholeWorld>;
  /** Null for one who may not log in any more. */
  operator(id: number): Promise<Operator | null>;
  residentName(id: number): Promise<string | null>;
  call(id: string): Promise<KnownCall | null>;
  card(caller: Caller): Promise<Card>;
  /** Whom a request concerns, to know which cards show it. */
  concernOf(requestId: number): Promise<RequestConcern | null>;
  /** With how many are open now. */
  callback(id: number): Promise<{ callback: Callback; open: CallbackCounts } | null>;
  callbacks(): Promise<CallbackList>;
  campaign(id: number): Promise<Campaign | null>;
  /** As it stands on each desk that it concerns. */
  message(id: number): Promise<Map<number, DeskMessage>>;
}
