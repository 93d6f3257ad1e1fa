import { readSettings } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { type Kind, kinds } from './parts/kinds.ts';
import { needsToTest } from './parts/packages.ts';
import { prepare } from './parts/prepare.ts';
import { seconds } from './parts/steps.ts';
import { add, inWords, nothing, type Tally } from './parts/tally.ts';

export const test: Command = {
  name: 'test',
  summary: 'Run every check, or one kind.',
  usage: `test [${kinds.map((kind) => kind.name).join('|')}]`,
  async run(args) {
    const { positionals } = readArguments(args, {}, 1);
    const chosen = choose(positionals[0]);
    if (chosen.some((kind) => kind.needsAll)) await prepare(readSettings(), needsToTest);
    const results: { kind: string; tally: Tally; ms: number }[] = [];
    for (const kind of chosen) {
      console.log(`\n── ${kind.name} ──`);
      const started = performance.now();
      const tally = await kind.run();
      results.push({ kind: kind.name, tally, ms: performance.now() - started });
    }
    console.log('');
    for (const { kind, tally, ms } of results) {
      console.log(`${kind.padEnd(10)} ${inWords(tally)} · ${seconds(ms)}`);
    }
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
