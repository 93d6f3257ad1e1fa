import * as attempts from '../db/queries/attempts.ts';
import * as campaigns from '../db/queries/campaigns.ts';
import { HolosError } from '../errors.ts';
import type { Call } from '../telephony/call/call.ts';
import { type AttemptParts, ask, makeAttempt, tell } from './campaigns/make-attempt.ts';
import { mayCallAt } from './campaigns/window.ts';
import type { Dialer } from './dialer.ts';

export interface DialerParts extends AttemptParts {
  /** E.164, or null where it is no number that can be called. */
  normalise: (number: string) => string | null;
  now?: () => Date;
}

/** Attempts become due, and hours begin, by the clock alone: so often it is looked at. */
const lookMs = 2_000;
/** An attempt that failed by a fault of ours is made again after this. */
const putBackMs = 60_000;

/** The dialer, at work at once. Attempts go on after a restart where `takeUp` is given their calls. */
export function createDialer(
  parts: DialerParts,
): Dialer & { takeUp(call: Call): Promise<void>; recover(): Promise<void> } {
  const work = new Work(parts);
  return {
    create: (campaign) => create(campaign, parts),
    list: () => campaigns.listCampaigns(parts.db),
    get: async (id) => ({
      ...(await summaryOf(id, parts)),
      attempts: await attempts.attemptsOf(parts.db, id),
    }),
    async start(id) {
      const summary = await changeState(id, 'running', parts);
      work.look();
      return summary;
    },
    pause: (id) => changeState(id, 'paused', parts),
    takeUp: (call) => work.takeUp(call),
    recover: () => work.recover(),
    stop: () => work.stop(),
  };
}

/** Makes attempts, as many at once as there are lanes, within the hours, while Asterisk is there. */
class Work {
  readonly #parts: DialerParts;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;
  #claiming = false;

  constructor(parts: DialerParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.look(), lookMs);
  }

  look(): void {
    if (this.#claiming || this.#stopping.signal.aborted || this.#parts.node.state !== 'up') return;
    const { calling, timezone } = this.#parts.company;
    const now = this.#parts.now?.() ?? new Date();
    const free = calling.lanes - this.#running.size;
    if (free <= 0 || !mayCallAt(now, calling, timezone)) return;
    this.#claiming = true;
    this.#claim(free, now)
      .catch((error) => this.#parts.log.error({ err: error }, 'attempts could not be claimed'))
      .finally(() => {
        this.#claiming = false;
      });
  }

  async takeUp(call: Call): Promise<void> {
    const attempt = await attempts.findAttemptByCall(this.#parts.db, call.id);
    if (!attempt) {
      await call.finish('controller-lost');
      return;
    }
    const { question } = await summaryOf(attempt.campaignId, this.#parts);
    this.#follow(ask(attempt, question, call, this.#parts));
  }

  /** After a start: what an earlier controller had begun and nobody makes any more is put back in the line. */
  async recover(): Promise<void> {
    const { db, node, live } = this.#parts;
    for (const attempt of await attempts.recoverAttempts(db, node.name, [...live.keys()]))
      tell(this.#parts, attempt);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort(new HolosError('dialer.stopping', 'the dialer is stopping'));
    await Promise.allSettled(this.#running);
  }

  async #claim(free: number, now: Date): Promise<void> {
    const { db, node, bus } = this.#parts;
    const claimed = await attempts.claimAttempts(db, node.name, free, now);
    for (const attempt of claimed) this.#follow(this.#make(attempt));
    if (claimed.length) return;
    for (const campaignId of await campaigns.exhaustedCampaigns(db)) {
      await campaigns.setCampaignState(db, campaignId, 'finished');
      bus.emit('campaign', { campaignId, state: 'finished' });
    }
  }

  async #make(attempt: attempts.AttemptRow): Promise<void> {
    const { question } = await summaryOf(attempt.campaignId, this.#parts);
    try {
      await makeAttempt(attempt, question, this.#parts, this.#stopping.signal);
    } catch (error) {
      // Ours to mend, not the resident's: the attempt is not used up.
      if (!this.#stopping.signal.aborted)
        await attempts.putBackAttempt(this.#parts.db, attempt.id, new Date(Date.now() + putBackMs));
      throw error;
    }
  }

  #follow(attempt: Promise<void>): void {
    const running = attempt
      .catch((error) => {
        if (!this.#stopping.signal.aborted) this.#parts.log.error({ err: error }, 'an attempt failed');
      })
      .finally(() => {
        this.#running.delete(running);
        this.look();
      });
    this.#running.add(running);
  }
}

async function create(
  campaign: Parameters<Dialer['create']>[0],
  parts: DialerParts,
): ReturnType<Dialer['create']> {
  const refused: Awaited<ReturnType<Dialer['create']>>['refused'] = [];
  const numbers = new Set<string>();
  for (const written of campaign.numbers) {
    const number = parts.normalise(written);
    if (!number) refused.push({ number: written, why: 'not-a-number' });
    else if (numbers.has(number)) refused.push({ number: written, why: 'twice' });
    else numbers.add(number);
  }
  for (const number of await attempts.refusedNumbers(parts.db, [...numbers])) {
    numbers.delete(number);
    refused.push({ number, why: 'refused-for-good' });
  }
  if (numbers.size === 0)
    throw new HolosError('campaign.nobody', 'nobody on this list can be called', { refused: refused.length });
  const id = await campaigns.insertCampaign(parts.db, { ...campaign, numbers: [...numbers] });
  parts.bus.emit('campaign', { campaignId: id, state: 'draft' });
  return { ...(await summaryOf(id, parts)), refused };
}

async function changeState(
  id: number,
  state: 'running' | 'paused',
  parts: DialerParts,
): Promise<campaigns.CampaignRow> {
  const { state: before } = await summaryOf(id, parts);
  if (before === 'finished') throw new HolosError('campaign.finished', 'this campaign is finished', { id });
  await campaigns.setCampaignState(parts.db, id, state);
  parts.bus.emit('campaign', { campaignId: id, state });
  return summaryOf(id, parts);
}

async function summaryOf(id: number, parts: Pick<DialerParts, 'db'>): Promise<campaigns.CampaignRow> {
  const summary = await campaigns.findCampaign(parts.db, id);
  if (!summary) throw new HolosError('campaign.unknown', 'there is no such campaign', { id });
  return summary;
}
