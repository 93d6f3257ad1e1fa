/**
 * One operator calls another: nobody outside is in it, and no caller.
 *
 *           own-phone-up            picked-up
 *   calling ────────────▶ ringing ────────────▶ talking
 *      │                     │                     │
 *      └────── end ──────────┴──────── end ────────┴──▶ over
 *
 * `calling`: the phone of who calls is being picked up, by itself in a browser; he hears it ring while the other's phone does.
 * `end`: either puts it down, rejects it, does not answer, or is lost with his phone or his desk.
 *
 * Nobody is stuck: both ringings have their limits, the talk has one, and what ends it leads out from everywhere.
 */
export type InternalStage = 'calling' | 'ringing' | 'talking' | 'over';
export type InternalEvent = 'own-phone-up' | 'picked-up' | 'end';

const table: Record<InternalStage, Partial<Record<InternalEvent, InternalStage>>> = {
  calling: { 'own-phone-up': 'ringing', end: 'over' },
  ringing: { 'picked-up': 'talking', end: 'over' },
  talking: { end: 'over' },
  over: {},
};

/** The next stage, or null where the event does not fit, or comes too late: then nothing changes. */
export function nextInternal(stage: InternalStage, event: InternalEvent): InternalStage | null {
  return table[stage][event] ?? null;
}
