/**
 * The phone's registration.
 *
 *   off ──start──▶ connecting ──registered──▶ registered ──dropped──▶ lost ──registered──▶ registered
 *                      ├──dropped──▶ lost                              │
 *                      └──refused──▶ refused ──registered──▶ ◀─refused─┘
 *   any ──stop──▶ off        any ──start──▶ connecting
 */
export type LineState = 'off' | 'connecting' | 'registered' | 'lost' | 'refused';
export type LineEvent = 'start' | 'registered' | 'dropped' | 'refused' | 'stop';

const table: Record<LineState, Partial<Record<LineEvent, LineState>>> = {
  off: { start: 'connecting' },
  connecting: { registered: 'registered', dropped: 'lost', refused: 'refused' },
  registered: { dropped: 'lost', refused: 'refused' },
  lost: { registered: 'registered', refused: 'refused' },
  refused: { registered: 'registered' },
};

export function nextLine(state: LineState, event: LineEvent): LineState {
  if (event === 'stop') return 'off';
  if (event === 'start') return 'connecting';
  return table[state][event] ?? state;
}
