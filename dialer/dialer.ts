import type { AttemptRow as Attempt } from '../db/queries/attempts.ts';
import type { CampaignRow as CampaignSummary } from '../db/queries/campaigns.ts';

/** Automatic calls: who is called, what is asked, and when. Changes come as bus events `campaign` and `attempt`. */
export interface Dialer {
  create(campaign: {
    name: string;
    question: string;
    numbers: string[];
    createdBy: number;
  }): Promise<
    CampaignSummary & { refused: { number: string; why: 'not-a-number' | 'twice' | 'refused-for-good' }[] }
  >;
  list(): Promise<CampaignSummary[]>;
  /** @throws HolosError `campaign.unknown` */
  get(id: number): Promise<CampaignSummary & { attempts: Attempt[] }>;
  start(id: number): Promise<CampaignSummary>;
  pause(id: number): Promise<CampaignSummary>;
  /**
   * Dials no more; telephones that ring are let go. Residents who talk are left to the next controller, unless everything ends:
   * then their calls have been ended, and what came of them is written.
   */
  stop(options?: { everything?: boolean }): Promise<void>;
}
