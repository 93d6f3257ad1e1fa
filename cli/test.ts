import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { abortable } from './parts/abortable.ts';
import { type Kind, kinds } from './parts/kinds.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { sideBySide } from './parts/side-by-side.ts';
import { seconds } from './parts/steps.ts';
import { add, inWords, nothing, type Tally } from './parts/tally.ts';
import { prepareTestVoice } from './parts/test-voice.ts';

/** So many kinds that start a whole Holos run at once; each takes a quarter of two cores at most, most of its time. */
const lanes = 4;

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
  if (chosen.some((kind) => kind.needsAll)) await prepare(readSettings(), { needs: needsToTest, signal });
  const results: { name: string; tally: Tally; ms: number }[] = [];
  const began = performance.now();
  const done = (name: string, tally: Tally, ms: number) => results.push({ name, tally, ms });
  for (const piece of chosen.filter((kind) => !kind.needsAll).flatMap((kind) => kind.pieces)) {
    console.log(`\n── ${piece.name} ──`);
    const started = performance.now();
    done(piece.name, await piece.run({ signal }), performance.now() - started);
  }
  const apart = chosen.filter((kind) => kind.needsAll).flatMap((kind) => kind.pieces);
  if (apart.length > 0) await prepareTestVoice(signal);
  await sideBySide(
    apart.filter((piece) => !piece.alone),
    { lanes, signal, done },
  );
  await sideBySide(
    apart.filter((piece) => piece.alone),
    { lanes: 1, signal, done },
  );
  console.log('');
  const longest = Math.max(...results.map(({ name }) => name.length));
  for (const { name, tally, ms } of results)
    console.log(`${name.padEnd(longest)} ${inWords(tally)} · ${seconds(ms)}`);
  console.log(`${'all'.padEnd(longest)} ${seconds(performance.now() - began)}`);
  return results.map((result) => result.tally).reduce(add, nothing);
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
