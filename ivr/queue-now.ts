import { callingHotline } from '../config/calling-hotline.ts';
import type { Company } from '../config/company.ts';
import type { Logger } from '../log.ts';
import type { Call } from '../telephony/call/call.ts';
import type { KeptPlaceFacts } from './queue/kept-place.ts';
import { emergencyQueue, personQueue, queueFor } from './services.ts';

type OfCompany = { company: Company };

/**
 * The queue in which he waits who waited, or was to wait, in this one. Once it has left the company file, that is the one where
 * he would get a person now: one that nobody knows has neither hours nor operators, and no desk shows it.
 */
export function queueNow(
  queue: string,
  call: Call,
  services: OfCompany,
  { emergency = false }: { emergency?: boolean | undefined } = {},
): string {
  if (hasQueue(queue, services)) return queue;
  return emergency ? emergencyQueue(call, services) : queueFor(call, services);
}

/**
 * The kept place of somebody who is to be called back, at the hotline and in the queue where it is now. Nobody knows any more what
 * he wanted.
 */
export function keptPlaceNow(
  place: KeptPlaceFacts,
  { company, log }: OfCompany & { log: Logger },
): KeptPlaceFacts {
  const { callbackId, queue } = place;
  const hotline = callingHotline(company, place.hotline);
  if (hotline.id !== place.hotline)
    log.warn(
      { callbackId, hotline: place.hotline, instead: hotline.id },
      'the hotline of a kept place has left the company file: he is called back by another one',
    );
  if (hasQueue(queue, { company })) return { ...place, hotline: hotline.id };
  const instead = personQueue(hotline);
  log.warn(
    { callbackId, queue, instead },
    'the queue of a kept place has left the company file: he is called back from another one',
  );
  return { ...place, hotline: hotline.id, queue: instead };
}

function hasQueue(queue: string, { company: { queues } }: OfCompany): boolean {
  return queues.some(({ id }) => id === queue);
}
