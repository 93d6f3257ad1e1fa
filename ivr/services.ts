import type { Company, Hotline, Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import type { Accounts } from '../housing/accounts/accounts.ts';
import type { Announcements } from '../housing/announcements/announcements.ts';
import type { Certificates } from '../housing/certificates.ts';
import type { Feedback } from '../housing/feedback.ts';
import type { Incidents } from '../housing/incidents/incidents.ts';
import type { Messages } from '../housing/messages/messages.ts';
import type { Meters } from '../housing/meters/meters.ts';
import type { Requests } from '../housing/requests.ts';
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
  messages: Pick<Messages, 'sms' | 'reaches'>;
  requests: Pick<Requests, 'write'>;
  meters: Meters;
  languages: { remember(number: string, language: Language): Promise<void> };
  callbacks: {
    promise(callback: {
      callId: string;
      number: string;
      hotline: string;
      why: string;
      /** What the caller said, as `Message.file` has it. */
      messageFile?: string;
      messageMs?: number;
    }): Promise<{ id: number }>;
    /** He is called back when his turn comes: his place in the line is kept from now on. */
    keepPlace(
      place: Pick<KeptPlaceFacts, 'number' | 'hotline' | 'language' | 'queue' | 'waitingSince'> & {
        callId: string;
      },
    ): Promise<{ id: number }>;
    /** He has waited in vain, and is to be called back. Written behind the call's back. */
    gaveUp(callback: { callId: string; number: string; hotline: string }): void;
    /** An operator talks to this number: nobody need call it back. Written behind the call's back. */
    talkedTo(number: string): void;
  };
  incidents: Pick<Incidents, 'tellings' | 'join'>;
  announcements: Pick<Announcements, 'saidNow'>;
  /** How a telephone of a person on duty is dialled, and which number it shows. */
  dutyPhone: (number: string, hotline: string) => { endpoint: string; callerNumber: string };
  log: Logger;
}

export type IvrFlow = Flow<IvrServices>;

/** The hotline that was dialled. */
export function hotlineOf(call: Call, services: Pick<IvrServices, 'company'>): Hotline {
  const hotline = services.company.hotlines.find((one) => one.id === call.hotline);
  if (!hotline)
    throw new HolosError('ivr.no-hotline', 'this hotline is not in the company file', {
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

/** The queue where a caller gets a person who has not said what for: that of the menu's way to a person. */
export function personQueue(hotline: Hotline): string {
  const item = hotline.menu.find((one) => one.queue);
  if (!item?.queue)
    throw new HolosError('ivr.no-person', 'this hotline’s menu has no way to a person', {
      hotline: hotline.id,
    });
  return item.queue;
}
