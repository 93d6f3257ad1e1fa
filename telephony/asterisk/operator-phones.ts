import { createHmac } from 'node:crypto';
import type { AsteriskNode } from './node.ts';
import { type OperatorPhone, removeOperatorPhone, setOperatorPhone } from './operator-phone.ts';

/** For whom a phone is made: the log-in it belongs to, and where it is. */
export interface PhoneOwner {
  operatorId: number;
  /** Another log-in has another password; the same one keeps it, over refreshes and restarts. */
  sessionId: string;
  kind: OperatorPhone['kind'];
}

/**
 * The operators' phones on one node: made for a desk, pushed again after a restart of Asterisk, taken away at log-out.
 * Passwords are derived from `secret` and the log-in, so that a restarted controller finds the phones that are registered.
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
      const password = createHmac('sha256', secret).update(`${name} ${sessionId}`).digest('base64url');
      const before = phones.get(operatorId);
      phones.set(operatorId, { name, password, kind });
      const same = before?.password === password && before.kind === kind;
      if (!same) await setOperatorPhone(node, { name, password, kind });
      return { user: name, password };
    },
    async forget(operatorId: number): Promise<void> {
      if (phones.delete(operatorId)) await removeOperatorPhone(node, nameOf(operatorId));
    },
    close: stop,
  };
}

function nameOf(operatorId: number): string {
  return `operator-${operatorId}`;
}
