import type { Step } from '../state/contract.ts';
import { isTextKey, type TextKey } from '../texts/languages.ts';
import { clockLength } from './time.ts';

export interface StepNames {
  hotline: (id: string) => string;
  queue: (id: string) => string;
  operator: (id: number) => string;
  word: (group: string, name: string) => string;
}

export interface StepLine {
  key: TextKey;
  values: Record<string, string | number>;
  /** What kind of sign stands before it. */
  sign: 'caller' | 'system' | 'operator' | 'trouble';
}

type Writer = (step: Step, names: StepNames) => StepLine;

const string = (value: unknown) => (typeof value === 'string' ? value : '');
const number = (value: unknown) => (typeof value === 'number' ? value : 0);
const line = (sign: StepLine['sign'], key: TextKey, values: StepLine['values'] = {}): StepLine => ({
  sign,
  key,
  values,
});
/** A text whose name ends in a word of the step: `step.offer.missed`. */
const ending = (start: string, word: unknown): TextKey => {
  const key = `${start}.${string(word)}`;
  return isTextKey(key) ? key : 'step.other';
};
const ofOperator = (key: TextKey, sign: StepLine['sign'] = 'operator'): Writer => {
  return (step, names) => line(sign, key, { operator: names.operator(number(step.operatorId)) });
};

const writers: Record<string, Writer> = {
  arrived: (step, names) =>
    step.direction === 'out'
      ? line('system', 'step.arrived.out')
      : line('caller', 'step.arrived', { hotline: names.hotline(string(step.hotline)) }),
  identified: (step) => line('system', ending('step.identified', step.as), { kind: step.kind }),
  answered: () => line('system', 'step.answered'),
  'recording-started': () => line('system', 'step.recording-started'),
  language: (step, names) =>
    line('caller', ending('step.language', step.how), {
      language: names.word('language.name', string(step.language)),
      kind: step.kind,
    }),
  flow: (step) => {
    const key = `step.flow.${string(step.flow)}`;
    return isTextKey(key) ? line('system', key) : line('system', 'step.flow', { flow: string(step.flow) });
  },
  said: (step) => line('system', 'step.said', { text: string(step.text) }),
  key: (step) => line('caller', 'step.key', { key: string(step.key) }),
  'key-wrong': (step) => line('trouble', 'step.key-wrong', { key: string(step.key) }),
  silence: () => line('trouble', 'step.silence'),
  waiting: (step, names) =>
    line('caller', 'step.waiting', {
      queue: names.queue(string(step.queue)),
      position: number(step.position),
    }),
  offered: ofOperator('step.offered'),
  'offer-ended': (step, names) =>
    line('trouble', ending('step.offer', step.how), {
      operator: names.operator(number(step.operatorId)),
      kind: step.kind,
    }),
  connected: (step, names) =>
    line('operator', 'step.connected', {
      operator: names.operator(number(step.operatorId)),
      wait: clockLength(number(step.waitMs)),
    }),
  held: () => line('operator', 'step.held'),
  resumed: () => line('operator', 'step.resumed'),
  'operator-lost': ofOperator('step.operator-lost', 'trouble'),
  'operator-back': ofOperator('step.operator-back'),
  'left-operator': (step) =>
    line('operator', 'step.left-operator', { talk: clockLength(number(step.talkMs)) }),
  'callback-promised': () => line('system', 'step.callback-promised'),
  'incident-joined': () => line('caller', 'step.incident-joined'),
  duty: (step) =>
    line(step.how === 'connected' ? 'operator' : 'trouble', ending('step.duty', step.how), {
      kind: step.kind,
    }),
  'request-written': (step) => line('operator', 'step.request-written', { number: string(step.number) }),
  'survey-answer': (step) => line('caller', 'step.survey-answer', { answer: number(step.answer) }),
  interrupted: (step) => line('trouble', ending('step.interrupted', step.why), { kind: step.kind }),
  ended: (step, names) => {
    const key = `step.ended.${string(step.result === 'abandoned' ? step.result : step.reason)}`;
    if (isTextKey(key)) return line('system', key);
    return line('system', 'step.ended', { result: names.word('result', string(step.result)) });
  },
};

/** Flows whose name tells a reader nothing that the steps beside it do not say themselves. */
const unsaid = new Set([
  'announcements',
  'knownBreakdown',
  'arrive',
  'welcome',
  'operator',
  'thanks',
  'goodbye',
  'trouble',
]);

/** One step of a call as a line to read. A kind the desk does not know yet is still shown, by its name. */
export function stepLine(step: Step, names: StepNames): StepLine {
  const writer = writers[step.kind];
  return writer ? writer(step, names) : line('system', 'step.other', { kind: step.kind });
}

/** The steps that are worth reading, each thing once: a key that no menu had stands only in the step that says so. */
export function readableSteps(steps: Step[]): Step[] {
  const read: Step[] = [];
  for (const step of steps) {
    if (step.kind === 'flow' && unsaid.has(string(step.flow))) continue;
    if (step.kind === 'key-wrong') takeBackKeys(read, string(step.key));
    read.push(step);
  }
  return read;
}

/** Takes the keys of this number off the end. */
function takeBackKeys(read: Step[], keys: string): void {
  let left = keys;
  for (let at = read.length - 1; left !== '' && read[at]?.kind === 'key'; at -= 1) {
    const key = string(read[at]?.key);
    if (!left.endsWith(key)) continue;
    left = left.slice(0, -key.length);
    read.splice(at, 1);
  }
}
