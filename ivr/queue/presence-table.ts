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
 * missed then is paused again after it (afterwards.ts).
 *
 * Whoever rings or talks and asks for a pause stays where he is, and gets it wherever the table says `ready` next (afterwards.ts); so
 * does he whom a supervisor takes off the floor (`off`). A word that he is ready takes that back.
 *
 * `supervises`, from the same four: to supervising, for he is at the talk of somebody else; `supervise-over` leads back as after a
 * call of his own, and `takes-over` to talking: that talk is his now.
 *
 * `with-colleague`, from paused, ready and missed: to internal, for a colleague calls him, or he a colleague; `colleague-left` leads back
 * to where he was, without wrap-up (afterwards.ts).
 *
 * After a restart of the controller `ready-again`, `missed-again` and `wraps-up-again`, from offline, lead back to where the earlier one has left
 * him (comes-back.ts).
 *
 * Whoever has no microphone comes to `paused` wherever the table says `ready` (afterwards.ts): nobody is rung who cannot talk.
 *
 * Nobody is stuck: ringing ends by the offer's limit, talking by the call's, supervising with the talk at the latest, a talk
 * with a colleague by its limit, wrap-up by its clock, `unreachable` by its phone, and `missed` and `paused` by the operator's own word, or a supervisor's; a desk that is
 * gone leads to offline from everywhere but a talk, which is waited for. Whom a supervisor took off the floor comes back by his
 * own word, as his desk is open.
 */
export type PresenceEvent =
  | 'opened'
  | 'ready-again'
  | 'missed-again'
  | 'wraps-up-again'
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
  | 'dials'
  | 'supervises'
  | 'supervise-over'
  | 'takes-over'
  | 'with-colleague'
  | 'colleague-left';

/** What one may begin by himself who is busy with nobody. */
const byHimself = { dials: 'talking', supervises: 'supervising' } as const;
/** What he may say of himself, or a supervisor for him: at once, or for later while he is busy. */
const atOnce = { ready: 'ready', pause: 'paused', off: 'offline' } as const;
const later = <S extends OperatorState>(stays: S) => ({ ready: stays, pause: stays, off: stays });

/** Into the state of before, with a desk that was away while the controller was started anew. */
const again = { 'ready-again': 'ready', 'missed-again': 'missed', 'wraps-up-again': 'wrap-up' } as const;

/** Of one who has nobody else to think of. */
const idle = { ...byHimself, 'with-colleague': 'internal' } as const;

const table: Record<OperatorState, Partial<Record<PresenceEvent, OperatorState>>> = {
  offline: { ...atOnce, ...again, opened: 'paused', 'taken-up': 'talking' },
  paused: { ...atOnce, ...idle, gone: 'offline', 'taken-up': 'talking' },
  ready: { ...atOnce, ...idle, offered: 'ringing', 'phone-gone': 'unreachable', gone: 'offline' },
  ringing: {
    ...later('ringing'),
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
  talking: { ...later('talking'), 'talk-ended': 'wrap-up' },
  'wrap-up': {
    ...atOnce,
    ...byHimself,
    prolonged: 'wrap-up',
    'wrapped-up': 'ready',
    'taken-up': 'talking',
    gone: 'offline',
  },
  missed: { ...atOnce, ...idle, gone: 'offline' },
  unreachable: { ...atOnce, ...idle, 'phone-back': 'ready', gone: 'offline' },
  supervising: {
    ...later('supervising'),
    'supervise-over': 'ready',
    'takes-over': 'talking',
    gone: 'offline',
  },
  internal: { ...later('internal'), 'colleague-left': 'ready', gone: 'offline' },
};

/** The next state, or null where the event does not fit: then nothing changes. `taken-up`: a talk found after a restart. */
export function nextPresence(state: OperatorState, event: PresenceEvent): OperatorState | null {
  return table[state][event] ?? null;
}
