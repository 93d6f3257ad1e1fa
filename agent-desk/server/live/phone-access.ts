import type { Settings } from '../../../config/settings.ts';
import type { PhoneAccess } from '../../contract/live.ts';
import type { PhoneOwner, Phones } from '../parts.ts';

/** Whose log-in each phone belongs to: logging out elsewhere must not take it away. */
export class PhoneAccounts {
  readonly #sessions = new Map<number, string>();
  readonly #phones: Phones;

  constructor(phones: Phones) {
    this.#phones = phones;
  }

  async of(owner: PhoneOwner): Promise<{ user: string; password: string }> {
    this.#sessions.set(owner.operatorId, owner.sessionId);
    return this.#phones.prepare(owner);
  }

  /** Logged out: the password is good for nothing any more. Of another session than the phone's: nothing happens. */
  async forget(operatorId: number, sessionId: string): Promise<void> {
    const owner = this.#sessions.get(operatorId);
    if (owner !== undefined && owner !== sessionId) return;
    this.#sessions.delete(operatorId);
    await this.#phones.forget(operatorId);
  }
}

/** How the browser was reached, as far as it matters for its phone. */
export interface Reached {
  secure: boolean;
  /** The Host header: name and perhaps port. */
  host: string;
}

/**
 * Where the browser's phone connects: straight to Asterisk, so that a restart of this server does not touch a call. Where
 * the desk is served over TLS a page may open only wss, and the proxy that gives TLS passes /ws on to Asterisk.
 */
export function phoneSocketUrl(
  { address, ports }: Pick<Settings, 'address' | 'ports'>,
  reached: Reached,
): string {
  if (reached.secure) return `wss://${reached.host}/ws`;
  return `ws://${phoneDomain({ address }, reached)}:${ports.http}/ws`;
}

export function phoneDomain({ address }: Pick<Settings, 'address'>, reached: Reached): string {
  return address === '0.0.0.0' ? new URL(`http://${reached.host}`).hostname : address;
}

export function phoneAccess(
  settings: Pick<Settings, 'address' | 'ports'>,
  reached: Reached,
  account: { user: string; password: string },
): PhoneAccess {
  return {
    socketUrl: phoneSocketUrl(settings, reached),
    domain: phoneDomain(settings, reached),
    user: account.user,
    password: account.password,
  };
}
