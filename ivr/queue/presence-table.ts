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
 *                      │                 │    elsewhere, moved,│                  │
 *                      │                 │    desk-lost        │                  │
 *    talking)          └──── pause ──────┼───────────────── missed ◀─ missed      │
 *                                        └────── ready ────────┘                  │
 *                                        └────────────── wrapped-up ──────────────┘
 *
 *   ready ──phone-gone──▶ unreachable ──phone-back, ready──▶ ready        unreachable ──pause──▶ paused
 *   ringing ──unreachable──▶ unreachable
 *
 * `dials`, from paused, ready, missed, unreachable and wrap-up: to talking, for he calls somebody himself; who was paused or
 * missed then is paused again after it (operators.ts).
 *
 * Whoever rings or talks and asks for a pause stays where he is, and gets it wherever the table says `ready` next (operators.ts); so
 * does he whom a supervisor takes off the floor (`off`). A word that he is ready takes that back.
 *
 * Whoever has no microphone comes to `paused` wherever the table says `ready` (operators.ts): nobody is rung who cannot talk.
 *
 * Nobody is stuck: ringing ends by the offer's limit, talking by the call's, wrap-up by its clock, `unreachable` by its phone, and
 * `missed` and `paused` by the operator's own word, or a supervisor's; a desk that is gone leads to offline from everywhere but a
 * talk, which is waited for. Whom a supervisor took off the floor comes back by his own word, as his desk is open.
 */
export type PresenceEvent =
  | 'opened'
  | 'gone'
  | 'ready'
  | 'pause'
  | 'off'
  | 'offered'
  | 'answered'
  | 'missed'
  | 'unreachable'
  | 'phone-gone'
  | 'phone-back'
  | 'rejected'
  | 'caller-left'
  | 'answered-elsewhere'
  | 'moved'
  | 'desk-lost'
  | 'talk-ended'
  | 'prolonged'
  | 'wrapped-up'
  | 'taken-up'
  | 'dials';

const table: Record<OperatorState, Partial<Record<PresenceEvent, OperatorState>>> = {
  offline: { opened: 'paused', 'taken-up': 'talking', ready: 'ready', pause: 'paused', off: 'offline' },
  paused: {
    ready: 'ready',
    pause: 'paused',
    off: 'offline',
    gone: 'offline',
    'taken-up': 'talking',
    dials: 'talking',
  },
  ready: {
    ready: 'ready',
    pause: 'paused',
    off: 'offline',
    offered: 'ringing',
    'phone-gone': 'unreachable',
    gone: 'offline',
    dials: 'talking',
  },
  ringing: {
    ready: 'ringing',
    pause: 'ringing',
    off: 'ringing',
    answered: 'talking',
    missed: 'missed',
    unreachable: 'unreachable',
    rejected: 'ready',
    'caller-left': 'ready',
    'answered-elsewhere': 'ready',
    moved: 'ready',
    'desk-lost': 'ready',
    gone: 'offline',
  },
  talking: { ready: 'talking', pause: 'talking', off: 'talking', 'talk-ended': 'wrap-up' },
  'wrap-up': {
    prolonged: 'wrap-up',
    'wrapped-up': 'ready',
    ready: 'ready',
    pause: 'paused',
    off: 'offline',
    gone: 'offline',
    dials: 'talking',
  },
  missed: { ready: 'ready', pause: 'paused', off: 'offline', gone: 'offline', dials: 'talking' },
  unreachable: {
    'phone-back': 'ready',
    ready: 'ready',
    pause: 'paused',
    off: 'offline',
    gone: 'offline',
    dials: 'talking',
  },
};

/** The next state, or null where the event does not fit: then nothing changes. `taken-up`: a talk found after a restart. */
export function nextPresence(state: OperatorState, event: PresenceEvent): OperatorState | null {
  return table[state][event] ?? null;
}
