import { certificateCategory } from '../config/company/certificates.ts';
import type { Company, Language } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import {
  type CertificateOrder,
  certificateOrder,
  orderedInCall,
  writeCertificateOrder,
} from '../db/queries/certificate-orders.ts';
import { findRequest, type RequestRow } from '../db/queries/requests.ts';
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
  /** The account's number, where it was keyed in and nobody is known for it. */
  accountNumber: string | null;
}

export interface Certificates {
  /** Writes the order down as a request, and an SMS that says so. The same order in the same call is the same request. */
  order(ordered: Ordered): Promise<{ request: RequestRow; sms: boolean }>;
}

export function createCertificates(parts: {
  db: Database;
  company: Company;
  requests: Pick<Requests, 'write'>;
  messages: Pick<Messages, 'sms'>;
}): Certificates {
  const { db, company, requests, messages } = parts;
  return {
    async order(ordered) {
      const { callId, kind, delivery, language, phone } = ordered;
      const earlier = await orderedInCall(db, callId, kind);
      const known = earlier === null ? null : await findRequest(db, earlier);
      const request =
        known ??
        (await requests.write(asRequest(ordered, company), (trx, written) =>
          writeCertificateOrder(trx, { requestId: written.id, kind, delivery, language }),
        ));
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
  };
}

/** What people read in the register, in the company's own language. */
function asRequest(ordered: Ordered, company: Company) {
  const { kind, delivery, callId, phone, residentId, proof, accountNumber } = ordered;
  const own: Language = company.hotlines[0]?.languages[0] ?? 'uk';
  const name = company.certificates.find((one) => one.id === kind)?.name[own] ?? kind;
  const lines = [name, smsText(`register.certificate.${delivery}`, own, {})];
  if (proof === 'unverified') lines.push(smsText('register.unverified', own, {}));
  if (accountNumber !== null) lines.push(smsText('register.account', own, { number: accountNumber }));
  const text = `${lines.join('. ')}.`;
  return { callId, residentId, category: certificateCategory, text, place: '', phone, createdBy: null };
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
