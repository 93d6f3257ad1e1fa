import { randomBytes } from 'node:crypto';
import type { AsteriskNode } from './node.ts';
import { removeOperatorPhone, setOperatorPhone } from './operator-phone.ts';

/** The operators' phones on one node: made for a desk, kept alive over restarts of Asterisk, taken away at log-out. */
export function operatorPhones(node: AsteriskNode) {
  const phones = new Map<number, { name: string; password: string }>();
  // Asterisk keeps them in memory only: after its restart they are pushed again before calls are taken.
  const stop = node.onSync(async () => {
    for (const phone of phones.values()) await setOperatorPhone(node, phone);
  });
  return {
    endpointOf: (operatorId: number) => `PJSIP/${nameOf(operatorId)}`,
    /** Lets a phone register for this operator, with a password made anew. */
    async prepare(operatorId: number): Promise<{ user: string; password: string }> {
      const phone = { name: nameOf(operatorId), password: randomBytes(18).toString('base64url') };
      phones.set(operatorId, phone);
      await setOperatorPhone(node, phone);
      return { user: phone.name, password: phone.password };
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
