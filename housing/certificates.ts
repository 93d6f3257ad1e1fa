import { z } from 'zod';
import { certificateCategory } from '../config/company/certificates.ts';
import { type Company, type Language, languages } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import {
  type CertificateOrder,
  certificateOrder,
  orderedInCall,
  writeCertificateOrder,
} from '../db/queries/certificate-orders.ts';
import type { RequestRow } from '../db/queries/requests.ts';
import type { Keeper } from './keeping/keeper.ts';
import type { Messages } from './messages/messages.ts';
import { smsText, writtenDay } from './messages/texts.ts';
import type { Requests } from './requests.ts';

/** Who orders what, by telephone. */
export interface Ordered extends Pick<CertificateOrder, 'kind' | 'delivery' | 'language'> {
  callId: string;
  /** The number that calls: it gets the SMS. */
  phone: string | null;
  /** Whose certificate it is, as far as it is known. */
  residentId: number | null;
  /** Whether the caller has shown that it is his account. */
  proof: 'verified' | 'unverified';
  /** The account's number, where nobody is known for it. */
  accountNumber: string | null;
}

/** `request` is null while only the journal has the order. `sms`: its number will come by SMS. */
export interface AcceptedOrder {
  request: RequestRow | null;
  sms: boolean;
}

export interface Certificates {
  /**
   * Keeps the order as a request, with an SMS that says so. The same order in the same call is the same request.
   * @throws HolosError `keeping.failed`
   */
  order(ordered: Ordered): Promise<AcceptedOrder>;
}

export function createCertificates(parts: {
  company: Company;
  requests: Pick<Requests, 'write'>;
  messages: Pick<Messages, 'sms' | 'promise'>;
  keeper: Keeper;
}): Certificates {
  const { company, requests, messages } = parts;
  const keep = parts.keeper.keeps({
    kind: 'certificate-order',
    schema: journalled,
    async write(order) {
      const { callId, kind, delivery, language, phone } = order;
      const written = asRequest(order, company);
      const request = await requests.write(written, {
        already: (trx) => orderedInCall(trx, written, order),
        also: (trx, { id }) => writeCertificateOrder(trx, { requestId: id, kind, delivery, language }),
      });
      const values = { number: request.number, due: writtenDay(request.dueAt, company.timezone) };
      const promise = await messages.sms({
        number: phone,
        text: smsText('certificate-accepted', language, values),
        callId,
        why: 'certificate-accepted',
        once: `certificate-accepted ${request.id}`,
      });
      return { request, sms: promise === 'coming' };
    },
  });
  return {
    async order(ordered) {
      const kept = await keep({ ...ordered, orderedAt: new Date() });
      if (kept.kept === 'database') return kept.result;
      return { request: null, sms: messages.promise(ordered.phone) === 'coming' };
    },
  };
}

type Journalled = Ordered & { orderedAt: Date };

const journalled: z.ZodType<Journalled> = z.strictObject({
  callId: z.string(),
  phone: z.string().nullable(),
  residentId: z.number().nullable(),
  proof: z.enum(['verified', 'unverified']),
  accountNumber: z.string().nullable(),
  kind: z.string(),
  delivery: z.enum(['centre', 'email']),
  language: z.enum(languages),
  orderedAt: z.coerce.date(),
});

/** What people read in the register, in the company's own language. */
function asRequest(order: Journalled, company: Company) {
  const { kind, delivery, callId, phone, residentId, proof, accountNumber, orderedAt: createdAt } = order;
  const own: Language = company.hotlines[0]?.languages[0] ?? 'uk';
  const name = company.certificates.find((one) => one.id === kind)?.name[own] ?? kind;
  const lines = [name, smsText(`register.certificate.${delivery}`, own, {})];
  if (proof === 'unverified') lines.push(smsText('register.unverified', own, {}));
  if (accountNumber !== null) lines.push(smsText('register.account', own, { number: accountNumber }));
  const text = `${lines.join('. ')}.`;
  return {
    callId,
    residentId,
    category: certificateCategory,
    text,
    place: '',
    phone,
    createdBy: null,
    createdAt,
  };
}

/** Tells by SMS that a certificate is ready, once, in the transaction in which its request is done. Other requests say nothing. */
export async function tellReady(
  messages: Pick<Messages, 'sms'>,
  requestId: number,
  trx: Database,
): Promise<void> {
  const order = await certificateOrder(trx, requestId);
  if (!order) return;
  const { number, language, delivery, centre } = order;
  const text =
    delivery === 'email'
      ? smsText('certificate-emailed', language, { number })
      : centre === null
        ? smsText('certificate-ready', language, { number })
        : smsText('certificate-ready-at', language, { number, centre });
  const { phone, callId } = order;
  const once = `certificate-ready ${requestId}`;
  await messages.sms({ number: phone, text, callId, why: 'certificate-ready', once }, trx);
}
