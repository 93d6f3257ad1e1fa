import { z } from 'zod';
import { type Company, type Language, languages } from '../config/company.ts';
import type { Keeper } from './keeping/keeper.ts';
import type { Messages } from './messages/messages.ts';
import { smsText, writtenDay } from './messages/texts.ts';
import type { Requests } from './requests.ts';

/** What a resident has said after the signal. */
export interface Spoken {
  callId: string;
  language: Language;
  /** The number that calls: it gets the SMS. */
  phone: string | null;
  residentId: number | null;
  category: string;
  message: { file: string; durationMs: number };
}

/** `number` is null while only the journal has the request. `sms`: its number will come by SMS. */
export interface Accepted {
  number: string | null;
  sms: boolean;
}

export interface SpokenRequests {
  /** Keeps a request with its SMS; the same message is the same request. @throws HolosError `keeping.failed`, `category.unknown` */
  handIn(spoken: Spoken): Promise<Accepted>;
}

export function createSpokenRequests(parts: {
  company: Company;
  requests: Pick<Requests, 'write'>;
  messages: Pick<Messages, 'sms' | 'promise'>;
  keeper: Keeper;
}): SpokenRequests {
  const { company, requests, messages } = parts;
  const keep = parts.keeper.keeps({
    kind: 'spoken-request',
    schema,
    async write({ spokenAt, language, ...spoken }) {
      const nothing = { text: '', place: '', createdBy: null };
      const { id, number, dueAt } = await requests.write({ ...spoken, ...nothing, createdAt: spokenAt });
      const due = writtenDay(dueAt, company.timezone);
      const promise = await messages.sms({
        number: spoken.phone,
        text: smsText('request-accepted', language, { number, due }),
        callId: spoken.callId,
        why: 'request-accepted',
        once: `request-accepted ${id}`,
      });
      return { number, sms: promise === 'coming' };
    },
  });
  return {
    async handIn(spoken) {
      const kept = await keep({ ...spoken, spokenAt: new Date() });
      if (kept.kept === 'database') return kept.result;
      return { number: null, sms: messages.promise(spoken.phone) === 'coming' };
    },
  };
}

const schema: z.ZodType<Spoken & { spokenAt: Date }> = z.strictObject({
  callId: z.string(),
  language: z.enum(languages),
  phone: z.string().nullable(),
  residentId: z.number().nullable(),
  category: z.string(),
  message: z.strictObject({ file: z.string(), durationMs: z.number() }),
  spokenAt: z.coerce.date(),
});
