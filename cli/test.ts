import { rmSync } from 'node:fs';
import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { abortable } from './parts/abortable.ts';
import { type Kind, keptSound, kinds, type Piece } from './parts/kinds.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { untilRoomy } from './parts/room.ts';
import { type Result, sideBySide } from './parts/side-by-side.ts';
import { seconds } from './parts/steps.ts';
import { add, inWords, nothing, type Tally } from './parts/tally.ts';
import { prepareTestVoice } from './parts/test-voice.ts';

/** Of pieces that start a whole Holos at most six run at once on two cores: they wait for sound most of their time. */
const lanes = 12;
/** Where times are judged, fewer. */
const lanesTaken = { usual: 2, calm: 3, alone: lanes } as const;
/** When more files fail than that, it is not the machine. */
const mostTriedAgain = 6;

export const test: Command = {
  name: 'test',
  summary: 'Run every check, or one kind.',
  usage: `test [${kinds.map((kind) => kind.name).join('|')}] [part of a file's name]`,
  async run(args) {
    const { positionals } = readArguments(args, {}, 2);
    const chosen = choose(positionals[0], positionals[1]);
    const total = await abortable((signal) => check(chosen, signal));
    console.log(inWords(total));
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  },
};

async function check(chosen: readonly Kind[], signal: AbortSignal): Promise<Tally> {
  const taking = (takes: Kind['takes']) => mixed(chosen.filter((kind) => kind.takes === takes));
  const apart = taking('all');
  if (apart.length > 0) await prepare(readSettings(), { needs: needsToTest, signal });
  rmSync(keptSound, { recursive: true, force: true });
  const began = performance.now();
  const results: Result[] = [];
  const run = async (pieces: readonly Piece[], how: { lanes: number; untilRoomy?: typeof untilRoomy }) => {
    const takes = ({ needs }: Piece) => lanesTaken[needs ?? 'usual'];
    results.push(...(await sideBySide(pieces, { ...how, takes, signal })));
  };

  await run([...taking('tools'), ...taking('unit')], { lanes: 2 * lanesTaken.usual });
  if (apart.length > 0) await prepareTestVoice(signal);
  const needing = (needs: Piece['needs']) => apart.filter((piece) => piece.needs === needs);
  await run([...needing(undefined), ...needing('calm'), ...needing('alone')], { lanes, untilRoomy });
  if (apart.length > 1) await tryAgain(results, apart, signal);
  return summary(results, performance.now() - began);
}

/**
 * Files that failed beside others are run whole once more, two at a time: what is wrong fails there, too. They count as they do
 * then; what had failed before is named.
 */
async function tryAgain(results: Result[], pieces: readonly Piece[], signal: AbortSignal): Promise<void> {
  const failed = results.filter(({ piece, tally }) => pieces.includes(piece) && tally.failed > 0);
  if (failed.length > mostTriedAgain) return;
  const again = await sideBySide(
    failed.map(({ piece }) => piece),
    { lanes: 2, untilRoomy, signal },
  );
  for (const [n, first] of failed.entries()) {
    const { tally, ms } = again[n] ?? first;
    results[results.indexOf(first)] = {
      piece: first.piece,
      tally: { ...tally, secondTries: [...first.tally.failures, ...tally.secondTries] },
      ms: first.ms + ms,
    };
  }
}

/** The pieces of all kinds, each kind spread evenly: calls wait for sound while browsers take the processor. */
function mixed(all: readonly Kind[]): Piece[] {
  return all
    .map((kind) => kind.pieces())
    .flatMap((pieces) => pieces.map((piece, n) => ({ piece, at: (n + 0.5) / pieces.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ piece }) => piece);
}

/** Last what failed, so that the end of the output says what to look at. */
function summary(results: readonly Result[], ms: number): Tally {
  const total = results.map((result) => result.tally).reduce(add, nothing);
  const longest = Math.max(...results.map(({ piece }) => piece.name.length));
  const line = (name: string, text: string) => console.log(`${name.padEnd(longest)} ${text}`);
  console.log('');
  for (const { piece, tally, ms } of results) line(piece.name, `${inWords(tally)} · ${seconds(ms)}`);
  line('all', seconds(ms));
  for (const first of total.secondTries) console.log(`↻ passed when tried again: ${first}`);
  for (const failure of total.failures) console.log(`✗ ${failure}`);
  return total;
}

function choose(name: string | undefined, part: string | undefined): readonly Kind[] {
  if (name === undefined) return kinds;
  const kind = kinds.find((one) => one.name === name);
  if (!kind) throw usageError(`There is no kind of check ${name}.`);
  if (part === undefined) return [kind];
  const pieces = kind.pieces(part);
  if (pieces.length === 0) throw usageError(`There is no ${part} among ${name}.`);
  return [{ ...kind, pieces: () => pieces }];
}
