/**
 * What the phone does about the call on the desk. A call is answered only when its card is on the screen, its INVITE is
 * here, and the operator wants it; the three come in any order. A resumed call (the desk was refreshed) needs no asking.
 *
 *   idle ──card──▶ carded ──invite──▶ ringing ──answer──▶ answering ──accepted──▶ talking
 *    │               └──answer──▶ wanted ──invite──────────▶ ▲  ▲
 *    └──invite──▶ early ──card──▶ ringing                    │  │
 *   any ──resume─────────────────────────────────────────────┘  └── (talking, too: the new sound replaces the old)
 *   answering ──no-microphone──▶ ringing: it can be tried again
 *   early, ringing, answering, talking ──ended──▶ idle, or carded while the card still stands
 *   any ──gone──▶ idle
 */
export type RingState = 'idle' | 'carded' | 'wanted' | 'early' | 'ringing' | 'answering' | 'talking';
export type RingEvent =
  | 'card'
  | 'invite'
  | 'resume'
  | 'answer'
  | 'no-microphone'
  | 'accepted'
  | 'ended'
  | 'gone';

const table: Record<RingState, Partial<Record<RingEvent, RingState>>> = {
  idle: { card: 'carded', invite: 'early' },
  carded: { invite: 'ringing', answer: 'wanted' },
  wanted: { invite: 'answering' },
  early: { card: 'ringing', ended: 'idle' },
  ringing: { answer: 'answering', ended: 'carded' },
  answering: { accepted: 'talking', 'no-microphone': 'ringing', ended: 'carded' },
  talking: { ended: 'idle' },
};

export function nextRing(state: RingState, event: RingEvent): RingState {
  if (event === 'gone') return 'idle';
  if (event === 'resume') return 'answering';
  return table[state][event] ?? state;
}
