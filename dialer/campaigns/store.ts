import type { AttemptOutcome } from '../../events.ts';
import type { CampaignSummary } from '../dialer.ts';
import type { Attempt } from './attempts.ts';

/** Campaigns and attempts as rows: what happens is in the database as soon as it happens. */
export interface CampaignStore {
  create(campaign: { name: string; question: string; numbers: string[]; createdBy: number }): Promise<number>;
  summaries(): Promise<CampaignSummary[]>;
  summary(id: number): Promise<CampaignSummary | null>;
  setState(id: number, state: CampaignSummary['state']): Promise<void>;
  attempts(campaignId: number): Promise<Attempt[]>;
  attempt(id: number): Promise<Attempt | null>;
  byCall(callId: string): Promise<Attempt | null>;
  /** Attempts of running campaigns that are due, at most `limit`, now this node's and `dialling`; nobody else gets them. */
  claim(node: string, limit: number, now: Date): Promise<Attempt[]>;
  dialled(id: number, callId: string): Promise<void>;
  talking(id: number): Promise<void>;
  answer(id: number, answer: number): Promise<void>;
  /** Done, and the next try where there is one, both or neither. Gives the next try. */
  finish(id: number, outcome: AttemptOutcome, nextTryAt: Date | null): Promise<Attempt | null>;
  /** Back in the line: the attempt could not be made for a reason of ours, and is not used up. */
  putBack(id: number, notBefore: Date): Promise<void>;
  /** Puts back what this node had claimed and no longer makes; an attempt without an outcome is no try used up. */
  recover(node: string, liveCallIds: readonly string[]): Promise<Attempt[]>;
  refusedForGood(numbers: readonly string[]): Promise<Set<string>>;
  refuseForGood(number: string): Promise<void>;
  /** Running campaigns of which no attempt is left to make. */
  exhausted(): Promise<number[]>;
}
