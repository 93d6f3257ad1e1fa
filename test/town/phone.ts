import { setTimeout as pause } from 'node:timers/promises';
import { HolosError } from '../../errors.ts';
import type { Resident } from './resident.ts';
import type { Town } from './town.ts';

/** As whom an operator's phone registers, and where. */
export interface PhoneAccount {
  /** Begins with `operator-`: by that the town tells calls to phones from calls to residents. */
  readonly user: string;
  readonly password: string;
  readonly domain: string;
}

/** An operator's phone in the town: it registers with Holos, and `owner` is whoever sits at it. */
export interface Phone {
  readonly owner: Resident;
  unregister(): Promise<void>;
}

const registeredLimitMs = 10_000;
const unregisteredLimitMs = 1_000;
const lookEveryMs = 100;
const configClass = 'res_pjsip';

/**
 * Registers a plain SIP phone from the town's second address.
 * @throws HolosError `town.not-registered` within 10 s
 */
export async function registerPhone(town: Town, account: PhoneAccount): Promise<Phone> {
  const { user, password, domain } = account;
  await put(town, 'auth', user, { auth_type: 'digest', username: user, password });
  await put(town, 'registration', user, {
    server_uri: `sip:${domain}:${town.place.holosSipPort}`,
    client_uri: `sip:${user}@${domain}`,
    outbound_auth: user,
    transport: 'phones',
    contact_user: user,
    expiration: '120',
    retry_interval: '2',
    forbidden_retry_interval: '5',
    max_retries: '1000',
    max_random_initial_delay: '0',
  });
  const unregister = async () => {
    town.phones.delete(user);
    await town.node.ami('PJSIPUnregister', { Registration: user });
    // What is deleted before it was said is never said. A Holos that is gone need not be told.
    await isSoon('Unregistered', town, user, unregisteredLimitMs);
    for (const objectType of ['registration', 'auth']) {
      await town.node.ari('asterisk', 'deleteObject', { configClass, objectType, id: user });
    }
  };
  town.phones.set(user, unregister);
  if (!(await isSoon('Registered', town, user, registeredLimitMs)))
    throw new HolosError('town.not-registered', `The phone ${user} was not let in by Holos within 10 s.`, {
      user,
    });
  return { owner: town.resident(user), unregister };
}

/** Asterisk has no event in ARI for its own registrations, so it is asked. */
async function isSoon(
  state: 'Registered' | 'Unregistered',
  town: Town,
  user: string,
  limitMs: number,
): Promise<boolean> {
  const giveUpAt = Date.now() + limitMs;
  while (Date.now() < giveUpAt) {
    const { output = '' } = await town.node.ami('Command', { Command: 'pjsip show registrations' });
    const line = output.split('\n').find((text) => text.trim().startsWith(`${user}/`));
    if (line?.includes(` ${state}`)) return true;
    await pause(lookEveryMs);
  }
  return false;
}

async function put(
  town: Town,
  objectType: string,
  id: string,
  values: Record<string, string>,
): Promise<void> {
  const fields = Object.entries(values).map(([attribute, value]) => ({ attribute, value }));
  await town.node.ari('asterisk', 'updateObject', { configClass, objectType, id, body: { fields } });
}
