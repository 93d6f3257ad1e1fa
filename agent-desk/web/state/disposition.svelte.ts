import { company } from './company.svelte.ts';
import type { CallSummary, WrapUpCall } from './contract.ts';
import { desk } from './desk.svelte.ts';
import { notices } from './notices.svelte.ts';
import { session } from './session.svelte.ts';

/** What talks came to: of the call that is wrapped up by one key, and of any that is over, for whoever may say it. */
class Disposition {
  /** The call it was said of last, from the key on: whoever goes on at once need not wait for the server's answer. */
  #saidOf = $state<string | null>(null);
  #told: Promise<void> = Promise.resolve();

  /** Null where there is nothing to say in this wrap-up. */
  get wrapUpCall(): WrapUpCall | null {
    return company.dispositions.length > 0 ? (desk.state?.me.wrapUpCall ?? null) : null;
  }
  get isOwed(): boolean {
    return (this.wrapUpCall?.owesDisposition ?? false) && this.#saidOf !== this.wrapUpCall?.callId;
  }
  /** Of the call that is wrapped up. */
  get given(): string | null {
    return desk.state?.calls.find(({ id }) => id === this.wrapUpCall?.callId)?.disposition ?? null;
  }

  /** Whether this person may say it of a call that is over: it was his, or he leads. */
  mayGive({ endedAt }: CallSummary, operators: readonly number[]): boolean {
    if (endedAt === null || company.dispositions.length === 0) return false;
    return session.leads || operators.includes(session.operator?.id ?? 0);
  }

  /** Resolves when the server knows what was said last, or has refused it. */
  get told(): Promise<void> {
    return this.#told;
  }

  give(callId: string, id: string): Promise<void> {
    this.#saidOf = callId;
    this.#told = desk.dispose(callId, id).catch((error) => {
      this.#saidOf = null;
      notices.failed(error);
    });
    return this.#told;
  }

  /** By its key. */
  press(key: string): void {
    const chosen = company.dispositions.find((one) => one.key === key);
    if (chosen && this.wrapUpCall) void this.give(this.wrapUpCall.callId, chosen.id);
  }
}

export const disposition = new Disposition();
