/**
 * One supervisor at one talk, from the ringing of his phone on.
 *
 *             picked-up               set            take-over              taken
 *   ringing ────────────▶ switching ───────▶ on ──────────────▶ taking-over ──────▶ over (the talk is his)
 *      │                   │      ▲           │ │                    │
 *      │                   │ taken└─ change ──┘ │ taken              │
 *      │ end               │ end                │ end                │ end
 *      └─────────▶ over ◀──┴────────────────────┴────────────────────┘
 *
 * `change`: he wants to listen, whisper or join instead, or the operator's phone is another one, or lost. What is wanted while
 * it rings or switches is what is set next. `taken` without having been asked for: he has joined, and the operator does not come back.
 *
 * Nobody is stuck: ringing has its limit, every request to Asterisk has one, and the end of the talk, of his phone or of his desk
 * is an `end` from everywhere.
 */
export type SupervisingStage = 'ringing' | 'switching' | 'on' | 'taking-over' | 'over';
export type SupervisingEvent = 'picked-up' | 'change' | 'set' | 'take-over' | 'taken' | 'end';

const table: Record<SupervisingStage, Partial<Record<SupervisingEvent, SupervisingStage>>> = {
  ringing: { 'picked-up': 'switching', end: 'over' },
  switching: { set: 'on', taken: 'over', end: 'over' },
  on: { change: 'switching', 'take-over': 'taking-over', taken: 'over', end: 'over' },
  'taking-over': { taken: 'over', end: 'over' },
  over: {},
};

/** The next stage, or null where the event does not fit: then nothing changes. */
export function nextSupervising(stage: SupervisingStage, event: SupervisingEvent): SupervisingStage | null {
  return table[stage][event] ?? null;
}
