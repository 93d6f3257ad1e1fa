import type { MicrophoneProblem } from '../phone/microphone.ts';
import { phone } from '../phone/phone.svelte.ts';
import type { PhoneKind } from './contract.ts';
import { desk } from './desk.svelte.ts';
import { preferences } from './preferences.svelte.ts';

/** The phone that this desk works with: the browser's own, or a SIP phone beside it, of which the exchange tells. */
class OwnPhone {
  get kind(): PhoneKind {
    return desk.state?.phone.kind ?? preferences.phone;
  }
  get isSip(): boolean {
    return this.kind === 'sip';
  }
  /** `registered` when it is known to the exchange, a browser's when it is known to itself. */
  get line(): string {
    return this.isSip ? (desk.state?.phone.state ?? 'unregistered') : phone.line;
  }
  get canRing(): boolean {
    return this.line === 'registered' && this.problem === null;
  }
  /** What is wrong with the browser's microphone; a SIP phone has its own. */
  get problem(): MicrophoneProblem | null {
    return this.isSip ? null : phone.headset.problem;
  }
}

export const ownPhone = new OwnPhone();
