import type { SmsRow } from '../../../db/queries/sms.ts';
import type { Sms } from '../../contract/shapes.ts';

export function presentSms(sms: SmsRow): Sms {
  return {
    id: sms.id,
    text: sms.text,
    state: sms.state,
    createdAt: sms.createdAt.toISOString(),
    endedAt: sms.endedAt?.toISOString() ?? null,
  };
}
