import type { Company } from './config/company.ts';
import type { Settings } from './config/settings.ts';
import { inForce } from './ivr/in-force/in-force.ts';
import { type Kept, keep } from './ivr/in-force/kept.ts';
import type { Understood } from './ivr/in-force/sources.ts';
import type { Logger } from './log.ts';

/** The company that calls are taken for, and what its prompts say. */
export interface OpenCompany extends Understood {
  /** As HOLOS_COMPANY named it. */
  readonly name: string;
  /** Why the files as they are now are not in force; null when they are. */
  readonly fault: string | null;
  /** To be called when calls are taken by it: keeps it for a start that finds the files faulty. Null on a full disk, say. */
  keep(): Promise<Kept | null>;
}

/** @throws HolosError as `inForce` */
export async function openCompany(settings: Settings, log: Logger): Promise<OpenCompany> {
  const { sources, fault, company, texts } = await inForce(settings);
  if (fault !== null) log.error({ fault }, 'what the company’s files say now is not in force');
  return {
    ...{ company: forDemo(settings, company), texts, name: sources.company, fault },
    async keep() {
      try {
        return await keep(settings.home, sources);
      } catch (error) {
        log.error({ err: error }, 'what is in force is not kept for the next start');
        return null;
      }
    },
  };
}

/** The demo's residents are made up: they may be called at any hour, and again after a minute, so that it can be watched. */
function forDemo(settings: Settings, company: Company): Company {
  if (!settings.demo) return company;
  const calling = {
    ...company.calling,
    from: '00:00',
    to: '23:59',
    days: [1, 2, 3, 4, 5, 6, 7],
    holidays: false,
    retryMinutes: 1,
  };
  return { ...company, calling };
}
