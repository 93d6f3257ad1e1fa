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
  verified: ['by'],
  // Answers are for the flow: what they came to stands in steps of their own.
  noted: [],
  message: ['durationMs'],
  waiting: ['queue', 'position', 'emergency'],
  offered: ['operatorId', 'queue'],
  'offer-ended': ['operatorId', 'how'],
  connected: ['operatorId', 'waitMs'],
  held: ['operatorId'],
  resumed: ['operatorId'],
  'operator-lost': ['operatorId'],
  'operator-back': ['operatorId'],
  'left-operator': ['operatorId', 'talkMs'],
  'callback-promised': ['callbackId'],
  'incident-joined': ['incidentId'],
  duty: ['how'],
  'request-written': ['requestId', 'number'],
  'survey-answer': ['answer'],
  interrupted: ['why'],
  ended: ['result', 'reason'],
};

/** One step, from the bus or from its row. */
export function presentStep(step: { at: Date; kind: string }): Step {
  const allowed: readonly string[] = fields[step.kind as StepKind] ?? [];
  const known = Object.entries(step).filter(([name]) => allowed.includes(name));
  return { at: step.at.toISOString(), kind: step.kind, ...Object.fromEntries(known) };
}
