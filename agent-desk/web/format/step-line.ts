import type { Step } from '../state/contract.ts';
import { isTextKey, type TextKey } from '../texts/languages.ts';

export interface StepNames {
  hotline: (id: string) => string;
  queue: (id: string) => string;
  operator: (id: number) => string;
  /** Whose telephone this is, or the number as people write it. */
  telephone: (number: string) => string;
  category: (id: string) => string;
  certificate: (id: string) => string;
  disposition: (id: string) => string;
  reading: (value: string) => string;
  word: (group: string, name: string) => string;
}

export interface StepLine {
  key: TextKey;
  values: Record<string, string | number>;
  /** What kind of sign stands before it. */
  sign: 'caller' | 'system' | 'operator' | 'trouble' | 'emergency';
}

export type Writer = (step: Step, names: StepNames) => StepLine;

export const string = (value: unknown) => (typeof value === 'string' ? value : '');
export const number = (value: unknown) => (typeof value === 'number' ? value : 0);
export const line = (sign: StepLine['sign'], key: TextKey, values: StepLine['values'] = {}): StepLine => ({
  sign,
  key,
  values,
});
/** A text whose name ends in a word of the step: `step.offer.missed`. */
export const ending = (start: string, word: unknown): TextKey => {
  const key = `${start}.${string(word)}`;
  return isTextKey(key) ? key : 'step.other';
};
export const ofOperator = (key: TextKey, sign: StepLine['sign'] = 'operator'): Writer => {
  return (step, names) => line(sign, key, { operator: names.operator(number(step.operatorId)) });
};
/** A step that has no words of its own. */
export const other = (step: Step) => line('system', 'step.other', { kind: step.kind });
