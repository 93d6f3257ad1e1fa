import { z } from 'zod';
import type { Step } from '../state/contract.ts';
import type { TextKey } from '../texts/languages.ts';
import { ending, line, number, ofOperator, other, type StepNames, string, type Writer } from './step-line.ts';
import { clockLength } from './time.ts';

/** A colleague, a telephone outside, or a queue: where a call is handed on to. */
const target = z.union([
  z.object({ operatorId: z.number() }),
  z.object({ number: z.string() }),
  z.object({ queue: z.string() }),
]);
function targetName(value: unknown, names: StepNames): string | null {
  const { data } = target.safeParse(value);
  if (!data) return null;
  if ('operatorId' in data) return names.operator(data.operatorId);
  return 'number' in data ? names.telephone(data.number) : names.queue(data.queue);
}
const toTarget = (key: TextKey, field: string): Writer => {
  return (step, names) => {
    const who = targetName(step[field], names);
    return who === null ? other(step) : line('operator', key, { who });
  };
};

/** The operator is alone with the caller again without having wanted it. */
const unwanted = ['not-reached', 'left', 'asker-away'] as const;
type Unwanted = (typeof unwanted)[number];
const isUnwanted = (how: unknown): how is Unwanted => unwanted.some((one) => one === how);

/** What an operator does in a talk, and with whom. */
export const talkSteps: Record<string, Writer> = {
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
  consulted: toTarget('step.consulted', 'with'),
  'consult-ended': (step) =>
    line(isUnwanted(step.how) ? 'trouble' : 'operator', ending('step.consult-ended', step.how), {
      kind: step.kind,
    }),
  'three-together': () => line('operator', 'step.three-together'),
  transferred: toTarget('step.transferred', 'to'),
  moved: (step, names) => {
    const supervisor = names.operator(number(step.supervisorId));
    const who = targetName(step.to, names);
    return who === null
      ? line('operator', 'step.moved.first', { supervisor })
      : line('operator', 'step.moved', { supervisor, who });
  },
  'queue-gone': (step, names) =>
    line('trouble', 'step.queue-gone', {
      queue: string(step.queue),
      instead: names.queue(string(step.instead)),
    }),
  supervised: (step, names) =>
    line('operator', ending('step.supervised', step.how), {
      supervisor: names.operator(number(step.supervisorId)),
      kind: step.kind,
    }),
  'supervise-ended': (step, names) =>
    line('operator', 'step.supervise-ended', { supervisor: names.operator(number(step.supervisorId)) }),
  'taken-over': ofOperator('step.taken-over'),
  dialled: ofOperator('step.dialled'),
  'recording-off': ofOperator('step.recording-off', 'trouble'),
  'recording-on': () => line('operator', 'step.recording-on'),
  note: (step) => line('operator', 'step.note', { text: string(step.text) }),
  disposition: (step, names) =>
    line('operator', 'step.disposition', {
      disposition: names.disposition(string(step.disposition)),
    }),
};

/**
 * Why the caller is on hold though nobody has put him there: the one who was asked was not reached, has left, or was let go when the
 * operator’s own phone was lost. Null once
 * the operator is back with him.
 */
export function leftOnHold(steps: Step[]): Unwanted | null {
  const last = steps.findLast(({ kind }) => ['held', 'resumed', 'consulted', 'consult-ended'].includes(kind));
  if (last?.kind !== 'consult-ended') return null;
  return isUnwanted(last.how) ? last.how : null;
}

/** Who has taken the call over from this operator; null: nobody. */
export function takenFrom(steps: Step[], operatorId: number | undefined): number | null {
  const taken = steps.findLast(({ kind, from }) => kind === 'taken-over' && from === operatorId);
  return typeof taken?.operatorId === 'number' ? taken.operatorId : null;
}

/** When the recording was switched off, where it still is; null: it is on. */
export function recordingOffSince(steps: Step[]): string | null {
  const last = steps.findLast(({ kind }) => kind === 'recording-off' || kind === 'recording-on');
  return last?.kind === 'recording-off' ? last.at : null;
}

/** From when until when nothing was recorded, in milliseconds from the recording's beginning; the last may have no end. */
export function unrecorded(steps: Step[], startedAt: string): { fromMs: number; toMs: number | null }[] {
  const stretches: { fromMs: number; toMs: number | null }[] = [];
  for (const { kind, at } of steps) {
    const atMs = Date.parse(at) - Date.parse(startedAt);
    const open = stretches.at(-1)?.toMs === null ? stretches.at(-1) : undefined;
    if (kind === 'recording-off' && !open) stretches.push({ fromMs: atMs, toMs: null });
    if (kind === 'recording-on' && open) open.toMs = atMs;
  }
  return stretches;
}
