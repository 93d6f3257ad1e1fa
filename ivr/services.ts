import type { Company, Hotline, Language } from '../config/company.ts';
import { HolosError } from '../errors.ts';
import type { Meters } from '../housing/meters/meters.ts';
import type { Call } from '../telephony/call/call.ts';
import type { Flow } from '../telephony/call/runner.ts';
import type { WaitingLine } from './queue/line.ts';
import type { Talks } from './queue/talks.ts';

/** What the conversations with residents need. Built in main.ts; a test gives its own. */
export interface IvrServices {
  company: Company;
  line: WaitingLine;
  talks: Talks;
  meters: Meters;
  languages: { remember(number: string, language: Language): Promise<void> };
  callbacks: {
    promise(callback: {
      callId: string;
      number: string;
      hotline: string;
      why: string;
    }): Promise<{ id: number }>;
  };
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

/** The queue where a caller gets a person who has not said what for: that of the menu's way to a person. */
export function personQueue(hotline: Hotline): string {
  const item = hotline.menu.find((one) => one.queue);
  if (!item?.queue)
    throw new HolosError('ivr.no-person', 'this hotline’s menu has no way to a person', {
      hotline: hotline.id,
    });
  return item.queue;
}
