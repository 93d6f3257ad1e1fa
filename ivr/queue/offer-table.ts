/**
 * One offer of one caller to one operator.
 *
 *             card-shown            picked-up
 *   showing ─────────────▶ ringing ───────────▶ answered
 *      │                      │
 *      │ no-card              │ not-picked-up ▶ missed, phone-refused ▶ rejected, phone-failed ▶ unreachable
 *      ▼                      ▼
 *   unreachable            from either: rejected, caller-left, moved, desk-lost, picked-up-elsewhere ▶ answered-elsewhere
 *
 * What comes first counts: an offer that has ended stays as it ended. It always ends: a card that is not shown has its limit, and
 * so has the ringing.
 */
export type OfferState = 'showing' | 'ringing' | OfferEnd;

export type OfferEnd =
  | 'answered'
  | 'missed'
  | 'rejected'
  | 'unreachable'
  | 'caller-left'
  | 'answered-elsewhere'
  | 'moved'
  | 'desk-lost';

export type OfferEvent =
  | 'card-shown'
  | 'no-card'
  | 'picked-up'
  | 'not-picked-up'
  | 'phone-refused'
  | 'phone-failed'
  | 'rejected'
  | 'caller-left'
  | 'picked-up-elsewhere'
  | 'moved'
  | 'desk-lost';

const fromOutside = {
  rejected: 'rejected',
  'caller-left': 'caller-left',
  'picked-up-elsewhere': 'answered-elsewhere',
  moved: 'moved',
  'desk-lost': 'desk-lost',
  // A fault of ours may come at any moment.
  'phone-failed': 'unreachable',
} as const;

const table: Record<'showing' | 'ringing', Partial<Record<OfferEvent, OfferState>>> = {
  showing: { ...fromOutside, 'card-shown': 'ringing', 'no-card': 'unreachable' },
  ringing: {
    ...fromOutside,
    'picked-up': 'answered',
    'not-picked-up': 'missed',
    'phone-refused': 'rejected',
  },
};

/** The next state, or null where the event does not fit, or comes too late: then nothing changes. */
export function nextOffer(state: OfferState, event: OfferEvent): OfferState | null {
  return isEnd(state) ? null : (table[state][event] ?? null);
}

export function isEnd(state: OfferState): state is OfferEnd {
  return state !== 'showing' && state !== 'ringing';
}
