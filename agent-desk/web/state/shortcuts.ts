import { type Screen, screens } from './router.ts';

/**
 * Which command a key means. Letters are read by their place on the keyboard (`code`), so they work in the Ukrainian and
 * the English layout alike.
 */
export type CommandName =
  | 'answer'
  | 'hold'
  | 'mute'
  | 'keypad'
  | 'transfer'
  | 'back'
  | 'three'
  | 'hand-over'
  | 'record'
  | 'take-over'
  | 'end'
  | 'done'
  | 'prolong'
  | 'ready'
  | 'request'
  | 'note'
  | 'messages'
  | 'palette'
  | 'help'
  | 'screen-1'
  | 'screen-2'
  | 'screen-3'
  | 'screen-4'
  | 'screen-5'
  | 'screen-6'
  | 'screen-7'
  | 'screen-8'
  | 'screen-9'
  | 'screen-10'
  | 'screen-11';

interface Pressed {
  code: string;
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** Where text is typed, as a selector. */
export const typingIn = 'input:not([type=radio], [type=checkbox], [type=range]), textarea, select';

interface Where {
  /** The focus is where text is typed. */
  typing: boolean;
  /** The focus is on something that Enter and Space work on by themselves. */
  pressable: boolean;
  ringing: boolean;
}

const withAlt: Record<string, CommandName> = {
  KeyH: 'hold',
  KeyM: 'mute',
  KeyK: 'keypad',
  KeyT: 'transfer',
  KeyB: 'back',
  KeyJ: 'three',
  KeyG: 'hand-over',
  KeyO: 'record',
  KeyV: 'take-over',
  KeyQ: 'end',
  KeyW: 'done',
  KeyP: 'prolong',
  KeyR: 'ready',
  KeyN: 'request',
  KeyU: 'note',
  KeyI: 'messages',
  Digit1: 'screen-1',
  Digit2: 'screen-2',
  Digit3: 'screen-3',
  Digit4: 'screen-4',
  Digit5: 'screen-5',
  Digit6: 'screen-6',
  Digit7: 'screen-7',
  Digit8: 'screen-8',
  Digit9: 'screen-9',
  Digit0: 'screen-10',
  Minus: 'screen-11',
};

/** How the keys are written for people; Space has a word of its own in each language. */
export const keysOf = {
  answer: ['Enter', 'Space'],
  'answer-typing': ['Ctrl+Enter'],
  hold: ['Alt+H'],
  mute: ['Alt+M'],
  keypad: ['Alt+K'],
  transfer: ['Alt+T'],
  back: ['Alt+B'],
  three: ['Alt+J'],
  'hand-over': ['Alt+G'],
  record: ['Alt+O'],
  'take-over': ['Alt+V'],
  end: ['Alt+Q'],
  done: ['Alt+W'],
  disposition: ['1', '9'],
  prolong: ['Alt+P'],
  ready: ['Alt+R'],
  request: ['Alt+N'],
  note: ['Alt+U'],
  messages: ['Alt+I'],
  save: ['Ctrl+Enter'],
  palette: ['Ctrl+K'],
  screens: ['Alt+1', 'Alt+0'],
  'wall-caller': ['F', 'M', 'C'],
  'wall-operator': ['L', 'W', 'J', 'R', 'P', 'O'],
  help: ['?'],
} as const;

/** The key that leads to a screen; the same for everybody, whichever of them he may open. */
export function keyOfScreen(screen: Screen): string {
  return `Alt+${'1234567890-'[screens.indexOf(screen)]}`;
}

/** The key of a disposition, where one is to be given: without Alt and Ctrl, and not while a text is typed. */
export function dispositionKeyOf(
  { code, ctrlKey, metaKey, altKey, shiftKey }: Pressed,
  { typing }: Pick<Where, 'typing'>,
): string | null {
  if (typing || ctrlKey || metaKey || altKey || shiftKey) return null;
  return /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? null;
}

export function commandOf(pressed: Pressed, where: Where): CommandName | null {
  const control = pressed.ctrlKey || pressed.metaKey;
  if (pressed.key === 'Enter' || pressed.code === 'Space')
    return answers(pressed, where, control) ? 'answer' : null;
  if (control && !pressed.altKey && pressed.code === 'KeyK') return 'palette';
  if (pressed.altKey && !control && !pressed.shiftKey) return withAlt[pressed.code] ?? null;
  if (pressed.key === '?' && !control && !where.typing) return 'help';
  return null;
}

function answers(pressed: Pressed, where: Where, control: boolean): boolean {
  if (!where.ringing) return false;
  if (control) return pressed.key === 'Enter';
  return !where.typing && !where.pressable && !pressed.altKey && !pressed.shiftKey;
}
