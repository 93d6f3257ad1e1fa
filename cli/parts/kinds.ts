import { readdirSync } from 'node:fs';
import path from 'node:path';
import { project } from './places.ts';
import { packaged } from './run.ts';

/** One kind of check that `./holos test` runs. */
export type Kind =
  /** Looks at the sources only; programs that say yes or no. */
  | { readonly name: string; readonly takes: 'tools'; readonly commands: readonly (readonly string[])[] }
  /** Tests: `unit` start a database at most, `real` ones Asterisk, MariaDB and all (those must be brought first). */
  | { readonly name: string; readonly takes: 'unit' | 'real' };

const web = 'agent-desk/web/tsconfig.json';
/** Takes a quarter of the processor that TypeScript 6 takes; what checks Svelte and the rules of imports cannot use it yet. */
const tsc = [process.execPath, `${project}/node_modules/typescript-7/bin/tsc`];

/** In the order in which the summary names them. */
export const kinds: readonly Kind[] = [
  tools('format', packaged('biome', 'check', '.')),
  tools('types', [...tsc, '-p', '.'], packaged('svelte-check', '--tsconfig', web, '--fail-on-warnings')),
  tools('structure', packaged('depcruise', '--config', '.dependency-cruiser.cjs', '.'), packaged('knip')),
  { name: 'unit', takes: 'unit' },
  { name: 'calls', takes: 'real' },
  { name: 'web', takes: 'real' },
  { name: 'drills', takes: 'real' },
];

function tools(name: string, ...commands: string[][]): Kind {
  return { name, takes: 'tools', commands };
}

/** Test files of a real kind that have this in their name, below the project's root. */
export function realFiles(kind: string, part = ''): string[] {
  const folder = path.join('test', kind);
  return readdirSync(path.join(project, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && file.slice(0, -'.test.ts'.length).includes(part))
    .map((file) => path.join(folder, file));
}
