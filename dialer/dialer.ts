import type { AttemptRow as Attempt } from '../db/queries/attempts.ts';
import type { CampaignRow as CampaignSummary } from '../db/queries/campaigns.ts';
import { HolosError } from '../errors.ts';
import type { Role } from '../housing/destinations.ts';

export interface RefusedNumber {
  /** As it stands in the list. */
  number: string;
  why: 'not-a-number' | 'twice' | 'refused-for-good' | 'foreign' | 'premium';
}

/** Of a whole list nobody can be called: `campaign.nobody`. The numbers are private, so that no log writes them down. */
export class NobodyToCall extends HolosError {
  readonly #refused: RefusedNumber[];

  constructor(refused: RefusedNumber[]) {
    super('campaign.nobody', 'Nobody on this list can be called.', { count: refused.length });
    this.#refused = refused;
  }

  get refused(): RefusedNumber[] {
    return this.#refused;
  }
}

/** Automatic calls: who is called, what is asked, and when. Changes come as bus events `campaign` and `attempt`. */
export interface Dialer {
  /**
   * The carrier refuses every call: nobody is called until then, and then one, to see. Null while calls go through. Changes come as bus
   * event `campaigns-rest`.
   */
  readonly restsUntil: Date | null;
  /**
   * Who cannot be called is left out, and told.
   * @throws NobodyToCall where nobody is left
   */
  create(campaign: {
    name: string;
    question: string;
    numbers: string[];
    createdBy: number;
    /** That of who has made it: a list calls nobody whom he may not call himself. */
    role: Role;
  }): Promise<CampaignSummary & { refused: RefusedNumber[] }>;
  list(): Promise<CampaignSummary[]>;
  /** @throws HolosError `campaign.unknown` */
  get(id: number): Promise<CampaignSummary & { attempts: Attempt[] }>;
  /** @throws HolosError `campaign.unknown`, `campaign.finished` */
  start(id: number): Promise<CampaignSummary>;
  /** @throws HolosError `campaign.unknown`, `campaign.finished` */
  pause(id: number): Promise<CampaignSummary>;
  /**
   * Dials no more; telephones that ring are let go. Residents who talk are left to the next controller, unless everything ends:
   * then their calls have been ended, and what came of them is written.
   */
  stop(options?: { everything?: boolean }): Promise<void>;
}
