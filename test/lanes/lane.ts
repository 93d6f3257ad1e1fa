import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  ForksPoolWorker,
  type PoolOptions,
  type PoolRunnerInitializer,
  type WorkerRequest,
} from 'vitest/node';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { temporaryIn } from '../../cli/parts/own-folder.ts';
import { apart } from '../../cli/parts/own-network.ts';
import { isCalm } from './calm.ts';
import { Gate, type Needs } from './gate.ts';
import { untilIdle } from './room.ts';

/** Files of all lanes begin one after the other, when there is room for one more. */
const gate = new Gate(untilIdle);

/** What begins where less is idle makes the rest late. */
const usual: Needs = { beside: Number.POSITIVE_INFINITY, idle: 0.15 };
/** Times are judged, so little runs beside them. They come last, but need not wait until all others are over. */
const calm: Needs = { beside: 5, idle: 0.4 };

/**
 * A process of vitest's that runs files which start a whole Holos, one after the other: in a network of its own, so that lanes can
 * run beside each other, with a home and a temporary folder that are gone afterwards together with all that ran in them.
 */
class Lane extends ForksPoolWorker {
  override readonly name = 'lanes';
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'holos-lane-'));
  #stopped = false;
  /** Past the gate, with a file that is not over. */
  #inside = false;

  constructor(options: PoolOptions) {
    super(options);
    const home = path.join(this.#folder, 'home');
    this.env = { ...this.env, HOLOS_HOME: home, TMPDIR: temporaryIn(this.#folder) };
  }

  override async start(): Promise<void> {
    const { before, env } = await apart((text) => console.error(text));
    this.env = { ...this.env, ...env };
    const { execPath } = process;
    process.execPath = this.#program([...before, execPath]);
    // The process is begun before anything is waited for.
    const started = super.start();
    process.execPath = execPath;
    await started;
    this.on('message', ({ type }) => type === 'testfileFinished' && this.#leave());
  }

  override send(message: WorkerRequest): void {
    if (message.type !== 'run') super.send(message);
    else
      gate.pass(message.context.files.some(({ filepath }) => isCalm(filepath)) ? calm : usual).then(() => {
        this.#inside = true;
        if (this.#stopped) this.#leave();
        else super.send(message);
      });
  }

  override async stop(): Promise<void> {
    this.#stopped = true;
    await super.stop();
    // Of a process that died the file is never over.
    this.#leave();
    await endLeftovers(this.#folder);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #leave(): void {
    if (this.#inside) gate.left();
    this.#inside = false;
  }

  /** A program that runs another with these words before it: Node's `fork` takes the name of one only. */
  #program(words: readonly string[]): string {
    const file = path.join(this.#folder, 'node');
    const quoted = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`);
    writeFileSync(file, `#!/bin/sh\nexec ${quoted.join(' ')} "$@"\n`, { mode: 0o755 });
    return file;
  }
}

/** For vitest's `pool`: as many lanes as there are workers. */
export const lanes: PoolRunnerInitializer = {
  name: 'lanes',
  createPoolWorker: (options) => new Lane(options),
};
