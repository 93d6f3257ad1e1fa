import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../../errors.ts';
import type { Logger } from '../../log.ts';
import { timeLimit } from '../../time-limit.ts';
import { keepTrying } from './backoff.ts';
import { type AmiDoor, AmiSession } from './link-ami-session.ts';
import { AmiError } from './link-errors.ts';

const loginLimitMs = 2000;
const actionLimitMs = 3000;
const beatMs = 1500;
const beatLimitMs = 3000;

/** The AMI side of a node: connected for as long as it takes, with a heartbeat. */
export class AmiLink {
  readonly #door: AmiDoor;
  readonly #log: Logger;
  readonly #onEvent: (event: Record<string, string>) => void;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #session: AmiSession | undefined;
  #waiting = new Set<() => void>();

  constructor(door: AmiDoor, log: Logger, onEvent: (event: Record<string, string>) => void) {
    this.#door = door;
    this.#log = log;
    this.#onEvent = onEvent;
    this.#running = keepTrying(
      () => this.#live(),
      (error) => this.#log.warn({ code: codeOf(error), err: error }, 'the AMI link failed'),
      this.#closing.signal,
    );
  }

  /** @throws AmiError `ami.down` when there is no link, and as AmiSession.action */
  async action(
    name: string,
    fields: Readonly<Record<string, string>> = {},
    limitMs = actionLimitMs,
  ): Promise<Record<string, string>> {
    if (!this.#session) throw new AmiError('ami.down', `There is no AMI link for ${name}.`);
    return this.#session.action(name, fields, limitMs);
  }

  get isUp(): boolean {
    return this.#session !== undefined;
  }

  /** Resolves when logged in. @throws AmiError `ami.timeout` */
  whenUp(limitMs: number): Promise<void> {
    if (this.#session) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const up = () => {
        stopLimit();
        this.#waiting.delete(up);
        resolve();
      };
      const late = () => {
        this.#waiting.delete(up);
        reject(new AmiError('ami.timeout', `AMI is not linked within ${limitMs} ms.`));
      };
      const stopLimit = timeLimit(limitMs, late);
      this.#waiting.add(up);
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#session?.end(new AmiError('ami.down', 'The link to Asterisk is closed.'));
    await this.#running;
  }

  async #live(): Promise<void> {
    const session = new AmiSession(this.#door, this.#onEvent);
    try {
      await session.open(this.#door, loginLimitMs);
      // asterisk-manager misspells this field of its login, so it is asked for again: who was refused, which phones are there,
      // and which keys are being pressed.
      await session.action('Events', { EventMask: 'security,system,dtmf' }, loginLimitMs);
      if (this.#closing.signal.aborted) return;
      this.#session = session;
      for (const tell of [...this.#waiting]) tell();
      while (!session.ended.aborted) {
        await pause(beatMs, undefined, { signal: session.ended }).catch(() => undefined);
        await session.action('Ping', {}, beatLimitMs);
      }
    } finally {
      this.#session = undefined;
      session.end(new AmiError('ami.down', 'The AMI link is down.'));
    }
  }
}
