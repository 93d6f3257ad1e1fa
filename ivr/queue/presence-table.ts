import type { OperatorState } from '../../events.ts';

/**
 * An operator's presence.
 *
 *            opened            ready             offered           answered
 *   offline ───────▶ paused ──────────▶ ready ───────────▶ ringing ──────────▶ talking
 *      ▲               ▲  ◀── pause ───  ▲ ▲                │  │  │                │ talk-ended
 *      │ gone          │                 │ └─ rejected, ────┘  │  └─ gone ▶ offline ▼
 *   (from any but      │                 │    caller-left,     │               wrap-up ──┐ prolonged
 *                      │                 │    answered-        │                  │ ▲────┘
 *                      │                 │    elsewhere,       │                  │
 *                      │                 │    desk-lost        │                  │
 *    talking)          └──── pause ──────┼───────────────── missed ◀─ missed,      │
 *                                        └────── ready ────────┘      unreachable  │
 *                                        └────────────── wrapped-up ───────────────┘
 *
 * `dials`, from paused, ready, missed and wrap-up: to talking, for he calls somebody himself; who was paused or missed then is
 * paused again after it (operators.ts).
 *
 * `supervises`, from the same four: to supervising, for he is at the talk of somebody else; `supervise-over` leads back as after a
 * call of his own, and `takes-over` to talking: that talk is his now.
 *
 * `with-colleague`, from paused, ready and missed: to internal, for a colleague calls him, or he a colleague; `colleague-left` leads back
 * to where he was, without wrap-up (operators.ts).
 *
 * Whoever has no microphone comes to `paused` wherever the table says `ready` (operators.ts): nobody is rung who cannot talk.
 *
 * Nobody is stuck: ringing ends by the offer's limit, talking by the call's, supervising with the talk at the latest, a talk
 * with a colleague by its limit, wrap-up by
 * its clock, and `missed` and `paused` by the operator's own word; a desk that is gone leads to offline from everywhere but a talk, which is waited for.
 */
export type PresenceEvent =
  | 'opened'
  | 'gone'
  | 'ready'
  | 'pause'
  | 'offered'
  | 'answered'
  | 'missed'
  | 'unreachable'
  | 'rejected'
  | 'caller-left'
  | 'answered-elsewhere'
  | 'desk-lost'
  | 'talk-ended'
  | 'prolonged'
  | 'wrapped-up'
  | 'taken-up'
  | 'dials'
  | 'supervises'
  | 'supervise-over'
  | 'takes-over'
  | 'with-colleague'
  | 'colleague-left';

/** What one may begin by himself who is busy with nobody. */
const byHimself = { dials: 'talking', supervises: 'supervising' } as const;
/** Of one who has nobody else to think of. */
const idle = { ...byHimself, 'with-colleague': 'internal' } as const;

const table: Record<OperatorState, Partial<Record<PresenceEvent, OperatorState>>> = {
  offline: { opened: 'paused', 'taken-up': 'talking' },
  paused: { ready: 'ready', pause: 'paused', gone: 'offline', 'taken-up': 'talking', ...idle },
  ready: { ready: 'ready', pause: 'paused', offered: 'ringing', gone: 'offline', ...idle },
  ringing: {
    answered: 'talking',
    missed: 'missed',
    unreachable: 'missed',
    rejected: 'ready',
    'caller-left': 'ready',
    'answered-elsewhere': 'ready',
    'desk-lost': 'ready',
    gone: 'offline',
  },
  talking: { 'talk-ended': 'wrap-up' },
  'wrap-up': {
    prolonged: 'wrap-up',
    'wrapped-up': 'ready',
    ready: 'ready',
    pause: 'paused',
    gone: 'offline',
    ...byHimself,
  },
  missed: { ready: 'ready', pause: 'paused', gone: 'offline', ...idle },
  supervising: { 'supervise-over': 'ready', 'takes-over': 'talking', gone: 'offline' },
  internal: { 'colleague-left': 'ready', gone: 'offline' },
};

/** The next state, or null where the event does not fit: then nothing changes. `taken-up`: a talk found after a restart. */
export function nextPresence(state: OperatorState, event: PresenceEvent): OperatorState | null {
  return table[state][event] ?? null;
}
