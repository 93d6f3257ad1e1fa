import { setTimeout as pause } from 'node:timers/promises';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { readStatus, type Status } from '../../cli/status-file.ts';
import { readSettings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';
import { inForce } from '../../ivr/in-force/in-force.ts';
import { createLog } from '../../log.ts';
import { answerAsDrawn, callerOf } from './demo-people.ts';
import { callOnce } from './habits.ts';
import { OperatorShift } from './operator-shift.ts';
import { seeded } from './sound/made-up.ts';
import { startTown, townPlace } from './town.ts';

/**
 * The demo's town, a process of its own, built and kept by cli/, with the settings that Holos runs with.
 * It keeps calling the hotlines, answers the dialer's calls to +38099000xxxx, and lets simulated operators work while no
 * person is at a desk. It ends on SIGTERM or SIGINT, when everybody has hung up.
 */
const meanPauseMs = 7000;
const atOnce = 4;
const readyLimitMs = 300_000;
/**
 * On a busy machine the town's Asterisk may say nothing for seconds. When it is away for as long as this, it was stopped, or another town has
 * taken this one's place.
 */
const goneMs = 30_000;

const settings = readSettings();
const log = createLog(settings.logLevel, settings.logPersons).child({ part: 'town' });
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());

const status = await untilReady();
const { company } = await inForce(settings);
const random = seeded(750_600);
const town = await startTown({
  place: townPlace(settings, { phonesAddress: '127.0.0.3' }),
  repertoire: await repertoireOf(settings),
  log,
});
let gone: NodeJS.Timeout | undefined;
town.node.onState((state) => {
  clearTimeout(gone);
  if (state === 'down') gone = setTimeout(() => stopping.abort(), goneMs);
});
const shift = new OperatorShift({ town, desk: status.desk, logins: status.logins ?? [], random, log });
town.everybodyElse((number) => answerAsDrawn(town, number, random));
log.info('the town begins to call');

const calls = new Set<Promise<void>>();
try {
  const dialled = company.hotlines.map((hotline) => hotline.numbers[0] ?? '').filter(Boolean);
  while (!stopping.signal.aborted) {
    // The pauses of a Poisson process: calls that know nothing of each other.
    await pause(-Math.log(1 - random()) * meanPauseMs, undefined, { signal: stopping.signal });
    if (calls.size >= atOnce) continue;
    const { number, language } = callerOf(random);
    const hotline = dialled[Math.floor(random() ** 2 * dialled.length)] ?? '750600';
    const call: Promise<void> = callOnce(number, hotline, { town, language, random })
      .catch((error: unknown) => log.warn({ err: error }, 'a call of the town failed'))
      .finally(() => calls.delete(call));
    calls.add(call);
  }
} catch (error) {
  if (!stopping.signal.aborted) log.error({ err: error }, 'the town ends');
}
await shift.stop();
await town.stop();
process.exit(0);

/** Holos may still be starting, or be started again. */
async function untilReady(): Promise<Status> {
  const giveUpAt = Date.now() + readyLimitMs;
  while (Date.now() < giveUpAt) {
    const status = readStatus(settings.home);
    if (status?.ready) return status;
    await pause(500, undefined, { signal: stopping.signal });
  }
  throw new HolosError('town.not-running', 'Holos does not run: start the demo with ./holos demo.');
}
