import { closeSync, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Piece } from './kinds.ts';
import type { Tally } from './tally.ts';

interface SideBySide {
  readonly lanes: number;
  /** How many lanes a piece takes; one unless told. */
  readonly takes?: (piece: Piece) => number;
  /** Waited for before each begins while others run; it ends at once when `stop` says so. Never asked by two at a time. */
  readonly untilRoomy?: (stop: () => boolean) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface Result {
  readonly piece: Piece;
  readonly tally: Tally;
  readonly ms: number;
}

/**
 * Runs pieces of the check beside each other, begun in their order, as lanes are free: they wait for sound most of their time.
 * What each prints is kept, and shown when the piece is over, so that it can be read; where only one runs, it is shown at once.
 */
export async function sideBySide(
  pieces: readonly Piece[],
  { lanes, takes = () => 1, untilRoomy = async () => {}, signal }: SideBySide,
): Promise<Result[]> {
  const runOne = Math.min(lanes, pieces.length) > 1 ? keepingOutput : showingOutput;
  const road = new Road(lanes);
  const gate = new Gate((nobodyRuns) => untilRoomy(() => nobodyRuns() || signal.aborted));
  const begins = async (piece: Piece): Promise<Result> => {
    const width = Math.min(takes(piece), lanes);
    await road.take(width);
    await gate.pass();
    try {
      signal.throwIfAborted();
      const began = performance.now();
      const tally = await runOne(piece, signal);
      return { piece, tally, ms: performance.now() - began };
    } finally {
      gate.left();
      road.give(width);
    }
  };
  return Promise.all(pieces.map(begins));
}

/** Lanes that are taken in turn: who needs several waits until so many are free, and who comes later waits behind him. */
class Road {
  #free: number;
  readonly #waiting: { width: number; go: () => void }[] = [];

  constructor(lanes: number) {
    this.#free = lanes;
  }

  take(width: number): Promise<void> {
    return new Promise((go) => {
      this.#waiting.push({ width, go });
      this.#letIn();
    });
  }

  give(width: number): void {
    this.#free += width;
    this.#letIn();
  }

  #letIn(): void {
    for (let [first] = this.#waiting; first && first.width <= this.#free; [first] = this.#waiting) {
      this.#waiting.shift();
      this.#free -= first.width;
      first.go();
    }
  }
}

/** Lets in one after the other, in the order in which they came. */
class Gate {
  readonly #untilRoomy: (nobodyRuns: () => boolean) => Promise<void>;
  #last: Promise<void> = Promise.resolve();
  #running = 0;

  constructor(untilRoomy: (nobodyRuns: () => boolean) => Promise<void>) {
    this.#untilRoomy = untilRoomy;
  }

  pass(): Promise<void> {
    this.#last = this.#last.then(async () => {
      await this.#untilRoomy(() => this.#running === 0);
      this.#running += 1;
    });
    return this.#last;
  }

  left(): void {
    this.#running -= 1;
  }
}

function showingOutput(piece: Piece, signal: AbortSignal): Promise<Tally> {
  console.log(`\n── ${piece.name} ──`);
  return piece.run({ signal });
}

async function keepingOutput(piece: Piece, signal: AbortSignal): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-output-'));
  const file = path.join(folder, 'output');
  const output = openSync(file, 'w');
  console.log(`… ${piece.name} has begun`);
  try {
    return await piece.run({ output, signal });
  } finally {
    closeSync(output);
    console.log(`\n── ${piece.name} ──`);
    await shown(file);
    rmSync(folder, { recursive: true, force: true });
  }
}

function shown(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    createReadStream(file).once('error', reject).once('end', resolve).pipe(process.stdout, { end: false });
  });
}
