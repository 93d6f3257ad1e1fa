import { closeSync, createReadStream, mkdtempSync, openSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Piece } from './kinds.ts';
import type { Tally } from './tally.ts';

interface SideBySide {
  readonly lanes: number;
  readonly signal: AbortSignal;
}

export interface Result {
  readonly piece: Piece;
  readonly tally: Tally;
  readonly ms: number;
}

/**
 * Runs pieces of the check beside each other, at most `lanes` at once: they wait for sound most of their time. What each
 * prints is kept, and shown when the piece is over, so that it can be read; where only one runs, it is shown at once.
 */
export async function sideBySide(pieces: readonly Piece[], { lanes, signal }: SideBySide): Promise<Result[]> {
  const results: Result[] = [];
  const left = [...pieces];
  const runOne = Math.min(lanes, pieces.length) > 1 ? keepingOutput : showingOutput;
  const lane = async () => {
    for (let piece = left.shift(); piece; piece = left.shift()) {
      const began = performance.now();
      const tally = await runOne(piece, signal);
      results.push({ piece, tally, ms: performance.now() - began });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return results;
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
