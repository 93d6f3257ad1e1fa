import { createHmac } from 'node:crypto';
import { AriError } from './link-errors.ts';
import type { AsteriskNode } from './node.ts';
import { type OperatorPhone, removeOperatorPhone, setOperatorPhone } from './operator-phone.ts';

/** For whom a phone is made: the log-in it belongs to, and where it is. */
export interface PhoneOwner {
  operatorId: number;
  /** A browser's phone has another password at another log-in; the same one keeps it, over refreshes and restarts. */
  sessionId: string;
  kind: OperatorPhone['kind'];
}

/**
 * The operators' phones on one node: made for a desk, pushed again after a restart of Asterisk. Passwords are derived from
 * `secret`, so that a restarted controller finds the phones that are registered; a browser's from its log-in as well, while a SIP
 * phone, which is set up by hand, keeps its own (docs/decisions/026-sip-phone-on-the-desk.md).
 */
export function operatorPhones(node: AsteriskNode, secret: string) {
  const phones = new Map<number, OperatorPhone>();
  // Asterisk keeps them in memory only.
  const stop = node.onSync(async () => {
    for (const phone of phones.values()) await setOperatorPhone(node, phone);
  });
  return {
    endpointOf: (operatorId: number) => `PJSIP/${nameOf(operatorId)}`,
    async prepare({ operatorId, sessionId, kind }: PhoneOwner): Promise<{ user: string; password: string }> {
      const name = nameOf(operatorId);
      const password =
        kind === 'sip' ? typedPassword(secret, name) : sessionPassword(secret, name, sessionId);
      const before = phones.get(operatorId);
      phones.set(operatorId, { name, password, kind });
      const same = before?.password === password && before.kind === kind;
      if (!same) await setOperatorPhone(node, { name, password, kind });
      return { user: name, password };
    },
    async release(operatorId: number): Promise<void> {
      if (phones.get(operatorId)?.kind !== 'sip') await this.forget(operatorId);
    },
    async forget(operatorId: number): Promise<void> {
      if (phones.delete(operatorId)) await removeOperatorPhone(node, nameOf(operatorId));
    },
    /** Whether a phone is registered under the operator's name, and answers. @throws AriError */
    async isThere(operatorId: number): Promise<boolean> {
      const resource = { tech: 'PJSIP', resource: nameOf(operatorId) };
      const endpoint = await node.ari<{ state: string }>('endpoints', 'get', resource).catch(unlessNone);
      return endpoint?.state === 'online';
    },
    /** Tells whose phone has come, or has gone or answers no more. */
    onChanged(listener: (operatorId: number, isThere: boolean) => void): () => void {
      return node.on('PeerStatusChange', ({ endpoint }) => {
        const id = /^operator-(\d+)$/.exec(endpoint?.resource ?? '')?.[1];
        if (id !== undefined) listener(Number(id), endpoint?.state === 'online');
      });
    },
    close: stop,
  };
}

function sessionPassword(secret: string, name: string, sessionId: string): string {
  return createHmac('sha256', secret).update(`${name} ${sessionId}`).digest('base64url');
}

/** Typed by hand on the keys of a telephone: 80 bits of digits and small letters are enough against guessing over the network. */
function typedPassword(secret: string, name: string): string {
  return createHmac('sha256', secret).update(`${name} on the desk`).digest('hex').slice(0, 20);
}

function unlessNone(error: unknown): null {
  if (error instanceof AriError && error.code === 'ari.not-found') return null;
  throw error;
}

function nameOf(operatorId: number): string {
  return `operator-${operatorId}`;
}
