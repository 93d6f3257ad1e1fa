import * as attempts from '../db/queries/attempts.ts';
import * as campaigns from '../db/queries/campaigns.ts';
import { HolosError } from '../errors.ts';
import { destinationOf } from '../housing/destinations.ts';
import type { Call } from '../telephony/call/call.ts';
import { Carrier } from './campaigns/carrier.ts';
import { type AttemptParts, ask, dialAttempt, nowBy, numbersInCall, tell } from './campaigns/make-attempt.ts';
import { mayCallAt } from './campaigns/window.ts';
import { written } from './campaigns/written.ts';
import { type Dialer, NobodyToCall, type RefusedNumber } from './dialer.ts';

export interface DialerParts extends AttemptParts {
  /** E.164, or null where it is no number that can be called. */
  normalise: (number: string) => string | null;
}

/** Attempts become due, and hours begin, by the clock alone: so often it is looked at. */
const lookMs = 2_000;
/** An attempt that failed by a fault of ours is made again after this. */
const againMs = 60_000;

/** The dialer, at work at once. Attempts go on after a restart where `takeUp` is given their calls. */
export function createDialer(
  parts: DialerParts,
): Dialer & { takeUp(call: Call): Promise<void>; recover(): Promise<void> } {
  const work = new Work(parts);
  return {
    get restsUntil() {
      return work.restsUntil;
    },
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
    stop: (options) => work.stop(options),
  };
}

/** Makes attempts, as many at once as there are lanes, within the hours, while Asterisk is there. */
class Work {
  readonly #parts: DialerParts;
  readonly #stopping = new AbortController();
  readonly #carrier = new Carrier((until) => this.#carrierTold(until));
  /** What this controller makes, by the attempts' ids: each from the claim to its last word. */
  readonly #made = new Map<number, Promise<void>>();
  /** Those of them that have reached nobody yet. */
  readonly #dialling = new Set<Promise<unknown>>();
  readonly #timer: NodeJS.Timeout;
  #claiming: Promise<void> | undefined;

  constructor(parts: DialerParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => this.look(), lookMs);
  }

  get restsUntil(): Date | null {
    return this.#carrier.restsUntil;
  }

  look(): void {
    if (this.#claiming || this.#stopping.signal.aborted || this.#parts.node.state !== 'up') return;
    const { company } = this.#parts;
    const now = nowBy(this.#parts);
    const free = this.#carrier.lanes(company.calling.lanes, now) - this.#made.size;
    if (free <= 0 || !mayCallAt(now, company)) return;
    this.#claiming = this.#claim(free, now)
      .catch((error) => this.#parts.log.error({ err: error }, 'attempts could not be claimed'))
      .finally(() => {
        this.#claiming = undefined;
      });
  }

  async takeUp(call: Call): Promise<void> {
    try {
      const attempt = await attempts.findAttemptByCall(this.#parts.db, call.id);
      if (!attempt) {
        await call.finish('controller-lost');
        return;
      }
      const { question } = await summaryOf(attempt.campaignId, this.#parts);
      // A number that had refused earlier would not have been called: he has done so in this call.
      const refused = (await attempts.refusedNumbers(this.#parts.db, [attempt.number])).size > 0;
      this.#follow(attempt, ask({ ...attempt, refused }, question, call, this.#parts, this.#stopping.signal));
    } catch (error) {
      await call.finish('bug');
      throw error;
    }
  }

  /**
   * What an earlier controller had begun and nobody makes any more. Calls that go on must have been taken up by then. Nothing is claimed
   * meanwhile: it would be taken for something of the earlier one.
   */
  async recover(): Promise<void> {
    while (this.#claiming) await this.#claiming;
    const recovering = this.#recover();
    this.#claiming = recovering
      .catch(() => undefined)
      .finally(() => {
        this.#claiming = undefined;
      });
    await recovering;
  }

  async #recover(): Promise<void> {
    const { db, node, live } = this.#parts;
    const made = { calls: [...live.keys()], attempts: [...this.#made.keys()] };
    for (const attempt of await attempts.recoverAttempts(db, node.name, made)) tell(this.#parts, attempt);
  }

  async stop({ everything = false } = {}): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort(new HolosError('dialer.stopping', 'the dialer is stopping'));
    await this.#claiming;
    await Promise.allSettled(everything ? this.#made.values() : this.#dialling);
  }

  async #claim(free: number, now: Date): Promise<void> {
    const { db, node, bus, live } = this.#parts;
    const claimed = await attempts.claimAttempts(db, node.name, free, now, numbersInCall(live));
    for (const attempt of claimed) this.#follow(attempt, this.#make(attempt));
    if (claimed.length) return;
    for (const campaignId of await campaigns.exhaustedCampaigns(db)) {
      await campaigns.setCampaignState(db, campaignId, 'finished');
      bus.emit('campaign', { campaignId, state: 'finished' });
    }
  }

  async #make(attempt: attempts.AttemptRow): Promise<void> {
    const dialling = this.#dial(attempt);
    this.#dialling.add(dialling);
    const reached = await dialling.finally(() => this.#dialling.delete(dialling));
    if (reached)
      await ask(reached.attempt, reached.question, reached.call, this.#parts, this.#stopping.signal);
  }

  async #dial(attempt: attempts.AttemptRow) {
    const { signal } = this.#stopping;
    try {
      signal.throwIfAborted();
      const { question } = await summaryOf(attempt.campaignId, this.#parts);
      const reached = await dialAttempt(attempt, this.#parts, this.#carrier, signal);
      return reached && { ...reached, question };
    } catch (error) {
      // Ours to mend, not the resident's: the try does not count. What is broken off by the stop is the next controller's.
      if (!signal.aborted) await this.#again(attempt);
      throw error;
    }
  }

  #carrierTold(until: Date | null): void {
    const { log, bus } = this.#parts;
    if (until) log.warn({ until }, 'the carrier refuses every call: campaigns rest, and no try is lost');
    else log.info('the carrier takes calls again: campaigns go on');
    bus.emit('campaigns-rest', { until });
  }

  async #again({ id }: attempts.AttemptRow): Promise<void> {
    const { db, log } = this.#parts;
    const at = new Date(Date.now() + againMs);
    const changed = await written(() => attempts.breakOffAttempt(db, id, at), log, this.#stopping.signal);
    for (const attempt of changed) tell(this.#parts, attempt);
  }

  #follow({ id }: attempts.AttemptRow, attempt: Promise<void>): void {
    const made = attempt
      .catch((error) => {
        if (!this.#stopping.signal.aborted) this.#parts.log.error({ err: error }, 'an attempt failed');
      })
      .finally(() => {
        this.#made.delete(id);
        this.look();
      });
    this.#made.set(id, made);
  }
}

async function create(
  campaign: Parameters<Dialer['create']>[0],
  parts: DialerParts,
): ReturnType<Dialer['create']> {
  const refused: RefusedNumber[] = [];
  const numbers = new Set<string>();
  for (const written of campaign.numbers) {
    const number = parts.normalise(written);
    const destination = number && destinationOf(number, campaign.role, parts.company);
    if (!destination) refused.push({ number: written, why: 'not-a-number' });
    else if ('refused' in destination) refused.push({ number: written, why: destination.refused });
    else if (numbers.has(number)) refused.push({ number: written, why: 'twice' });
    else numbers.add(number);
  }
  for (const number of await attempts.refusedNumbers(parts.db, [...numbers])) {
    numbers.delete(number);
    refused.push({ number, why: 'refused-for-good' });
  }
  if (numbers.size === 0) throw new NobodyToCall(refused);
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
  if (before === 'finished') throw new HolosError('campaign.finished', 'This campaign is finished.', { id });
  await campaigns.setCampaignState(parts.db, id, state);
  parts.bus.emit('campaign', { campaignId: id, state });
  return summaryOf(id, parts);
}

async function summaryOf(id: number, parts: Pick<DialerParts, 'db'>): Promise<campaigns.CampaignRow> {
  const summary = await campaigns.findCampaign(parts.db, id);
  if (!summary) throw new HolosError('campaign.unknown', 'there is no such campaign', { id });
  return summary;
}
