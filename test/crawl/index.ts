import { parseArgs } from 'node:util';
import { type Language, languages } from '../../config/company.ts';
import { madeUpProvider, readSettings } from '../../config/settings.ts';
import { startWorld } from '../town/world.ts';
import { checkCalls } from './check-calls.ts';

/**
 * `./holos check calls`: a world of its own with the installation's company file, and the prompts that lie in HOLOS_HOME, walked to the
 * end of every way. Ends with 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: {
    hotline: { type: 'string' },
    language: { type: 'string' },
    depth: { type: 'string', default: '12' },
    'at-once': { type: 'string', default: '5' },
  },
});
const { company, home } = readSettings();
/** Whoever breaks it off is told what was found so far. */
const brokenOff = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => brokenOff.abort());
/** So many that nobody has to call twice: one who has handed in a reading is asked for the others first. */
const buildings = 40;
// Nothing leaves the machine, and what is said only where SMS is sent is walked, too.
const world = await startWorld({ company, buildings, settings: { home, smsCommand: madeUpProvider } });
let findings = 1;
try {
  findings = await checkCalls(world, {
    hotlines: values.hotline === undefined ? undefined : [values.hotline],
    languages: languages.filter((one): one is Language => !values.language || one === values.language),
    depth: Number(values.depth),
    atOnce: Number(values['at-once']),
    signal: brokenOff.signal,
    print: (line) => console.log(line),
  });
} catch (error) {
  // Told before anything else can fail.
  console.error(error);
} finally {
  await world.stop();
}
process.exit(findings === 0 ? 0 : 1);
