import { z } from 'zod';
import { callsBehind, figures } from './figures.ts';
import * as shape from './shapes.ts';

/** One REST route: the server registers it from here, the desk calls it from here, and /api/openapi.json describes it from here. */
export interface Route {
  method: 'get' | 'post' | 'patch' | 'delete';
  path: string;
  summary: string;
  /** Who may: nobody needs to be logged in for `anyone`. */
  may: 'anyone' | z.infer<typeof shape.role>[];
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  answer: z.ZodType;
  /** It answers with a WAV, whole or the range that was asked for, and not with JSON. */
  sound?: true;
  /** It is sent a recorded file as it is, and not JSON. */
  upload?: true;
}

const everyone: Route['may'] = ['operator', 'supervisor', 'administrator'];
const leads: Route['may'] = ['supervisor', 'administrator'];
const numericId = z.object({ id: z.coerce.number().int().positive() });
const promptId = z.object({ id: z.string().min(1).max(120) });
const version = z.number().int().min(0);
const pieceName = z.string().min(1).max(130);
const page = { limit: z.coerce.number().int().min(1).max(200).default(50), before: shape.time.optional() };

export const routes = {
  logIn: {
    method: 'post',
    path: '/api/session',
    summary: 'Log in. Answers with a cookie.',
    may: 'anyone',
    body: z.object({ login: z.string().min(1).max(40), password: z.string().min(1).max(200) }),
    answer: shape.operator,
  },
  whoAmI: {
    method: 'get',
    path: '/api/session',
    summary: 'Who is logged in.',
    may: everyone,
    answer: shape.operator,
  },
  logOut: { method: 'delete', path: '/api/session', summary: 'Log out.', may: everyone, answer: z.null() },
  company: {
    method: 'get',
    path: '/api/company',
    summary: 'Hotlines, queues, categories and executors.',
    may: everyone,
    answer: shape.company,
  },
  calls: {
    method: 'get',
    path: '/api/calls',
    summary: 'Calls, newest first; `from` and `to` are of their arrival.',
    may: everyone,
    query: z.object({
      ...page,
      from: shape.time.optional(),
      to: shape.time.optional(),
      ...callsBehind.shape,
      number: z.string().max(20).optional(),
      residentId: z.coerce.number().int().optional(),
      direction: z.enum(['in', 'out']).optional(),
      live: z.enum(['true', 'false']).optional(),
    }),
    answer: z.object({ items: z.array(shape.callSummary), next: shape.time.nullable() }),
  },
  call: {
    method: 'get',
    path: '/api/calls/{id}',
    summary: 'One call with its steps and recordings.',
    may: everyone,
    params: z.object({ id: z.string().min(1).max(64) }),
    answer: shape.callDetails,
  },
  figures: {
    method: 'get',
    path: '/api/figures',
    summary:
      'Service level, waits, talks and occupancy of the calls that arrived in a time, by queue and by operator; 93 days at most.',
    may: leads,
    query: z.object({ from: shape.time, to: shape.time, queue: z.string().max(40).optional() }),
    answer: figures,
  },
  recordingAudio: {
    method: 'get',
    path: '/api/recordings/{id}/audio',
    summary: 'The sound, WAV, left the resident, right what the resident hears. Range requests are answered.',
    may: everyone,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  recordingWaveform: {
    method: 'get',
    path: '/api/recordings/{id}/waveform',
    summary: 'How loud the resident, and what the resident heard, was from the beginning to the end.',
    may: everyone,
    params: numericId,
    answer: shape.waveform,
  },
  residents: {
    method: 'get',
    path: '/api/residents',
    summary: 'Residents by name, number, address or account.',
    may: everyone,
    query: z.object({ search: z.string().min(2).max(100) }),
    answer: z.array(shape.resident),
  },
  card: {
    method: 'get',
    path: '/api/residents/{id}/card',
    summary: 'All that is known of a resident.',
    may: everyone,
    params: numericId,
    answer: shape.card,
  },
  givePin: {
    method: 'post',
    path: '/api/accounts/{id}/pin',
    summary:
      'Give an account a new PIN in place of the one it had, for its holder alone. It is told this once.',
    may: everyone,
    params: numericId,
    answer: z.object({ pin: z.string() }),
  },
  home: {
    method: 'get',
    path: '/api/residents/{id}/home',
    summary: 'What is known of a resident’s home: meters and what they showed last, e-mail, open breakdowns.',
    may: everyone,
    params: numericId,
    answer: shape.home,
  },
  sms: {
    method: 'get',
    path: '/api/sms',
    summary: 'The latest SMS to a number, newest first, at most twenty.',
    may: everyone,
    query: z.object({ number: z.string().min(1).max(20) }),
    answer: z.array(shape.sms),
  },
  requests: {
    method: 'get',
    path: '/api/requests',
    summary: 'Requests, newest first.',
    may: everyone,
    query: z.object({
      ...page,
      status: shape.requestStatus.optional(),
      residentId: z.coerce.number().int().optional(),
      search: z.string().max(100).optional(),
    }),
    answer: z.object({ items: z.array(shape.requestSummary), next: shape.time.nullable() }),
  },
  request: {
    method: 'get',
    path: '/api/requests/{id}',
    summary: 'One request with its history.',
    may: everyone,
    params: numericId,
    answer: shape.requestDetails,
  },
  requestMessage: {
    method: 'get',
    path: '/api/requests/{id}/message',
    summary: 'What the resident has spoken instead of a text, WAV. Range requests are answered.',
    may: everyone,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  writeRequest: {
    method: 'post',
    path: '/api/requests',
    summary: 'Write a request down.',
    may: everyone,
    body: z.object({
      callId: z.string().max(64).nullable(),
      residentId: z.number().int().positive().nullable(),
      category: z.string().min(1).max(40),
      text: z.string().trim().min(1).max(4000),
      place: z.string().trim().max(200),
      phone: z.string().max(20).nullable(),
    }),
    answer: shape.requestDetails,
  },
  changeRequest: {
    method: 'patch',
    path: '/api/requests/{id}',
    summary: 'Change the status of a request.',
    may: everyone,
    params: numericId,
    body: z.object({ status: shape.requestStatus, comment: z.string().max(1000).default('') }),
    answer: shape.requestDetails,
  },
  linkRequest: {
    method: 'post',
    path: '/api/requests/{id}/calls',
    summary: 'A call is about a request that is still to be done: it stands in the history of both.',
    may: everyone,
    params: numericId,
    body: z.object({ callId: z.string().min(1).max(64) }),
    answer: shape.requestDetails,
  },
  readingsToCheck: {
    method: 'get',
    path: '/api/readings/doubtful',
    summary:
      'Readings that count, are doubtful, and that nobody has looked at yet, the oldest first; and how many there are in all.',
    may: everyone,
    query: z.object({ limit: page.limit }),
    answer: z.object({ items: z.array(shape.readingToCheck), all: z.number().int() }),
  },
  checkReading: {
    method: 'post',
    path: '/api/readings/{id}/check',
    summary:
      'Say of a doubtful reading whether it is right. One that is wrong counts no longer; what was handed in before it does.',
    may: everyone,
    params: numericId,
    body: z.object({ verdict: z.enum(['right', 'wrong']) }),
    answer: z.null(),
  },
  callbacks: {
    method: 'get',
    path: '/api/callbacks',
    summary: 'Who was promised a call back and has not had it.',
    may: everyone,
    answer: z.array(shape.callback),
  },
  callbackMessage: {
    method: 'get',
    path: '/api/callbacks/{id}/message',
    summary: 'The message that was left for the call back, WAV. Range requests are answered.',
    may: everyone,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  callbackDone: {
    method: 'post',
    path: '/api/callbacks/{id}/done',
    summary: 'The resident was called back.',
    may: everyone,
    params: numericId,
    answer: shape.callback,
  },
  feedback: {
    method: 'get',
    path: '/api/feedback',
    summary: 'What callers thought of the work and the company, newest first.',
    may: leads,
    query: z.object(page),
    answer: z.object({ items: z.array(shape.feedback), next: shape.time.nullable() }),
  },
  feedbackComment: {
    method: 'get',
    path: '/api/feedback/{id}/comment',
    summary: 'What the caller said besides the score, WAV. Range requests are answered.',
    may: leads,
    params: numericId,
    answer: z.unknown(),
    sound: true,
  },
  campaigns: {
    method: 'get',
    path: '/api/campaigns',
    summary: 'Campaigns of automatic calls.',
    may: everyone,
    answer: z.array(shape.campaign),
  },
  writeCampaign: {
    method: 'post',
    path: '/api/campaigns',
    summary: 'A new campaign: a list of numbers and one question. It starts when told to.',
    may: leads,
    body: z.object({
      name: z.string().trim().min(1).max(120),
      question: z.enum(['survey.question']).default('survey.question'),
      numbers: z.array(z.string().min(1).max(40)).min(1).max(10000),
    }),
    answer: shape.campaign.extend({
      refused: z.array(
        z.object({ number: z.string(), why: z.enum(['not-a-number', 'twice', 'refused-for-good']) }),
      ),
    }),
  },
  campaign: {
    method: 'get',
    path: '/api/campaigns/{id}',
    summary: 'One campaign with its attempts.',
    may: everyone,
    params: numericId,
    answer: shape.campaign.extend({ attempts: z.array(shape.attempt) }),
  },
  startCampaign: {
    method: 'post',
    path: '/api/campaigns/{id}/start',
    summary: 'Start or go on.',
    may: leads,
    params: numericId,
    answer: shape.campaign,
  },
  pauseCampaign: {
    method: 'post',
    path: '/api/campaigns/{id}/pause',
    summary: 'No new calls; those being made are finished.',
    may: leads,
    params: numericId,
    answer: shape.campaign,
  },
  buildings: {
    method: 'get',
    path: '/api/buildings',
    summary: 'Buildings by their address, at most twenty.',
    may: everyone,
    query: z.object({ search: z.string().trim().min(1).max(100) }),
    answer: z.array(shape.building),
  },
  incidents: {
    method: 'get',
    path: '/api/incidents',
    summary:
      'Breakdowns and planned works that are open, and those that were closed in the last week; newest first.',
    may: everyone,
    answer: z.array(shape.incident),
  },
  openIncident: {
    method: 'post',
    path: '/api/incidents',
    summary:
      'Something has befallen these buildings: callers from there hear of it at once, and may ask to be told when it is mended.',
    may: leads,
    body: z.object({
      kind: z.string().min(1).max(40),
      since: shape.time,
      until: shape.time.nullable(),
      comment: z.string().trim().max(500).default(''),
      buildingIds: z.array(z.number().int().positive()).min(1).max(2000),
    }),
    answer: shape.incident,
  },
  expectIncident: {
    method: 'patch',
    path: '/api/incidents/{id}',
    summary: 'Say anew when it is expected to be mended.',
    may: leads,
    params: numericId,
    body: z.object({ until: shape.time.nullable() }),
    answer: shape.incident,
  },
  closeIncident: {
    method: 'post',
    path: '/api/incidents/{id}/close',
    summary: 'It is mended: everybody who asked for it is told, by SMS or by a call back.',
    may: leads,
    params: numericId,
    answer: shape.incident,
  },
  announcements: {
    method: 'get',
    path: '/api/announcements',
    summary: 'Announcements that callers hear now or will hear; what was set last first.',
    may: everyone,
    answer: z.array(shape.announcement),
  },
  setAnnouncement: {
    method: 'post',
    path: '/api/announcements',
    summary:
      'Have all callers of a hotline told something before the menu: a text in some languages, or a prompt.',
    may: leads,
    body: z.object({
      hotline: z.string().min(1).max(40),
      texts: z.partialRecord(shape.language, z.string().trim().min(1).max(500)).default({}),
      prompt: z.string().min(1).max(80).nullable().default(null),
      beginsAt: shape.time,
      endsAt: shape.time,
    }),
    answer: shape.announcement,
  },
  endAnnouncement: {
    method: 'post',
    path: '/api/announcements/{id}/end',
    summary: 'End an announcement before its time.',
    may: leads,
    params: numericId,
    answer: shape.announcement,
  },
  queues: {
    method: 'get',
    path: '/api/queues',
    summary: 'The rules of the queues that hold now, what the company file says, and how many wait.',
    may: leads,
    answer: z.array(shape.queueHeld),
  },
  changeQueue: {
    method: 'patch',
    path: '/api/queues/{id}',
    summary:
      'Change the rules of a queue, for those who wait already, too; null: those of the company file again. `version` is that of what was seen.',
    may: leads,
    params: z.object({ id: z.string().min(1).max(40) }),
    body: z.strictObject({ rules: shape.queueRules.nullable(), version }),
    answer: shape.queueHeld,
  },
  skills: {
    method: 'get',
    path: '/api/skills',
    summary: 'What every operator can: levels by queue and language.',
    may: leads,
    answer: z.array(shape.skillsHeld),
  },
  changeSkills: {
    method: 'patch',
    path: '/api/skills/{id}',
    summary:
      'Change what an operator can; null: what the company file says again. A level that is left out is 2. `version` is that of what was seen.',
    may: leads,
    params: numericId,
    body: z.strictObject({ levels: shape.skillLevels.nullable(), version }),
    answer: shape.skillsHeld,
  },
  prompts: {
    method: 'get',
    path: '/api/prompts',
    summary: 'What callers hear: every prompt in each language.',
    may: leads,
    answer: z.array(shape.promptSummary),
  },
  prompt: {
    method: 'get',
    path: '/api/prompts/{id}',
    summary: 'One prompt with its pieces and their recordings.',
    may: leads,
    params: promptId,
    answer: shape.promptDetails,
  },
  promptSound: {
    method: 'get',
    path: '/api/prompts/{id}/sound',
    summary:
      'The prompt as callers hear it now, with usual values; or with `name` the recording of that piece, with `earlier` one before it.',
    may: leads,
    params: promptId,
    query: z.object({
      language: shape.language,
      name: pieceName.optional(),
      earlier: z.string().max(20).optional(),
    }),
    answer: z.unknown(),
    sound: true,
  },
  recordPrompt: {
    method: 'post',
    path: '/api/prompts/{id}/recordings',
    summary:
      'Send a recording (WAV, MP3, M4A, OGG, FLAC; 20 MB at most). It is checked, evened out, and heard by callers at once.',
    may: leads,
    params: promptId,
    query: z.object({ language: shape.language, name: pieceName }),
    answer: z.object({ prompt: shape.promptDetails, remarks: z.array(shape.takeRemark) }),
    upload: true,
  },
  promptBack: {
    method: 'post',
    path: '/api/prompts/{id}/back',
    summary: 'Use an earlier recording again, or the synthesised voice.',
    may: leads,
    params: promptId,
    body: z.object({ language: shape.language, name: pieceName, earlier: z.string().max(20).nullable() }),
    answer: shape.promptDetails,
  },
} satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
type Of<R, K extends string> = R extends Record<K, infer T extends z.ZodType> ? T : never;
export type Answer<N extends RouteName> = z.output<(typeof routes)[N]['answer']>;
export type BodyInput<N extends RouteName> = z.input<Of<(typeof routes)[N], 'body'>>;
export type QueryInput<N extends RouteName> = z.input<Of<(typeof routes)[N], 'query'>>;
