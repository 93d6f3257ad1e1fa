import { z } from 'zod';
import type { StepData, StepKind } from '../../../events.ts';
import type { Step } from '../../contract/shapes.ts';

type FieldsOf<K extends StepKind> = Exclude<keyof Extract<StepData, { kind: K }>, 'kind'>;

/** What may leave the server of each kind of step. A new kind or field stays inside until it is listed here. */
const fields: { [K in StepKind]: FieldsOf<K>[] } = {
  arrived: ['hotline', 'number', 'direction'],
  identified: ['as', 'residentIds'],
  answered: [],
  'recording-started': [],
  language: ['language', 'how'],
  flow: ['flow'],
  said: ['prompt', 'text'],
  key: ['key'],
  'key-wrong': ['key', 'menu'],
  silence: ['menu'],
  verified: ['accountId', 'by'],
  // Of answers only some are told, see below.
  noted: [],
  message: ['durationMs'],
  waiting: ['queue', 'position', 'emergency', 'sinceMs', 'waitsSinceMs'],
  moved: ['supervisorId', 'to'],
  'queue-gone': ['queue', 'instead'],
  offered: ['operatorId', 'queue'],
  'offer-ended': ['operatorId', 'how'],
  connected: ['operatorId', 'waitMs'],
  held: ['operatorId'],
  resumed: ['operatorId'],
  'operator-lost': ['operatorId'],
  'operator-back': ['operatorId'],
  'left-operator': ['operatorId', 'talkMs'],
  consulted: ['operatorId', 'with'],
  'consult-ended': ['how'],
  'three-together': ['operatorId'],
  transferred: ['operatorId', 'to'],
  supervised: ['supervisorId', 'how'],
  'supervise-ended': ['supervisorId'],
  'taken-over': ['operatorId', 'from'],
  dialled: ['operatorId'],
  'recording-off': ['operatorId'],
  'recording-on': ['operatorId'],
  note: ['operatorId', 'text'],
  disposition: ['operatorId', 'disposition'],
  'callback-promised': ['callbackId'],
  'called-back': ['callbackId', 'try'],
  'told-wait': ['position', 'estimateMs'],
  outside: ['how'],
  'incident-joined': ['incidentId'],
  duty: ['how'],
  'request-written': ['requestId', 'number'],
  'request-linked': ['operatorId', 'requestId', 'number'],
  'survey-answer': ['answer'],
  interrupted: ['why'],
  ended: ['result', 'reason'],
};

/** A step as its row has it; `name` and `value` are those of an answer. */
interface Shown {
  at: Date;
  kind: string;
  name?: string;
  value?: unknown;
}

/** One step, from the bus or from its row. */
export function presentStep(step: Shown): Step {
  const allowed: readonly string[] = fields[step.kind as StepKind] ?? [];
  const known = Object.entries(step).filter(([name]) => allowed.includes(name));
  const told = step.kind === 'noted' ? presentAnswer(step) : Object.fromEntries(known);
  return { at: step.at.toISOString(), kind: step.kind, ...told };
}

/** Answers that say what a caller wanted. The others are for the flow: what they came to stands in steps of their own. */
const toldAnswers = [
  'request.group',
  'request.category',
  'certificate.kind',
  'certificate.delivery',
  'feedback.score',
];
const reading = z.object({ value: z.string() });

function presentAnswer({ name, value }: Shown): { name?: string; value?: unknown } {
  if (name === undefined) return {};
  if (toldAnswers.includes(name)) return { name, value };
  const read = name.startsWith('readings.meter-') ? reading.safeParse(value) : null;
  return read?.success ? { name: 'readings.meter', value: read.data.value } : {};
}

/**
 * Whether operators may read it. That somebody listens is for supervisors alone, and so is when he has gone: a talk is what it
 * is when nobody knows who hears it. Whom the operator hears himself is no secret.
 */
export function isForOperators({ kind, how }: Step): boolean {
  return kind !== 'supervise-ended' && !(kind === 'supervised' && how === 'listen');
}
