import { z } from 'zod';
import { pauseReasons } from '../../config/company/pauses.ts';
import { skillLevel, wholeQueueRules } from '../../config/company/queues.ts';

/** The shapes that the server and the browser share. Times are ISO 8601 in UTC; money is in kopecks. */
export const time = z.iso.datetime();
export const language = z.enum(['uk', 'ru', 'en']);
export const role = z.enum(['operator', 'supervisor', 'administrator']);
export const names = z.partialRecord(language, z.string());

export const operatorState = z.enum([
  'offline',
  'ready',
  'paused',
  'ringing',
  'talking',
  'wrap-up',
  'missed',
  'unreachable',
  'supervising',
  'internal',
]);
export const pauseReason = z.enum(pauseReasons);

export const operator = z.object({ id: z.number().int(), login: z.string(), name: z.string(), role });

export const wrapUpCall = z.object({ callId: z.string(), owesDisposition: z.boolean() });

export const colleague = z.object({
  id: z.number().int(),
  name: z.string(),
  role,
  state: operatorState,
  since: time,
  /** A word of `pauseReason`, `supervisor`, or `no-microphone`: calls were stopped because the desk cannot talk. */
  pauseReason: z.string().nullable(),
  /** The supervisor who has put him into this state; null: he himself, or what happened. */
  setBy: z.number().int().nullable(),
  /** Where he goes after what he is busy with, instead of being ready; `setBy` as above. */
  afterwards: z
    .object({
      to: z.enum(['paused', 'offline', 'missed']),
      reason: z.string().nullable(),
      setBy: z.number().int().nullable(),
    })
    .nullable(),
  /** When wrap-up ends by itself; null in every other state, and while the desk is away. */
  wrapUpEndsAt: time.nullable(),
  /** The call that is wrapped up, where it is this operator's to say what it came to, and whether he still owes that. */
  wrapUpCall: wrapUpCall.nullable(),
  callId: z.string().nullable(),
});

export const step = z.object({ at: time, kind: z.string() }).catchall(z.unknown());

export const callSummary = z.object({
  id: z.string(),
  direction: z.enum(['in', 'out']),
  hotline: z.string(),
  number: z.string().nullable(),
  residentId: z.number().int().nullable(),
  residentName: z.string().nullable(),
  language: language.nullable(),
  arrivedAt: time,
  answeredAt: time.nullable(),
  endedAt: time.nullable(),
  result: z.string().nullable(),
  reason: z.string().nullable(),
  operatorId: z.number().int().nullable(),
  operatorName: z.string().nullable(),
  /** What the talk came to: an id of the company's dispositions. */
  disposition: z.string().nullable(),
  /** What operators have noted, one below the other. */
  note: z.string().nullable(),
});

export const recording = z.object({
  id: z.number().int(),
  callId: z.string(),
  state: z.enum(['recording', 'finished', 'lost']),
  startedAt: time,
  durationMs: z.number().int(),
});

/** How loud each side of a recording was, from the beginning to the end: as many values a side, 0 (silence) to 100. */
export const waveform = z.object({
  resident: z.array(z.number().int()),
  heard: z.array(z.number().int()),
});

export const callDetails = callSummary.extend({ steps: z.array(step), recordings: z.array(recording) });

export const requestStatus = z.enum(['new', 'given', 'done', 'refused', 'reopened', 'closed']);
export const requestSummary = z.object({
  id: z.number().int(),
  number: z.string(),
  category: z.string(),
  executor: z.string(),
  text: z.string(),
  place: z.string(),
  phone: z.string().nullable(),
  status: requestStatus,
  createdAt: time,
  dueAt: time,
  residentId: z.number().int().nullable(),
  callId: z.string().nullable(),
  /** How long the message is that was spoken instead of a text; null without one. */
  messageMs: z.number().int().nullable(),
});
export const requestDetails = requestSummary.extend({
  history: z.array(
    z.object({
      at: time,
      kind: z.string(),
      operatorName: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});

export const resident = z.object({
  id: z.number().int(),
  name: z.string(),
  phones: z.array(z.string()),
  notes: z.string(),
  account: z.object({
    id: z.number().int(),
    number: z.string(),
    balanceKopecks: z.number().int(),
    lastPaymentOn: z.string().nullable(),
    lastPaymentKopecks: z.number().int().nullable(),
  }),
  building: z.object({ id: z.number().int(), street: z.string(), house: z.string(), centre: z.string() }),
  flat: z.string(),
});

/** What the operator sees of a caller. `as` says how sure we are: one person has this number, several, none, or it was withheld. */
export const card = z.object({
  as: z.enum(['one', 'several', 'none', 'anonymous']),
  residents: z.array(resident),
  openRequests: z.array(requestSummary),
  houseRequests: z.array(requestSummary),
  earlierCalls: z.array(callSummary),
});

/** A meter and what it showed last: the reading that counts for its latest period. Values have three decimals: `123.450`. */
export const meter = z.object({
  id: z.number().int(),
  kind: z.string(),
  place: z.string(),
  serial: z.string(),
  /** Days, `YYYY-MM-DD`; a meter without the first needs no verification. */
  verifiedUntil: z.string().nullable(),
  outOfServiceSince: z.string().nullable(),
  last: z
    .object({
      value: z.string(),
      period: z.string(),
      takenAt: time,
      /** Why it is to be checked; empty: it is not. */
      doubts: z.array(z.string()),
    })
    .nullable(),
});

/** A reading that a resident has confirmed although it is doubtful. Values have three decimals: `123.450`. */
export const readingToCheck = z.object({
  id: z.number().int(),
  value: z.string(),
  takenAt: time,
  doubts: z.array(z.string()),
  meter: z.object({ kind: z.string(), place: z.string(), serial: z.string() }),
  /** What the meter showed in the period before; null: that is not known. */
  earlier: z.object({ value: z.string(), takenAt: time }).nullable(),
  account: z.string(),
  home: z.object({ street: z.string(), house: z.string(), flat: z.string() }),
  callId: z.string().nullable(),
  /** Where it was called from; null: withheld, or not by telephone. */
  number: z.string().nullable(),
});

/** A breakdown in a resident's building that is not mended yet. */
export const knownIncident = z.object({
  id: z.number().int(),
  kind: z.string(),
  since: time,
  until: time.nullable(),
  comment: z.string(),
});

/** What is known of a resident's home, beside the card. */
export const home = z.object({
  email: z.string().nullable(),
  /** Whether the account has a PIN, by which its holder shows who he is on the phone. */
  hasPin: z.boolean(),
  meters: z.array(meter),
  incidents: z.array(knownIncident),
});

/** An SMS to a resident. `kept`: nothing sends SMS here, so it was not sent. */
export const sms = z.object({
  id: z.number().int(),
  text: z.string(),
  state: z.enum(['kept', 'waiting', 'sending', 'sent', 'failed']),
  createdAt: time,
  endedAt: time.nullable(),
});

export const waitingCaller = z.object({
  callId: z.string(),
  since: time,
  number: z.string().nullable(),
  name: z.string().nullable(),
  /** Goes before all who have none. */
  emergency: z.boolean(),
  /** Is called back when his turn comes: he is not on the telephone now. */
  callback: z.boolean(),
  /** A supervisor has sent him to the head of the line. */
  first: z.boolean(),
  /** A supervisor has sent him to this operator: until then nobody else is offered him. */
  keptFor: z.object({ operatorId: z.number().int(), until: time }).nullable(),
});

/** What a supervisor can make of an operator. */
export const operatorStateSet = z.enum(['ready', 'pause', 'offline']);

/** Where a supervisor sends a waiting caller. */
export const moveTo = z.union([
  z.strictObject({ queue: z.string().min(1).max(40) }),
  z.strictObject({ operatorId: z.number().int().positive() }),
  z.strictObject({ first: z.literal(true) }),
]);

/** A colleague, by the operator's id, or a telephone outside. */
export const consulted = z.union([
  z.strictObject({ operatorId: z.number().int().positive() }),
  z.strictObject({ number: z.string().min(2).max(20) }),
]);

/** Where a caller is sent at once. */
export const transferTo = z.union([consulted, z.strictObject({ queue: z.string().min(1).max(40) })]);

/** Nobody hears the supervisor; the operator alone does; or all three hear each other. */
export const superviseHows = ['listen', 'whisper', 'join'] as const;
export const superviseHow = z.enum(superviseHows);

/**
 * Why a supervisor is at a talk no more: the caller hung up, or the operator ended it, handed the caller on or did not come back;
 * his own phone was not picked up, or is lost; Holos began again, and the talk goes on; or a fault.
 */
export const superviseEnds = [
  ...(['caller-left', 'operator-ended', 'handed-on', 'operator-lost', 'call-over'] as const),
  ...(['not-reached', 'phone-lost', 'interrupted', 'failed'] as const),
] as const;
export type SuperviseEnd = (typeof superviseEnds)[number];

/** The talk that a supervisor is at. `ringing`: his own phone is; `on`: he hears it. */
export const supervising = z.object({
  callId: z.string(),
  /** Who leads the talk. */
  operatorId: z.number().int(),
  how: superviseHow,
  stage: z.enum(['ringing', 'on']),
});

/** The call an operator is being offered or is in. */
export const deskCall = z.object({
  callId: z.string(),
  /** `calling`: the resident, who asked to be called back, is being called for this operator. */
  stage: z.enum(['calling', 'dialling', 'ringing', 'talking', 'returning']),
  held: z.boolean(),
  /** Somebody else who was brought to this call: rung, talked to while the caller hears music, or all three together. */
  consult: z.object({ with: consulted, stage: z.enum(['ringing', 'talking', 'three']) }).nullable(),
  /** The colleague at the other end of a call between two desks; null: a call of a resident. */
  colleague: z.number().int().nullable(),
  /** The colleague who has asked this operator to help with the call; null on the desk of who leads it. */
  askedBy: z.number().int().nullable(),
  /** The recording is switched off for a moment. */
  recordingOff: z.boolean(),
  /** A supervisor whom the operator hears. */
  supervised: z.object({ supervisorId: z.number().int(), how: z.enum(['whisper', 'join']) }).nullable(),
  hotline: z.string(),
  number: z.string().nullable(),
  language: language.nullable(),
  since: time,
  steps: z.array(step),
  card,
});

export const attempt = z.object({
  id: z.number().int(),
  campaignId: z.number().int(),
  number: z.string(),
  try: z.number().int(),
  state: z.enum(['waiting', 'dialling', 'talking', 'done']),
  outcome: z.string().nullable(),
  answer: z.number().int().nullable(),
  callId: z.string().nullable(),
});
export const campaign = z.object({
  id: z.number().int(),
  name: z.string(),
  question: z.string(),
  state: z.enum(['draft', 'running', 'paused', 'finished']),
  createdAt: time,
  numbers: z.number().int(),
  done: z.number().int(),
});

export const callback = z.object({
  id: z.number().int(),
  callId: z.string(),
  number: z.string(),
  hotline: z.string(),
  why: z.string(),
  promisedAt: time,
  doneAt: time.nullable(),
  /** How long the message is that the caller left; null without one. */
  messageMs: z.number().int().nullable(),
});

/** A message from one desk to another. */
export const deskMessage = z.object({
  id: z.number().int(),
  at: time,
  fromId: z.number().int(),
  fromName: z.string(),
  /** Null: to all desks. */
  toId: z.number().int().nullable(),
  text: z.string(),
  /** When this operator has read it; null: not yet, or it is his own. */
  readAt: time.nullable(),
  /** Of one's own: by how many of those who are to read it; null on their desks. */
  readBy: z.object({ count: z.number().int(), of: z.number().int() }).nullable(),
});

/** What a caller thought of the work done, or of the company where it is about no request. */
export const feedback = z.object({
  id: z.number().int(),
  callId: z.string(),
  number: z.string().nullable(),
  hotline: z.string(),
  requestId: z.number().int().nullable(),
  requestNumber: z.string().nullable(),
  /** 1 to 5. */
  score: z.number().int(),
  /** How long the spoken comment is; null without one. */
  commentMs: z.number().int().nullable(),
  givenAt: time,
  callback: z.enum(['none', 'promised', 'done']),
});

/** A breakdown or planned works in some buildings; open until it is closed. */
export const incident = z.object({
  id: z.number().int(),
  kind: z.string(),
  since: time,
  /** When it is expected to be mended; null: nobody knows. */
  until: time.nullable(),
  comment: z.string(),
  openedAt: time,
  closedAt: time.nullable(),
  buildings: z.array(z.object({ id: z.number().int(), street: z.string(), house: z.string() })),
  /** How many numbers are told when it is mended. */
  subscribers: z.number().int(),
});

/** What callers of a hotline are told before the menu for a while. */
export const announcement = z.object({
  id: z.number().int(),
  hotline: z.string(),
  texts: names,
  prompt: z.string().nullable(),
  beginsAt: time,
  endsAt: time,
  setAt: time,
  setByName: z.string().nullable(),
  endedEarlyAt: time.nullable(),
});

export const building = z.object({
  id: z.number().int(),
  street: z.string(),
  house: z.string(),
  centre: z.string(),
});

export const company = z.object({
  name: names,
  timezone: z.string(),
  hotlines: z.array(
    z.object({
      id: z.string(),
      name: names,
      numbers: z.array(z.string()),
      /** Spoken there; the first one where the caller has chosen none. */
      languages: z.array(language),
    }),
  ),
  queues: z.array(z.object({ id: z.string(), name: names })),
  executors: z.array(z.object({ id: z.string(), name: names, phone: z.string().nullable() })),
  categories: z.array(
    z.object({
      id: z.string(),
      name: names,
      executor: z.string(),
      dueHours: z.number(),
      emergency: z.boolean(),
    }),
  ),
  /** What may befall a building, the most urgent first. */
  incidentKinds: z.array(z.object({ id: z.string(), name: names, planned: z.boolean() })),
  /** What can be ordered by voice. */
  certificates: z.array(z.object({ id: z.string(), name: names })),
  /** What a talk may have come to, with the key by which it is said. */
  dispositions: z.array(z.object({ id: z.string(), name: names, key: z.string() })),
  /** Why an operator may pause, and how long at most; null: as long as he likes. */
  pauses: z.array(z.object({ reason: pauseReason, longestMinutes: z.number().nullable() })),
  /** How many automatic calls are made at once at most. */
  dialerLanes: z.number().int(),
});

/** Who has changed something that the company file says, and when. */
const changedBy = z.object({ at: time, byName: z.string().nullable() });

/** How a queue works now. */
export const queueRules = wholeQueueRules;
export const queueHeld = z.object({
  id: z.string(),
  name: names,
  rules: queueRules,
  /** What holds again when the change is taken back. */
  ofCompany: queueRules,
  /** Null: the company file holds. */
  changed: changedBy.nullable(),
  /** The change that was seen, to be sent with the next one: who has not seen the latest changes nothing. */
  version: z.number().int(),
  /** How many callers wait, those who are to be called back included. */
  waiting: z.number().int(),
});

/** Levels by the id of a queue, or by language: 0 not at all, 1 as a reserve, 2 as usual, 3 best. */
export const skillLevels = z.record(z.string(), skillLevel);
export const skillsHeld = z.object({
  operatorId: z.number().int(),
  name: z.string(),
  levels: skillLevels,
  ofCompany: skillLevels,
  changed: changedBy.nullable(),
  version: z.number().int(),
});

/** A recording of a prompt, or of a piece of one. */
const takeOfPrompt = z.object({
  /** Of an earlier one: what it is asked for by; null for the one in use. */
  id: z.string().nullable(),
  recordedAt: time,
  durationMs: z.number(),
});

export const promptSummary = z.object({
  id: z.string(),
  /** In each language that has it; `recorded` of `of` pieces are recorded, the rest is synthesised. */
  texts: z.array(z.object({ language, text: z.string(), recorded: z.number(), of: z.number() })),
});

export const promptDetails = z.object({
  id: z.string(),
  texts: z.array(
    z.object({
      language,
      /** As it is written, with its placeholders. */
      text: z.string(),
      /** With usual values, as it is spoken. */
      spoken: z.string(),
      /** What can be recorded of it: the whole, or the fixed pieces between its placeholders. */
      pieces: z.array(
        z.object({
          name: z.string(),
          text: z.string(),
          inUse: takeOfPrompt.nullable(),
          /** The text has changed since the one in use was recorded: it is not played. */
          outdated: z.boolean(),
          /** Those before it, the latest first. */
          earlier: z.array(takeOfPrompt),
        }),
      ),
    }),
  ),
});

/** What is to be listened to once more. */
export const takeRemark = z.enum(['noisy', 'unlike-text']);

export const failure = z.object({ code: z.string(), message: z.string() });

export type Language = z.infer<typeof language>;
export type Operator = z.infer<typeof operator>;
export type WrapUpCall = z.infer<typeof wrapUpCall>;
export type Colleague = z.infer<typeof colleague>;
export type OperatorState = z.infer<typeof operatorState>;
export type PauseReason = z.infer<typeof pauseReason>;
export type Step = z.infer<typeof step>;
export type CallSummary = z.infer<typeof callSummary>;
export type CallDetails = z.infer<typeof callDetails>;
export type Waveform = z.infer<typeof waveform>;
export type Recording = z.infer<typeof recording>;
export type RequestSummary = z.infer<typeof requestSummary>;
export type RequestDetails = z.infer<typeof requestDetails>;
export type Resident = z.infer<typeof resident>;
export type Card = z.infer<typeof card>;
export type Meter = z.infer<typeof meter>;
export type KnownIncident = z.infer<typeof knownIncident>;
export type Home = z.infer<typeof home>;
export type DeskMessage = z.infer<typeof deskMessage>;
export type Sms = z.infer<typeof sms>;
export type Feedback = z.infer<typeof feedback>;
export type Consulted = z.infer<typeof consulted>;
export type SuperviseHow = z.infer<typeof superviseHow>;
export type Supervising = z.infer<typeof supervising>;
export type TransferTo = z.infer<typeof transferTo>;
export type DeskCall = z.infer<typeof deskCall>;
export type OperatorStateSet = z.infer<typeof operatorStateSet>;
export type MoveTo = z.infer<typeof moveTo>;
export type WaitingCaller = z.infer<typeof waitingCaller>;
export type Attempt = z.infer<typeof attempt>;
export type Campaign = z.infer<typeof campaign>;
export type Callback = z.infer<typeof callback>;
export type ReadingToCheck = z.infer<typeof readingToCheck>;
export type Incident = z.infer<typeof incident>;
export type Announcement = z.infer<typeof announcement>;
export type Building = z.infer<typeof building>;
export type PromptSummary = z.infer<typeof promptSummary>;
export type PromptDetails = z.infer<typeof promptDetails>;
export type QueueRules = z.infer<typeof queueRules>;
export type QueueHeld = z.infer<typeof queueHeld>;
export type SkillsHeld = z.infer<typeof skillsHeld>;
export type Company = z.infer<typeof company>;
