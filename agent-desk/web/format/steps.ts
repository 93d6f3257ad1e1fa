import type { Step } from '../state/contract.ts';
import { isTextKey } from '../texts/languages.ts';
import {
  ending,
  line,
  number,
  ofOperator,
  other,
  type StepLine,
  type StepNames,
  string,
  type Writer,
} from './step-line.ts';
import { talkSteps } from './talk-steps.ts';
import { clockLength } from './time.ts';

/** Keys of a secret question come as dots. */
const isSecret = (keys: unknown) => string(keys).startsWith('•');

/** Of a shorter wait callers hear that it is less than a minute (ivr/queue/estimate.ts). */
const shortWaitMs = 50_000;

/** What a caller has answered, by the name of the answer. */
const answers: Record<string, Writer> = {
  'request.category': (step, names) =>
    line('caller', 'step.answer.request.category', { value: names.category(string(step.value)) }),
  'certificate.kind': (step, names) =>
    line('caller', 'step.answer.certificate.kind', { value: names.certificate(string(step.value)) }),
  'certificate.delivery': (step) =>
    line('caller', ending('step.answer.certificate', step.value), { kind: step.kind }),
  'feedback.score': (step) => line('caller', 'step.answer.feedback.score', { value: number(step.value) }),
  'readings.meter': (step, names) =>
    line('caller', 'step.answer.readings.meter', { value: names.reading(string(step.value)) }),
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
  flow: (step, names) => {
    const key = `step.flow.${string(step.flow)}`;
    if (!isTextKey(key)) return line('system', 'step.flow', { flow: string(step.flow) });
    if (!step.key) return line('system', key);
    return line('caller', 'step.chosen', {
      what: names.word('step.flow', string(step.flow)),
      key: string(step.key),
    });
  },
  said: (step) => line('system', 'step.said', { text: string(step.text) }),
  key: ({ key }) =>
    isSecret(key) ? line('caller', 'step.key.secret') : line('caller', 'step.key', { key: string(key) }),
  'key-wrong': ({ key }) => {
    if (isSecret(key)) return line('trouble', 'step.number-wrong.secret');
    const wrong = string(key).length > 1 ? 'step.number-wrong' : 'step.key-wrong';
    return line('trouble', wrong, { key: string(key) });
  },
  silence: () => line('trouble', 'step.silence'),
  verified: (step) => line('caller', ending('step.verified', step.by), { kind: step.kind }),
  noted: (step, names) => answers[string(step.name)]?.(step, names) ?? other(step),
  message: (step) => line('caller', 'message.voice', { length: clockLength(number(step.durationMs)) }),
  waiting: (step, names) =>
    line(
      step.emergency ? 'emergency' : 'caller',
      step.emergency ? 'step.waiting.emergency' : 'step.waiting',
      {
        queue: names.queue(string(step.queue)),
        position: number(step.position),
      },
    ),
  offered: ofOperator('step.offered'),
  'offer-ended': (step, names) =>
    line('trouble', ending('step.offer', step.how), {
      operator: names.operator(number(step.operatorId)),
      kind: step.kind,
    }),
  ...talkSteps,
  'callback-promised': () => line('system', 'step.callback-promised'),
  'called-back': (step) => line('system', 'step.called-back', { try: number(step.try) }),
  'told-wait': ({ position: place, estimateMs }) => {
    const position = number(place);
    if (typeof estimateMs !== 'number') return line('system', 'step.told-wait.unknown', { position });
    if (estimateMs < shortWaitMs) return line('system', 'step.told-wait.short', { position });
    return line('system', 'step.told-wait', { position, wait: clockLength(estimateMs) });
  },
  outside: (step) =>
    line(step.how === 'connected' ? 'operator' : 'trouble', ending('step.outside', step.how), {
      kind: step.kind,
    }),
  'incident-joined': () => line('caller', 'step.incident-joined'),
  duty: (step) =>
    line(step.how === 'connected' ? 'operator' : 'trouble', ending('step.duty', step.how), {
      kind: step.kind,
    }),
  'request-written': (step) => line('operator', 'step.request-written', { number: string(step.number) }),
  'request-linked': (step) => line('operator', 'step.request-linked', { number: string(step.number) }),
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
  'toPerson',
  'promiseCallback',
  'callAgain',
  'onDutyAgain',
  'announcements',
  'knownBreakdown',
  'arrive',
  'welcome',
  'operator',
  'ownTalk',
  'afterTalk',
  'goOn',
  'talkAgain',
  'cannotGoOn',
  'outsideTelephone',
  'thanks',
  'goodbye',
  'trouble',
]);

/** One step of a call as a line to read. A kind the desk does not know yet is still shown, by its name. */
export function stepLine(step: Step, names: StepNames): StepLine {
  const writer = writers[step.kind];
  return writer ? writer(step, names) : other(step);
}

/**
 * The steps that are worth reading, each thing once: a key that no menu had stands only in the step that says so, keys that
 * were an answer only in the answer, and the key of a menu with what it led to.
 */
export function readableSteps(steps: Step[]): Step[] {
  const read: Step[] = [];
  for (const step of withoutOldNotes(steps)) {
    if (step.kind === 'flow') addFlow(read, step);
    else {
      if (step.kind === 'key-wrong') takeBackKeys(read, string(step.key));
      if (isAnswer(step)) takeBackAnswer(read);
      read.push(step);
    }
  }
  return joinKeys(read).filter((step) => step.kind !== 'noted' || isAnswer(step));
}

/** Of what an operator noted, as he typed it, the last stands; nothing where he took it back. */
function withoutOldNotes(steps: Step[]): Step[] {
  const last = new Map(
    steps.filter(({ kind }) => kind === 'note').map((step) => [step.operatorId, step] as const),
  );
  return steps.filter(
    (step) => step.kind !== 'note' || (step === last.get(step.operatorId) && string(step.text) !== ''),
  );
}

/** What is said to a caller, and what only leads to what comes next. */
const beside: ReadonlySet<string> = new Set([
  'said',
  'told-wait',
  'answered',
  'recording-started',
  'offered',
]);

/** What a caller did and what came of it, without what was said to him. */
export function briefSteps(readable: Step[]): Step[] {
  return readable.filter(({ kind }) => !beside.has(kind));
}

/** Whether the caller is, or was, in the line as an emergency. */
export function isEmergency(steps: Step[]): boolean {
  return steps.findLast(({ kind }) => kind === 'waiting')?.emergency === true;
}

function isAnswer(step: Step): boolean {
  return step.kind === 'verified' || (step.kind === 'noted' && string(step.name) in answers);
}

/** The one key that led here stands with it; of several, nobody knows which it was. */
function addFlow(read: Step[], step: Step): void {
  if (unsaid.has(string(step.flow)) || isSaidBefore(read, step)) return;
  const [last, before] = [read.at(-1), read.at(-2)];
  if (last?.kind !== 'key' || before?.kind === 'key') read.push(step);
  else read.splice(-1, 1, { ...step, key: last.key });
}

/** These say themselves that an operator comes next, so the way there need not. */
const endWithOperator: ReadonlySet<string> = new Set(['unavailable', 'readingsByPerson']);

function isSaidBefore(read: Step[], { flow }: Step): boolean {
  if (flow !== 'noChoice') return false;
  return endWithOperator.has(string(read.findLast(({ kind }) => kind === 'flow')?.flow));
}

/** Takes the keys of this number off the end. */
function takeBackKeys(read: Step[], keys: string): void {
  // However many keys of a secret question there were, one dot stands for them.
  while (isSecret(keys) && isSecret(read.at(-1)?.key)) read.pop();
  let left = isSecret(keys) ? '' : keys;
  for (let at = read.length - 1; left !== '' && read[at]?.kind === 'key'; at -= 1) {
    const key = string(read[at]?.key);
    if (!left.endsWith(key)) continue;
    left = left.slice(0, -key.length);
    read.splice(at, 1);
  }
}

/** Takes off the keys of the questions that came to an answer; what was said meanwhile stays. */
function takeBackAnswer(read: Step[]): void {
  for (let at = read.length - 1; ; at -= 1) {
    const step = read[at];
    if (step?.kind === 'key') read.splice(at, 1);
    else if (step?.kind !== 'said' && !isOnTheWay(step)) return;
  }
}

/** An answer that only leads to another: the group of a category. */
function isOnTheWay(step: Step | undefined): boolean {
  return step?.kind === 'noted' && step.name === 'request.group';
}

/** Keys that follow each other are one number. */
function joinKeys(steps: Step[]): Step[] {
  const joined: Step[] = [];
  for (const step of steps) {
    const last = joined.at(-1);
    if (step.kind !== 'key' || last?.kind !== 'key') joined.push(step);
    else joined.splice(-1, 1, { ...last, key: `${string(last.key)}${string(step.key)}` });
  }
  return joined;
}
