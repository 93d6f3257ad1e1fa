import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

/**
 * Real sound against real clocks on a machine that does other things as well: such a test may fail by the machine. What is wrong
 * fails each time, and whatever was tried again is named, with its reason, at the end of the output. A file that fails all the
 * same is run once more by itself (cli/test.ts).
 */
const triedAgain = 1;

/** One file after the other, in one process: to load all the sources takes as much of the processor as a small file's calls. */
const inOneProcess = { isolate: false, fileParallelism: false };

/** All sources are loaded anew in each run: with room for what is new, the collector of garbage takes a tenth less of the processor. */
const execArgv = ['--max-semi-space-size=64', '--min-semi-space-size=16'];

/** One project a kind of check: `./holos test unit`, `calls`, `web`, `drills`. Only unit tests run without Asterisk. */
export default defineConfig({
  test: {
    execArgv,
    // The real-call tests are many runs, which need not compile all sources again.
    experimental: { fsModuleCache: true },
    projects: [
      {
        plugins: [svelte()],
        test: {
          name: 'unit',
          // All cores are at work: what takes a second alone may take some.
          testTimeout: 20_000,
          // One more than there are cores, for some wait for a database that is away.
          maxWorkers: 3,
          // A worker of its own for each of 130 files took as long as a third of all these tests.
          isolate: false,
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/{calls,web,drills}/**'],
        },
      },
      {
        test: {
          name: 'calls',
          retry: triedAgain,
          include: ['test/calls/**/*.test.ts'],
          setupFiles: ['test/keeps-sound.ts'],
          // Calls of one file that may go on at the same time: recognising what is heard takes a tenth of a core for each.
          maxConcurrency: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...inOneProcess,
        },
      },
      {
        test: {
          name: 'web',
          retry: triedAgain,
          include: ['test/web/**/*.test.ts'],
          setupFiles: ['test/keeps-sound.ts'],
          testTimeout: 90_000,
          hookTimeout: 120_000,
          ...inOneProcess,
        },
      },
      {
        test: {
          name: 'drills',
          retry: triedAgain,
          include: ['test/drills/**/*.test.ts'],
          setupFiles: ['test/keeps-sound.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          ...inOneProcess,
        },
      },
    ],
  },
});
