import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { HolosError } from '../../errors.ts';
import { buildOnce } from './build-once.ts';
import { project } from './places.ts';

const folder = path.join(project, 'dist', 'controller');

/** What the keeper runs, named from the project's folder. */
export const builtController = 'dist/controller/main.mjs';

/**
 * Makes one file of main.ts and all that is ours in it, so that a controller that was killed is back in half the time
 * (docs/decisions/036-controller-in-one-file.md). Packages stay where they are.
 * @throws HolosError `cli.controller-build-failed`
 */
export function buildController(): Promise<string> {
  return buildOnce(folder, async (staged) => {
    try {
      const { metafile } = await build({
        absWorkingDir: project,
        entryPoints: ['main.ts'],
        outfile: path.join(staged, path.basename(builtController)),
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'esm',
        target: 'node20',
        // Flows stand in the log by the names of their functions, and are taken up by them; of two of one name it would rename one.
        keepNames: true,
        sourcemap: 'linked',
        sourcesContent: false,
        plugins: [sourcesKnowTheirPlace],
        metafile: true,
        logLevel: 'silent',
      });
      return [...Object.keys(metafile.inputs), 'package-lock.json'];
    } catch (error) {
      const message = `The controller could not be built: ${(error as Error).message}`;
      throw new HolosError('cli.controller-build-failed', message, {}, error);
    }
  });
}

/** Texts, templates and the like lie beside the sources that read them. */
const sourcesKnowTheirPlace: Plugin = {
  name: 'sources know their place',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => ({
      loader: 'ts',
      contents: (await readFile(file, 'utf8'))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
        .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file))),
    })),
};
