import type { Attempt } from '../../state/contract.ts';
import { withLive } from './attempts.ts';

/**
 * The attempts of the campaign that is open, newest first: as the server had them when they were asked for, and over them whatever
 * has come live since. A desk keeps only those that go on.
 */
export class CampaignAttempts {
  #all = $state.raw<Attempt[]>([]);
  #campaignId: number | null = null;
  /** What comes while they are asked for: it may be newer than the answer. */
  #meanwhile: Attempt[] | null = null;

  get all(): Attempt[] {
    return this.#all;
  }

  /** Begins anew with what `ask` gives, and hands it on. Rejects as `ask` does: then they stay as they are. */
  async load<T extends { id: number; attempts: Attempt[] }>(ask: () => Promise<T>): Promise<T> {
    const meanwhile: Attempt[] = [];
    this.#meanwhile = meanwhile;
    try {
      const campaign = await ask();
      this.#campaignId = campaign.id;
      this.#all = withLive(campaign.id, campaign.attempts, meanwhile);
      return campaign;
    } finally {
      if (this.#meanwhile === meanwhile) this.#meanwhile = null;
    }
  }

  /** An attempt of any campaign has come live. */
  take(attempt: Attempt): void {
    this.#meanwhile?.push(attempt);
    if (attempt.campaignId === this.#campaignId) {
      this.#all = withLive(this.#campaignId, this.#all, [attempt]);
    }
  }
}
