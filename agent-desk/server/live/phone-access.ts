import type { Settings } from '../../../config/settings.ts';
import type { PhoneAccess } from '../../contract/live.ts';
import type { Phones } from '../parts.ts';

/**
 * The phones of the desks. A password is made anew for every log-in and kept as long as the session: so a refresh of the
 * page does not put the phone out of order, and a stolen password is worth nothing at the next log-in.
 */
export class PhoneAccounts {
  readonly #kept = new Map<
    number,
    { sessionId: string; account: Promise<{ user: string; password: string }> }
  >();
  readonly #phones: Phones;

  constructor(phones: Phones) {
    this.#phones = phones;
  }

  async of(operatorId: number, sessionId: string): Promise<{ user: string; password: string }> {
    const kept = this.#kept.get(operatorId);
    if (kept?.sessionId === sessionId) return kept.account;
    const account = this.#phones.prepare(operatorId);
    const made = { sessionId, account };
    this.#kept.set(operatorId, made);
    try {
      return await account;
    } catch (error) {
      if (this.#kept.get(operatorId) === made) this.#kept.delete(operatorId);
      throw error;
    }
  }

  /** Logged out: the password is good for nothing any more. Of another session than the phone's: nothing happens. */
  async forget(operatorId: number, sessionId: string): Promise<void> {
    if (this.#kept.get(operatorId)?.sessionId !== sessionId) return;
    this.#kept.delete(operatorId);
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
