import type { DeskEvent } from '../../agent-desk/contract/live.ts';
import type { Colleague, WaitingCaller } from '../../agent-desk/contract/shapes.ts';
import { ago } from './fake-data.ts';

/** A bad morning: as many wait, and as many work, as are asked for, with the longest names there are. */
const families = ['Добровольська-Кшижановська', 'Коваленко', 'Возняк-Підгірна', 'Шевченко', 'Ткачук'];
const given = ['Анастасія Володимирівна', 'Олена Петрівна', 'Христина', 'Марія-Магдалина Остапівна'];
const name = (n: number) => `${families[n % families.length]} ${given[(n * 3) % given.length]}`;
const reasons = ['lunch', 'break', 'training', 'supervisor'];

/** Three of them are emergencies; some are called back, one was sent to the head, one to an operator. */
export function manyWaiting(count: number): {
  lines: Record<string, WaitingCaller[]>;
  promised: DeskEvent[];
} {
  const all = Array.from({ length: count }, (_, n): WaitingCaller => {
    const keptFor = n === 8 ? { operatorId: 12, until: ago(-90) } : null;
    return {
      ...{ callId: `waiting-${n}`, since: ago(5 + (count - n) * 27), keptFor, first: n === 4 },
      ...{ number: n % 7 === 3 ? null : `+3805010${String(10_000 + n)}`, name: n % 3 === 0 ? name(n) : null },
      ...{ emergency: n < 3, callback: n % 9 === 5 },
    };
  });
  return {
    lines: { emergency: all.slice(0, 3), operators: all.slice(3) },
    promised: all.slice(0, 12).map(
      (_, n): DeskEvent => ({
        type: 'callback',
        open: { promised: 3, abandoned: n + 1 },
        callback: {
          ...{ id: 100 + n, callId: n % 2 ? 'call-3' : `lost-${n}`, number: `+3806712345${10 + n}` },
          ...{
            hotline: 'city',
            why: 'abandoned',
            promisedAt: ago(200 + n * 300),
            doneAt: null,
            messageMs: null,
            refusal: null,
          },
        },
      }),
    ),
  };
}

const states: Colleague['state'][] = [
  ...(['talking', 'talking', 'ready', 'wrap-up', 'paused'] as const),
  ...(['talking', 'missed', 'ringing', 'unreachable', 'talking'] as const),
];

/** Everybody in some state, each of them there. */
export function fullFloor(count: number): DeskEvent[] {
  return Array.from({ length: count }, (_, at): DeskEvent => {
    const n = at + 10;
    const state = states[n % states.length] ?? 'ready';
    const callId = state === 'talking' ? `call-${(n % 8) + 1}` : state === 'ringing' ? 'waiting-3' : null;
    return {
      type: 'colleague',
      colleague: {
        ...{ id: n, name: name(n), role: 'operator', state, since: ago(10 + ((n * 977) % 3_000)), callId },
        ...{ pauseReason: state === 'paused' ? (reasons[n % reasons.length] ?? null) : null, setBy: null },
        afterwards: n % 10 === 1 ? { to: 'paused', reason: 'lunch', setBy: null } : null,
        ...{ wrapUpEndsAt: null, wrapUpCall: null },
      },
    };
  });
}
