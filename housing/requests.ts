import type { Company } from '../config/company.ts';
import type { Database } from '../db/connect.ts';
import {
  changeRequestStatus,
  createRequest,
  findRequest,
  linkCallToRequest,
  type RequestRow,
  type RequestStatus,
  requestOfDeskKey,
  requestOfMessage,
  type WrittenWith,
} from '../db/queries/requests.ts';
import { type ResidentRow, residentsById } from '../db/queries/residents.ts';
import { HolosError } from '../errors.ts';
import type { Bus } from '../events.ts';
import { normaliseNumber } from './phone-number.ts';
import { writtenAddress } from './written-address.ts';

export interface WrittenDown {
  callId: string | null;
  residentId: number | null;
  category: string;
  text: string;
  /** Nothing: where the resident lives. */
  place: string;
  phone: string | null;
  /** Null: the resident, by telephone. */
  createdBy: number | null;
  /** Where it is, when that is not where the resident lives. */
  buildingId?: number | null;
  /** What was spoken; written down once, however often it is handed in. */
  message?: { file: string; durationMs: number };
  /** Made by the desk that sends it: sent again, it is the request that is there, as it was written first. */
  deskKey?: string;
  /** When the resident said it, where that is not now. */
  createdAt?: Date;
}

export interface Requests {
  /**
   * Writes a request down: the category decides who executes it and by when. What was spoken, or has a desk's key, is one request,
   * however often it is written down.
   * @throws HolosError `category.unknown`, `resident.unknown`
   */
  write(request: WrittenDown, besides?: WrittenWith): Promise<RequestRow>;
  /**
   * A line in the request's history that this call was about it; a second time is none. `isNew`: it was not there yet.
   * @throws HolosError `request.unknown`; `request.not-now` where nothing is to be done any more
   */
  linkCall(link: {
    requestId: number;
    callId: string;
    operatorId: number;
  }): Promise<{ number: string; isNew: boolean }>;
  /** @throws HolosError `request.unknown` */
  changeStatus(change: {
    id: number;
    status: RequestStatus;
    comment: string;
    operatorId: number;
  }): Promise<void>;
}

/** The register of requests. What is written is committed before anybody is told. */
export function createRequests(parts: {
  db: Database;
  bus: Bus;
  company: Company;
  /** What is written when a request is done, in the same transaction: an SMS, say. */
  done?: (requestId: number, trx: Database) => Promise<void>;
}): Requests {
  const { db, bus, company, done } = parts;
  return {
    async write(request, besides = {}) {
      const category = company.categories.find((one) => one.id === request.category);
      if (!category)
        throw new HolosError('category.unknown', `there is no category ${request.category}`, {
          category: request.category,
        });
      const [resident] = request.residentId === null ? [] : await residentsById(db, [request.residentId]);
      if (request.residentId !== null && !resident)
        throw new HolosError('resident.unknown', 'there is no such resident', {
          residentId: request.residentId,
        });
      const { message, createdAt = new Date(), ...written } = request;
      const row = {
        ...written,
        place: request.place === '' && request.buildingId === undefined ? homeOf(resident) : request.place,
        // As calls show it, so that whoever calls from it finds the request on the card.
        phone: normaliseNumber(request.phone, company) ?? request.phone,
        messageFile: message?.file ?? null,
        messageMs: message?.durationMs ?? null,
        buildingId: request.buildingId ?? resident?.building.id ?? null,
        executor: category.executor,
        createdAt,
        dueAt: new Date(createdAt.getTime() + category.dueHours * 3_600_000),
      };
      let isNew = false;
      const kept = await createRequest(db, row, yearIn(company.timezone, createdAt), {
        already: besides.already ?? ((trx) => writtenBefore(trx, request)),
        async also(trx, created) {
          isNew = true;
          await besides.also?.(trx, created);
        },
      });
      if (!isNew) return kept;
      bus.emit('request', { requestId: kept.id, residentId: kept.residentId });
      if (kept.callId) {
        const step = { kind: 'request-written' as const, requestId: kept.id, number: kept.number };
        bus.emit('step', { ...step, callId: kept.callId, at: createdAt });
      }
      return kept;
    },
    async linkCall(link) {
      const request = await linkCallToRequest(db, { ...link, at: new Date() });
      if (!request)
        throw new HolosError('request.unknown', 'there is no such request', { id: link.requestId });
      const { number, isOpen, isNew, residentId } = request;
      if (!isOpen) throw new HolosError('request.not-now', 'this request is done', { id: link.requestId });
      if (isNew) bus.emit('request', { requestId: link.requestId, residentId });
      return { number, isNew };
    },
    async changeStatus(change) {
      const also = async (trx: Database) => {
        if (change.status === 'done') await done?.(change.id, trx);
      };
      const changed = await changeRequestStatus(db, { ...change, at: new Date() }, also);
      if (changed === null)
        throw new HolosError('request.unknown', 'there is no such request', { id: change.id });
      const request = await findRequest(db, change.id);
      if (changed) bus.emit('request', { requestId: change.id, residentId: request?.residentId ?? null });
    },
  };
}

async function writtenBefore(trx: Database, { message, deskKey }: WrittenDown): Promise<RequestRow | null> {
  if (message) return requestOfMessage(trx, message.file);
  return deskKey === undefined ? null : requestOfDeskKey(trx, deskKey);
}

/** Who says "at home" on the telephone has said where; whoever is sent there must read it. */
function homeOf(resident: ResidentRow | undefined): string {
  return resident === undefined ? '' : writtenAddress({ ...resident.building, flat: resident.flat });
}

/** Requests are numbered by the company's year, not by that of Greenwich. */
function yearIn(timezone: string, at: Date): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone: timezone, year: 'numeric' }).format(at));
}
