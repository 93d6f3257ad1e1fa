import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { abortable } from './parts/abortable.ts';
import { type Kind, kinds, type Piece } from './parts/kinds.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { sideBySide } from './parts/side-by-side.ts';
import { seconds } from './parts/steps.ts';
import { add, inWords, nothing, type Tally } from './parts/tally.ts';
import { prepareTestVoice } from './parts/test-voice.ts';

/** So many pieces that start a whole Holos run at once on two cores: they wait for sound most of their time. */
const lanes = 4;
/** Fewer, where times are judged. */
const calmLanes = 2;

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

interface Result {
  readonly name: string;
  readonly tally: Tally;
  readonly ms: number;
}

async function check(chosen: readonly Kind[], signal: AbortSignal): Promise<Tally> {
  const taking = (takes: Kind['takes']) => chosen.filter((kind) => kind.takes === takes);
  if (taking('all').length > 0) await prepare(readSettings(), { needs: needsToTest, signal });
  const results: Result[] = [];
  const began = performance.now();
  const done = (name: string, tally: Tally, ms: number) => results.push({ name, tally, ms });
  const run = (pieces: readonly Piece[], atOnce: number) =>
    sideBySide(pieces, { lanes: atOnce, signal, done });

  await run(mixed(taking('tools')), 2);
  await run(mixed(taking('unit')), 1);
  const apart = mixed(taking('all'));
  if (apart.length > 0) await prepareTestVoice(signal);
  const needing = (needs: Piece['needs']) => apart.filter((piece) => piece.needs === needs);
  await run(needing(undefined), lanes);
  await run(needing('calm'), calmLanes);
  await run(needing('alone'), 1);
  return summary(results, performance.now() - began);
}

/** The pieces of all kinds, each kind spread evenly: calls wait for sound while browsers take the processor. */
function mixed(all: readonly Kind[]): Piece[] {
  return all
    .flatMap(({ pieces }) => pieces.map((piece, n) => ({ piece, at: (n + 0.5) / pieces.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ piece }) => piece);
}

/** Last what failed, so that the end of the output says what to look at. */
function summary(results: readonly Result[], ms: number): Tally {
  const total = results.map((result) => result.tally).reduce(add, nothing);
  const longest = Math.max(...results.map(({ name }) => name.length));
  const line = (name: string, text: string) => console.log(`${name.padEnd(longest)} ${text}`);
  console.log('');
  for (const { name, tally, ms } of results) line(name, `${inWords(tally)} · ${seconds(ms)}`);
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
  const pieces = kind.pieces.filter((piece) => piece.name.includes(part));
  if (pieces.length === 0) throw usageError(`There is no ${part} among ${name}.`);
  return [{ ...kind, pieces }];
}
