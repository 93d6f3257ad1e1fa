import { destinationOf, type Role } from '../housing/destinations.ts';
import type { Call } from '../telephony/call/call.ts';
import type { IvrServices } from './services.ts';

/** Who keeps the promises on the list: whoever of them may. */
const people: readonly Role[] = ['operator', 'supervisor', 'administrator'];

type Services = Pick<IvrServices, 'company'>;

/**
 * The number at which people can call this caller back. Null: it is withheld, or one that nobody of the company may call, since it is
 * abroad or costs more.
 */
export function callBackNumber({ number }: Pick<Call, 'number'>, services: Services): string | null {
  return number !== null && people.some((role) => mayCall(number, role, services)) ? number : null;
}

/** Whether this number is called by itself when its turn comes: an operator is led to it, so where an operator may call. */
export function isCalledBackByItself(number: string, services: Services): boolean {
  return mayCall(number, 'operator', services);
}

function mayCall(number: string, role: Role, { company }: Services): boolean {
  return 'dial' in destinationOf(number, role, company);
}
