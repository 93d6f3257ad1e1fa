import type { Language } from '../../config/company.ts';
import type { Database } from '../connect.ts';
import { findRequest, type RequestRow } from './requests.ts';

/** What a request of the category `certificate` orders. */
export interface CertificateOrder {
  requestId: number;
  /** Of the company file. */
  kind: string;
  delivery: 'centre' | 'email';
  /** In which the SMS is written. */
  language: Language;
}

export async function writeCertificateOrder(db: Database, order: CertificateOrder): Promise<void> {
  const { requestId, ...rest } = order;
  await db('certificate_orders').insert({ request_id: requestId, ...rest });
}

/** An order with what its SMS says; null when this request orders no certificate. */
export async function certificateOrder(
  db: Database,
  requestId: number,
): Promise<
  | (CertificateOrder & {
      number: string;
      phone: string | null;
      callId: string | null;
      centre: string | null;
    })
  | null
> {
  const row = await db('certificate_orders')
    .join('requests', 'requests.id', 'certificate_orders.request_id')
    .leftJoin('buildings', 'buildings.id', 'requests.building_id')
    .select({
      requestId: 'certificate_orders.request_id',
      kind: 'certificate_orders.kind',
      delivery: 'certificate_orders.delivery',
      language: 'certificate_orders.language',
      number: 'requests.number',
      phone: 'requests.phone',
      callId: 'requests.call_id',
      centre: 'buildings.centre',
    })
    .where('request_id', requestId)
    .first();
  return row ?? null;
}

/**
 * The request that ordered the same in this call already; null when there is none. Another holder, another account or another way
 * to have it is another order.
 */
export async function orderedInCall(
  db: Database,
  { callId, residentId, text }: Pick<RequestRow, 'callId' | 'residentId' | 'text'>,
  { kind, delivery }: Pick<CertificateOrder, 'kind' | 'delivery'>,
): Promise<RequestRow | null> {
  const row: { id: number } | undefined = await db('certificate_orders')
    .join('requests', 'requests.id', 'certificate_orders.request_id')
    .select({ id: 'requests.id' })
    // The text has the account that was keyed in.
    .where({ call_id: callId, resident_id: residentId, text, kind, delivery })
    .first();
  return row === undefined ? null : findRequest(db, row.id);
}
