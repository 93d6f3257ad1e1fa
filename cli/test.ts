import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { type Kind, kinds } from './parts/kinds.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { sideBySide } from './parts/side-by-side.ts';
import { seconds } from './parts/steps.ts';
import { add, inWords, nothing, type Tally } from './parts/tally.ts';

/** So many kinds that start a whole Holos run at once; each takes less than one core most of its time. */
const lanes = 3;

export const test: Command = {
  name: 'test',
  summary: 'Run every check, or one kind.',
  usage: `test [${kinds.map((kind) => kind.name).join('|')}]`,
  async run(args) {
    const { positionals } = readArguments(args, {}, 1);
    const chosen = choose(positionals[0]);
    if (chosen.some((kind) => kind.needsAll)) await prepare(readSettings(), { needs: needsToTest });
    const results: { name: string; tally: Tally; ms: number }[] = [];
    const began = performance.now();
    const note = (name: string, tally: Tally, ms: number) => results.push({ name, tally, ms });
    for (const piece of chosen.filter((kind) => !kind.needsAll).flatMap((kind) => kind.pieces)) {
      console.log(`\n── ${piece.name} ──`);
      const started = performance.now();
      note(piece.name, await piece.run(), performance.now() - started);
    }
    const apart = chosen.filter((kind) => kind.needsAll).flatMap((kind) => kind.pieces);
    await sideBySide(apart, lanes, note);
    console.log('');
    for (const { name, tally, ms } of results) {
      console.log(`${name.padEnd(10)} ${inWords(tally)} · ${seconds(ms)}`);
    }
    console.log(`all        ${seconds(performance.now() - began)}`);
    const total = results.map((result) => result.tally).reduce(add, nothing);
    console.log(inWords(total));
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  },
};

function choose(name: string | undefined): readonly Kind[] {
  if (name === undefined) return kinds;
  const kind = kinds.find((one) => one.name === name);
  if (!kind) throw usageError(`There is no kind of check ${name}.`);
  return [kind];
}
