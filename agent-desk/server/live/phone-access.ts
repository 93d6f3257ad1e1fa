import type { Settings } from '../../../config/settings.ts';
import type { PhoneAccess, PhoneKind } from '../../contract/live.ts';
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

  /** Logged out on purpose. @see Phones.release */
  async release(operatorId: number, sessionId: string): Promise<void> {
    if (this.#isLeft(operatorId, sessionId)) await this.#phones.release(operatorId);
  }

  /** The session is good for nothing any more, and so is the password. */
  async forget(operatorId: number, sessionId: string): Promise<void> {
    if (this.#isLeft(operatorId, sessionId)) await this.#phones.forget(operatorId);
  }

  /** False when the phone belongs to another session. */
  #isLeft(operatorId: number, sessionId: string): boolean {
    const owner = this.#sessions.get(operatorId);
    if (owner !== undefined && owner !== sessionId) return false;
    this.#sessions.delete(operatorId);
    return true;
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
  kind: PhoneKind,
): Omit<PhoneAccess, 'state'> {
  return {
    kind,
    socketUrl: phoneSocketUrl(settings, reached),
    domain: phoneDomain(settings, reached),
    port: settings.ports.sip,
    user: account.user,
    password: account.password,
  };
}
