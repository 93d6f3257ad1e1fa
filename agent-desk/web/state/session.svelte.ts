import { z } from 'zod';
import { ask, sessionOver } from './api.ts';
import type { Operator } from './contract.ts';
import { codeOfFailure, DeskFailure } from './failure.ts';
import { forgetSession, keep, readKept } from './kept.ts';
import { type Screen, screens } from './router.ts';

/**
 *   asking ──no cookie──▶ out ──log in──▶ in ──log out, revoked──▶ out
 *     │ └─────cookie good────────────────▶ │ ├──the link is somebody else's──▶ asking
 *     └──server not reached──▶ unreachable └──another desk was opened──▶ elsewhere ──use this one──▶ asking
 */
type Where = 'asking' | 'unreachable' | 'out' | 'in' | 'elsewhere';

/** Of those who lead alone. */
const forLeads: ReadonlySet<Screen> = new Set<Screen>(['figures', 'prompts', 'queues', 'wall']);
/** Of administrators alone. */
const forAdministrators: ReadonlySet<Screen> = new Set<Screen>(['people']);

class Session {
  #where = $state<Where>('asking');
  #operator = $state.raw<Operator | null>(null);
  #why = $state<'revoked' | null>(null);
  #over = $state(false);

  constructor() {
    sessionOver.tell = () => {
      this.#over = true;
    };
  }

  get where(): Where {
    return this.#where;
  }
  get operator(): Operator | null {
    return this.#operator;
  }
  /** Why the person has to log in once more. */
  get why(): 'revoked' | null {
    return this.#why;
  }
  /** The server knows it no more, though the desk may still be linked: nothing can be looked up or saved. */
  get over(): boolean {
    return this.#over;
  }
  /** Supervisors and administrators. */
  get leads(): boolean {
    return this.#operator !== null && this.#operator.role !== 'operator';
  }

  /** Those this person may open. Who leads finds the wall beside the desk. */
  get screens(): Screen[] {
    const isAdministrator = this.#operator?.role === 'administrator';
    const open = screens.filter((screen) => isAdministrator || !forAdministrators.has(screen));
    if (!this.leads) return open.filter((screen) => !forLeads.has(screen));
    const others = open.filter((screen) => screen !== 'desk' && screen !== 'wall');
    return ['desk', 'wall', ...others];
  }

  async check(): Promise<void> {
    try {
      this.#enter(await ask('whoAmI'));
    } catch (error) {
      if (codeOfFailure(error) === 'session.none') this.#where = 'out';
      // Who is in stays in: the desk, and a talk on it, outlive a server that does not answer.
      else if (this.#where !== 'in') this.#where = 'unreachable';
    }
  }

  async logIn(login: string, password: string): Promise<void> {
    this.#enter(await ask('logIn', { body: { login, password } }));
  }

  /** @throws DeskFailure `session.in-a-call` while talking: nobody is left alone on the telephone */
  async logOut(): Promise<void> {
    await ask('logOut').catch((error: unknown) => {
      if (codeOfFailure(error) !== 'desk.not-now') throw error;
      throw new DeskFailure('session.in-a-call', 'A call goes on', error);
    });
    forgetSession();
    this.#leave(null);
  }

  ended(how: 'revoked' | 'other-desk'): void {
    if (how === 'revoked') this.#leave('revoked');
    else this.#where = 'elsewhere';
  }

  /** In another window of this browser somebody else may have logged in: nothing is shown before it is known who stands here. */
  askAnew(): Promise<void> {
    this.#where = 'asking';
    return this.check();
  }

  #enter(operator: Operator): void {
    // Whose session was ended finds what he was writing; anybody else at this browser must not.
    if (readKept('sessionStorage', 'owner', z.number()) !== operator.id) forgetSession();
    keep('sessionStorage', 'owner', operator.id);
    this.#operator = operator;
    this.#why = null;
    this.#over = false;
    this.#where = 'in';
  }

  #leave(why: 'revoked' | null): void {
    this.#operator = null;
    this.#why = why;
    this.#where = 'out';
  }
}

export const session = new Session();
