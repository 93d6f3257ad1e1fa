import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { testSpeech } from './cli/parts/test-voice.ts';
import { lanes } from './test/lanes/lane.ts';
import { LongestFirst } from './test/lanes/order.ts';

interface RealOptions {
  readonly include: readonly string[];
  /** When it runs: what has a lower number is over by then. */
  readonly groupOrder: number;
  /** How many files run beside each other. */
  readonly maxWorkers: number;
  readonly soundFirst: boolean;
}

/** Tests that start a whole Holos: real calls, a real browser, processes that are killed. */
function real(
  name: string,
  { include, groupOrder, maxWorkers, soundFirst }: RealOptions,
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include: [...include],
      sequence: { groupOrder },
      maxWorkers,
      pool: lanes,
      // A lane that loads all the sources takes as much of the processor as a small file's calls: it does so once for all its files.
      isolate: false,
      setupFiles: ['test/keeps-sound.ts'],
      // Sound that comes late because other files take the processor fails what is right.
      env: { ...testSpeech, HOLOS_SOUND_FIRST: soundFirst ? '1' : '0' },
      // Real sound against real clocks on a machine that does other things as well: such a test may fail by the machine. What is
      // wrong fails each time, and whatever was tried again is named, with its reason, at the end of the output. A file that fails
      // all the same is run once more by itself (cli/test.ts).
      retry: 1,
      // Calls of one file that may go on at the same time: recognising what is heard takes a tenth of a core for each.
      maxConcurrency: 3,
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
}

/** Two kinds of tests: `unit` without Asterisk, and real ones by how much may run beside them (docs/decisions/016-tests-with-calls.md). */
export default defineConfig({
  test: {
    // The tests are several runs, which need not compile all sources again.
    experimental: { fsModuleCache: true },
    sequence: { sequencer: LongestFirst },
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
          setupFiles: ['test/leaves-nothing.ts', 'test/random-cases.ts'],
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/{calls,web,drills}/**'],
        },
      },
      real('real', {
        include: ['test/{calls,web,drills}/*.test.ts', 'test/{calls,web,drills}/calm/*.test.ts'],
        groupOrder: 1,
        // They wait for sound most of their time. Of those in `calm` fewer run beside each other (test/lanes/lane.ts).
        maxWorkers: 6,
        soundFirst: true,
      }),
      // They take the whole machine (dozens of calls at once). There an Asterisk that goes first would make the controller wait
      // (docs/decisions/033-asterisk-goes-first.md).
      real('alone', {
        include: ['test/{calls,web,drills}/alone/*.test.ts'],
        groupOrder: 2,
        maxWorkers: 1,
        soundFirst: false,
      }),
    ],
  },
});
