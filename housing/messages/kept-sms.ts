import { z } from 'zod';
import type { Keeper } from '../keeping/keeper.ts';
import type { Messages, Sms, SmsPromise } from './messages.ts';

/** An SMS that somebody has asked for, and that is written down once. */
export type AskedFor = Sms & { once: string };

export interface KeptSms extends Pick<Messages, 'promise'> {
  /** Writes it down, or keeps it (`kept`) until that can be done. @throws HolosError `keeping.failed` */
  sms(sms: AskedFor): Promise<SmsPromise>;
}

export function createKeptSms(parts: {
  messages: Pick<Messages, 'sms' | 'promise'>;
  keeper: Keeper;
}): KeptSms {
  const { messages, keeper } = parts;
  const keep = keeper.keeps({ kind: 'sms', schema, write: (sms) => messages.sms(sms) });
  return {
    promise: messages.promise,
    async sms(sms) {
      // Nothing is kept for a number that no SMS reaches.
      if (messages.promise(sms.number) === 'unreachable') return 'unreachable';
      const kept = await keep(sms);
      return kept.kept === 'database' ? kept.result : 'kept';
    },
  };
}

const schema: z.ZodType<AskedFor> = z.strictObject({
  number: z.string().nullable(),
  text: z.string(),
  callId: z.string().nullable(),
  why: z.string(),
  once: z.string(),
});
