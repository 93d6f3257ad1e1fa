import { setTimeout as pause } from 'node:timers/promises';
import type { BenchDesk } from './desks.ts';
import type { Phones } from './phones.ts';
import { type BenchSystem, dialled } from './system.ts';

/** What one offered call took, in ms. */
export interface CardTimes {
  /** From the caller's INVITE to the answer. */
  readonly answerMs: number;
  /** From the caller's coming into the line to the card at the desk. */
  readonly cardMs: number;
  /** How much later the phone was called; below zero the phone was first. */
  readonly phoneLaterMs: number;
}

/** So many calls to one desk, one after the other: each is offered, and the caller hangs up before it is answered. */
export async function measureCards(
  phones: Phones,
  system: BenchSystem,
  desk: BenchDesk,
  calls: number,
): Promise<CardTimes[]> {
  const found: CardTimes[] = [];
  for (let index = 0; index < calls; index++) {
    await desk.ready();
    const call = await phones.call(dialled.holos, system.numbers[index] as string);
    await call.hearsVoice();
    // The menu takes the key once the notice has been said.
    const offered = desk.offered();
    offered.catch(() => undefined);
    await call.rtp.press('0');
    const { callId, cardAt, inviteAt } = await offered;
    await call.hangsUp();
    found.push({
      answerMs: call.okAtMs - call.invitedAtMs,
      cardMs: cardAt - (await inLineAt(system, callId)),
      phoneLaterMs: inviteAt - cardAt,
    });
  }
  return found;
}

/** When the caller came into the line, as the log of events has it. */
async function inLineAt({ db }: BenchSystem, callId: string): Promise<number> {
  for (let tries = 0; ; tries++) {
    const row: { at: Date } | undefined = await db('call_events')
      .where({ call_id: callId })
      .whereIn('kind', ['waiting', 'offered'])
      .orderBy('at')
      .select('at')
      .first();
    if (row) return row.at.getTime();
    if (tries === 20) return Number.NaN;
    await pause(100);
  }
}
