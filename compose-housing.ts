import type { Company } from './config/company.ts';
import type { Settings } from './config/settings.ts';
import type { Database } from './db/connect.ts';
import type { Bus } from './events.ts';
import { createAccounts } from './housing/accounts/accounts.ts';
import { createAnnouncements } from './housing/announcements/announcements.ts';
import { createCallbacks } from './housing/callbacks.ts';
import { createCertificates, tellReady } from './housing/certificates.ts';
import { createFeedback } from './housing/feedback.ts';
import { createIncidents } from './housing/incidents/incidents.ts';
import { createJoining } from './housing/incidents/joining.ts';
import { makeTellings } from './housing/incidents/made-ahead.ts';
import { MendedNews, mendedUnsent } from './housing/incidents/mended-news.ts';
import { Keeper } from './housing/keeping/keeper.ts';
import { leftBehind } from './housing/left-behind.ts';
import { createKeptSms } from './housing/messages/kept-sms.ts';
import { createMessages, type GivenUp } from './housing/messages/messages.ts';
import { commandSender } from './housing/messages/sender.ts';
import { createMeters } from './housing/meters/meters.ts';
import { createRequests } from './housing/requests.ts';
import { createSpokenRequests } from './housing/spoken-requests.ts';
import type { Logger } from './log.ts';
import type { VoiceOfHolos } from './speech/voice-maker.ts';

/** What the company knows and does, each part given what it needs. */
export async function openHousing(parts: {
  settings: Settings;
  company: Company;
  db: Database;
  bus: Bus;
  voice: VoiceOfHolos;
  log: Logger;
}) {
  const { settings, company, db, bus, voice, log } = parts;
  const send = settings.smsCommand === undefined ? undefined : commandSender(settings.smsCommand);
  const givenUp: GivenUp = (sms, trx) => mendedUnsent(sms, bus, trx);
  const messages = createMessages({ db, log, node: settings.node, place: company, send, givenUp });
  const done = (requestId: number, trx: Database) => tellReady(messages, requestId, trx);
  const requests = createRequests({ db, bus, company, done });
  const mendedNews = new MendedNews({ db, bus, company, messages, log });
  const ahead = { company, makeAhead: voice.makeAhead, log };
  const incidents = createIncidents({
    db,
    company,
    changed: (incident) => void makeTellings(incident, ahead),
    mended: () => mendedNews.tell(),
  });
  const announcements = createAnnouncements({ db, ...ahead });
  const keeper = new Keeper({ home: settings.home, log });
  const promised = {
    callbacks: createCallbacks({ db, bus, keeper, log }),
    certificates: createCertificates({ company, requests, messages, keeper }),
    feedback: createFeedback({ db, keeper }),
    messages: createKeptSms({ messages, keeper }),
    spokenRequests: createSpokenRequests({ company, requests, messages, keeper }),
    meters: createMeters({ db, company, keeper, log }),
    joining: createJoining({ db, keeper, mended: () => mendedNews.tell() }),
  };
  await keeper.open();
  async function warnOfLeftBehind(): Promise<void> {
    for (const one of await leftBehind(db, { company }))
      log.warn(one, 'callers do not hear what was set at the desk: the company file has changed');
  }
  return {
    ...promised,
    accounts: createAccounts({ db }),
    requests,
    incidents,
    announcements,
    /** Goes on with what an earlier controller left; callers are taken meanwhile. */
    begin(): void {
      // Who closed an incident may have died before all were told.
      mendedNews.tell();
      announcements.prepare().catch((error: unknown) => {
        log.error({ err: error }, 'announcements could not be made ahead');
      });
      warnOfLeftBehind().catch((error: unknown) => {
        log.error({ err: error }, 'whether callers hear all that was set could not be looked up');
      });
    },
    async close(): Promise<void> {
      await keeper.close();
      await mendedNews.close();
      await messages.close();
    },
  };
}
