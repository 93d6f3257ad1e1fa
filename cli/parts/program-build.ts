import { realpathSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildResult, Plugin } from 'esbuild';
import { HolosError } from '../../errors.ts';
import { buildOnce, hashOf, sourcesIn } from './build-once.ts';
import { project } from './places.ts';

/** What runs as built: its first source, and the file it becomes, both named from the project's folder. */
interface Program {
  readonly name: string;
  readonly source: string;
  /** In a folder of its own, which stands in dist/. */
  readonly built: string;
}

/** ./holos runs it, and knows where it stands. */
export const command: Program = {
  name: 'command',
  source: 'cli/index.ts',
  built: 'dist/command/index.mjs',
};
export const controller: Program = {
  name: 'controller',
  source: 'main.ts',
  built: 'dist/controller/main.mjs',
};
export const demoTown: Program = {
  name: 'town',
  source: 'test/town/demo-town.ts',
  built: 'dist/town/demo-town.mjs',
};

/** Whatever may make another program of the same sources. */
const howItIsBuilt = ['cli/parts/program-build.ts', 'package-lock.json', 'tsconfig.json'];

/**
 * The file of this very build, where `built` leads to it: what a keeper starts again is what `up` has built, not what a later command
 * has built of other sources. It is named from the project's folder.
 */
export function thisBuild({ built }: Program): string {
  return path.relative(project, realpathSync(path.join(project, built)));
}

/**
 * Makes few files of a program's hundreds of sources, which takes half a second and makes its start so much shorter
 * (docs/decisions/036-programs-run-as-built.md). Packages stay where they are.
 * @throws HolosError `cli.build-failed`; Node's own errors when it cannot be written
 */
export function buildProgram(program: Program): Promise<string> {
  return buildOnce(path.join(project, path.dirname(program.built)), async (staged) => {
    const read = new Map<string, string>();
    const { outputFiles = [] } = await bundle(program, staged, read);
    // Written by ourselves: then a full disk is told by its code.
    for (const { path: file, contents } of outputFiles) writeFileSync(file, contents);
    return new Map([...read, ...sourcesIn(howItIsBuilt)]);
  });
}

async function bundle(
  { name, source }: Program,
  folder: string,
  read: Map<string, string>,
): Promise<BuildResult> {
  // Most commands build nothing.
  const { build } = await import('esbuild');
  try {
    return await build({
      absWorkingDir: project,
      entryPoints: [source],
      outdir: folder,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      // What is imported only when it is wanted stays a file of its own.
      splitting: true,
      chunkNames: '[name]-[hash]',
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      // Flows stand in the log by the names of their functions, and are taken up by them; of two of one name it would rename one.
      keepNames: true,
      sourcemap: 'linked',
      sourcesContent: false,
      plugins: [readSources(read)],
      write: false,
      logLevel: 'silent',
    });
  } catch (error) {
    const message = `The ${name} could not be built: ${(error as Error).message}`;
    throw new HolosError('cli.build-failed', message, {}, error);
  }
}

/**
 * Notes what is read. And texts, templates and the like lie beside the sources that read them, so in what is built a source's place
 * is told from there: dist/program/../../cli/parts. A project may be copied or moved with all that is built.
 */
function readSources(read: Map<string, string>): Plugin {
  return {
    name: 'sources know their place',
    setup: ({ onLoad }) =>
      onLoad({ filter: /$/ }, async ({ path: file }) => {
        const source = await readFile(file);
        const name = path.relative(project, file);
        read.set(name, hashOf(source));
        // Written so that it finds nothing in this source, which is built, too.
        const contents = source
          .toString()
          .replaceAll(/\bimport\.meta\.url\b/g, (it) => `new URL('../../${name}', ${it}).href`)
          .replaceAll(/\bimport\.meta\.dirname\b/g, (it) => `(${it} + '/../../${path.dirname(name)}')`);
        return { loader: 'default', contents };
      }),
  };
}
