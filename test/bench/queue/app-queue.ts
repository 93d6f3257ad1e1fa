import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { placeOf } from '../../../telephony/asterisk/place.ts';
import type { BenchSystem } from '../system.ts';

/** What is dialled to come into Asterisk's own queue. */
export const appQueueNumber = '900003';
const name = 'bench';

/** Asterisk's own queue, with one member: the phone that Holos rings, too. */
export class AppQueue {
  readonly #command: (text: string) => Promise<string>;
  readonly #member: string;

  private constructor(command: (text: string) => Promise<string>, member: string) {
    this.#command = command;
    this.#member = member;
  }

  /** @param phone the name under which the operator's phone is registered */
  static async add({ command, loadModule, settings }: BenchSystem, phone: string): Promise<AppQueue> {
    const text = [
      '[general]',
      'autofill = yes',
      `[${name}]`,
      'strategy = ringall',
      'timeout = 20',
      'retry = 0',
      'wrapuptime = 0',
      'joinempty = yes',
      'ringinuse = no',
      '',
    ].join('\n');
    await writeFile(path.join(placeOf(settings).etc, 'queues.conf'), text);
    await loadModule('app_queue.so');
    const member = `PJSIP/${phone}`;
    await command(`queue add member ${member} to ${name}`);
    for (const line of [
      `from-carrier ${appQueueNumber},1,Goto(bench,queue,1)`,
      'bench queue,1,Answer(,i)',
      `bench queue,2,Queue(${name})`,
    ]) {
      const [context = '', extension = ''] = line.split(' ');
      await command(`dialplan add extension ${extension} into ${context}`);
    }
    const queue = new AppQueue(command, member);
    await queue.pause();
    return queue;
  }

  /** How many callers wait. */
  async waiting(): Promise<number> {
    const shown = await this.#command(`queue show ${name}`);
    return Number(/has (\d+) calls/.exec(shown)?.[1] ?? 0);
  }

  async pause(): Promise<void> {
    await this.#command(`queue pause member ${this.#member} queue ${name}`);
  }

  async ready(): Promise<void> {
    await this.#command(`queue unpause member ${this.#member} queue ${name}`);
  }
}
