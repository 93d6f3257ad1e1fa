import type { Company, Hotline, Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import type { Accounts } from '../housing/accounts/accounts.ts';
import type { Announcements } from '../housing/announcements/announcements.ts';
import type { Callbacks } from '../housing/callbacks.ts';
import type { Certificates } from '../housing/certificates.ts';
import type { Feedback } from '../housing/feedback.ts';
import type { Incidents } from '../housing/incidents/incidents.ts';
import type { Joining } from '../housing/incidents/joining.ts';
import type { KeptSms } from '../housing/messages/kept-sms.ts';
import type { Meters } from '../housing/meters/meters.ts';
import type { SpokenRequests } from '../housing/spoken-requests.ts';
import type { Logger } from '../log.ts';
import type { Call } from '../telephony/call/call.ts';
import type { Flow } from '../telephony/call/runner.ts';
import type { KeptPlaceFacts } from './queue/kept-place.ts';
import type { WaitingLine } from './queue/line.ts';
import type { Talks } from './queue/talks.ts';

/** What the conversations with residents need. Built in main.ts; a test gives its own. */
export interface IvrServices {
  company: Company;
  line: WaitingLine;
  talks: Talks;
  accounts: Accounts;
  certificates: Certificates;
  feedback: Feedback;
  messages: KeptSms;
  spokenRequests: SpokenRequests;
  meters: Meters;
  languages: { remember(number: string, language: Language): Promise<void> };
  callbacks: Callbacks & {
    /**
     * He is called back when his turn comes: his place in the line is kept from now on. False: the database is away, and only the call
     * back is promised. @throws HolosError `keeping.failed`
     */
    keepPlace(
      place: Pick<KeptPlaceFacts, 'number' | 'hotline' | 'language' | 'queue' | 'waitingSince'> & {
        callId: string;
      },
    ): Promise<boolean>;
  };
  incidents: Pick<Incidents, 'tellings'>;
  joining: Joining;
  announcements: Pick<Announcements, 'saidNow'>;
  /** How a telephone of a person on duty is dialled, and which number it shows. */
  dutyPhone: (number: string, hotline: string) => { endpoint: string; callerNumber: string };
  log: Logger;
}

export type IvrFlow = Flow<IvrServices>;

/** The hotline that was dialled. A call whose hotline has left the company file since goes on by the first one there. */
export function hotlineOf(
  call: Pick<Call, 'hotline'>,
  { company: { hotlines } }: Pick<IvrServices, 'company'>,
): Hotline {
  const hotline = hotlines.find((one) => one.id === call.hotline) ?? hotlines[0];
  if (!hotline)
    throw new HolosError('ivr.no-hotline', 'there is no hotline in the company file', {
      hotline: call.hotline,
    });
  return hotline;
}

/** The longest voice message that is taken at the hotline that was dialled. */
export function longestMessageMs(call: Call, services: Pick<IvrServices, 'company'>): number {
  return hotlineOf(call, services).longestMessageMin * 60_000;
}

/** What a caller has chosen in the menu, kept until he is there again: the name of the flow in the company file. */
const topic = 'topic';

export function noteTopic(call: Call, flow: string): void {
  call.note(topic, flow);
}

/** The queue where this caller gets a person: that for what he has chosen in the menu, else that of the menu's way to a person. */
export function queueFor(call: Call, services: Pick<IvrServices, 'company'>): string {
  const flow = call.answers.get(topic);
  const queue = services.company.queues.find((one) => typeof flow === 'string' && one.flows.includes(flow));
  return queue?.id ?? personQueue(hotlineOf(call, services));
}

/** The queue for emergencies; where the company has none, the one where this caller would wait anyway. */
export function emergencyQueue(call: Call, services: Pick<IvrServices, 'company'>): string {
  return services.company.queues.find((one) => one.emergencies)?.id ?? queueFor(call, services);
}

/**
 * The queue where a caller gets a person who has not said what for: that of key 0 in the menu, whatever stands before it there;
 * where the menu does not name 0, that of its first way to a person.
 */
export function personQueue({ id, menu }: Hotline): string {
  const { queue } = menu.find((one) => one.queue && one.key === '0') ?? menu.find((one) => one.queue) ?? {};
  if (!queue)
    throw new HolosError('ivr.no-person', 'this hotline’s menu has no way to a person', { hotline: id });
  return queue;
}
