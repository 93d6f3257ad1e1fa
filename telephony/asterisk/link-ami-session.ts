import { setMaxListeners } from 'node:events';
import Manager, { type AmiManager, type AmiMessage } from 'asterisk-manager';
import { timeLimit } from '../../time-limit.ts';
import { AmiError } from './link-errors.ts';

export interface AmiDoor {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/**
 * One connection to AMI, from login to the end. asterisk-manager is used for reading and writing messages only: its own
 * reconnecting, its queue of held actions and its console output are never reached.
 */
export class AmiSession {
  /** Fires when the connection is gone; its reason is an AmiError. */
  readonly ended: AbortSignal;
  readonly #end = new AbortController();
  readonly #manager: AmiManager;
  #count = 0;

  constructor(door: AmiDoor, onEvent: (event: Record<string, string>) => void) {
    this.ended = this.#end.signal;
    // Every action under way listens to it.
    setMaxListeners(0, this.ended);
    this.#manager = new Manager(undefined, door.address, door.user, door.password, true);
    this.#manager.on('managerevent', (event) => onEvent(plain(event)));
    this.#manager.on('close', () =>
      this.end(new AmiError('ami.down', 'Asterisk closed the AMI connection.')),
    );
    this.#manager.on('error', (error) =>
      this.end(new AmiError('ami.down', 'AMI cannot be reached.', {}, error)),
    );
  }

  /** @throws AmiError `ami.refused` for a wrong login, `ami.down`, `ami.timeout` */
  async open(door: AmiDoor, limitMs: number): Promise<void> {
    const { address, port } = door;
    await this.#within('connecting', limitMs, (done) => {
      this.#manager.connect({ port, host: address, signal: this.ended }, undefined, () => done());
    });
    await this.#within('login', limitMs, (done, fail) => {
      this.#manager.login((error) => {
        if (error)
          fail(new AmiError('ami.refused', 'AMI refuses the login of the controller: check its password.'));
        else done();
      });
    });
  }

  /** @throws AmiError `ami.refused` with Asterisk's words in `details.answer`, `ami.timeout`, `ami.down` */
  action(
    name: string,
    fields: Readonly<Record<string, string>>,
    limitMs: number,
  ): Promise<Record<string, string>> {
    for (const text of [name, ...Object.entries(fields).flat()]) {
      if (/[\r\n]/.test(text))
        return Promise.reject(new AmiError('ami.refused', `A field of ${name} has a line break.`));
    }
    this.#count += 1;
    const actionid = `holos-${this.#count}`;
    return this.#within<Record<string, string>>(name, limitMs, (done, fail) => {
      this.#manager.action({ ...fields, action: name, actionid }, (error, answer) => {
        if (!error) return done(plain(answer ?? {}));
        fail(
          new AmiError('ami.refused', `Asterisk refused ${name}.`, {
            answer: plain(error as AmiMessage).message,
          }),
        );
      });
    }).finally(() => this.#manager.removeAllListeners(actionid));
  }

  /** Cuts the connection at once, whatever the other side does; everything pending is rejected with the reason. */
  end(reason: AmiError): void {
    if (this.ended.aborted) return;
    this.#end.abort(reason);
    this.#manager.removeAllListeners('managerevent');
  }

  #within<T = void>(
    name: string,
    limitMs: number,
    start: (done: (value: T) => void, fail: (error: AmiError) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.ended.aborted) return reject(this.ended.reason);
      const settle = (act: () => void) => {
        stopLimit();
        this.ended.removeEventListener('abort', gone);
        act();
      };
      const gone = () => settle(() => reject(this.ended.reason));
      const late = () =>
        settle(() => reject(new AmiError('ami.timeout', `AMI did not answer ${name} within ${limitMs} ms.`)));
      const stopLimit = timeLimit(limitMs, late);
      this.ended.addEventListener('abort', gone);
      start(
        (value) => settle(() => resolve(value)),
        (error) => settle(() => reject(error)),
      );
    });
  }
}

/** A message with one text a field: several of one name become lines. */
function plain(message: AmiMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      if (Array.isArray(value)) return [key, value.join('\n')];
      return [
        key,
        Object.entries(value)
          .map(([name, each]) => `${name}=${each}`)
          .join('\n'),
      ];
    }),
  );
}
