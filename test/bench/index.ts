import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { project } from '../../cli/parts/places.ts';
import { type Say, step } from '../../cli/parts/steps.ts';
import { readSettings } from '../../config/settings.ts';
import { codeOf } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { type CardTimes, measureCards } from './card.ts';
import { browserDesk, clientDesk } from './desks.ts';
import { asMarkdown, asText, type Figure } from './figures.ts';
import { measureFirstSounds, measureReactions } from './first-sound.ts';
import { commit, describeMachine, load } from './machine.ts';
import { usedBy } from './memory.ts';
import { Phones } from './phones.ts';
import { queueParts } from './queue/index.ts';
import { callAtRate, highestCleanRate } from './rate.ts';
import {
  cardFigures,
  firstSoundFigures,
  memoryFigure,
  rateFigure,
  reactionFigures,
  speechFigures,
} from './results.ts';
import { measureSpeech } from './speech.ts';
import { type BenchSystem, peopleSystem, startSystem } from './system.ts';

/**
 * `./holos bench [queue] [--quick]`: the speed of Holos beside a plain dialplan and `app_queue` on the same Asterisk in the same run. Ends with 0 when
 * everything could be measured, whether or not the targets were met; else with 1, and docs/bench.md stays as it was. The quick run shows in some minutes whether all can be
 * measured, `queue` measures the queue alone: neither writes docs/bench.md.
 */
const quick = process.argv.includes('--quick');
const plan = quick
  ? {
      idleMs: 3_000,
      firstSounds: 12,
      callsEach: 6,
      cards: 2,
      sentences: 6,
      windowMs: 2_000,
      rates: { plain: 12, holos: 12 },
    }
  : {
      idleMs: 30_000,
      // Where a millisecond is judged, the median of forty calls was now 1.2, now 1.7 times the other.
      firstSounds: 200,
      callsEach: 40,
      cards: 8,
      sentences: 40,
      windowMs: 4_000,
      rates: { plain: 66, holos: 38 },
    };

const onlyQueue = process.argv.includes('queue');

const settings = readSettings();
const began = performance.now();
const { databaseUrl, stop } = await startSystem(settings);
const faults: unknown[] = [];
let system: BenchSystem | undefined;
let phones: Phones | undefined;
try {
  const beforeCalls = onlyQueue ? [] : [...(await measured(idleMemory)), ...(await measured(sentences))];
  system = await step('residents, operators, a plain dialplan', () => peopleSystem(settings, databaseUrl));
  phones = await Phones.open(settings.carrier.address, {
    address: settings.address,
    port: settings.ports.sip,
  });
  await phones.warm(400);
  const loadBefore = load();
  const figures = onlyQueue ? [] : [...(await allOf(callParts(phones, system))), ...beforeCalls];
  figures.push(...(await allOf(queueParts(phones, system, quick))));
  const about = [
    ...(await describeMachine(system.db, system.command)),
    `load before the first measuring: ${loadBefore.toFixed(1)}`,
  ];
  console.log(
    `\n${asText(figures)}\n\n${about.join('\n')}\n${Math.round((performance.now() - began) / 1000)} s`,
  );
  if (faults.length > 0) process.exitCode = 1;
  else if (!quick && !onlyQueue) writeReport(figures, about);
} finally {
  phones?.close();
  await system?.close();
  await stop();
}

/** What cannot be measured costs its own figures and no others, and is told. */
async function measured(part: () => Promise<Figure[]>): Promise<Figure[]> {
  try {
    return await part();
  } catch (error) {
    console.error(error);
    faults.push(error);
    return [];
  }
}

async function allOf(parts: readonly (() => Promise<Figure[]>)[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const part of parts) figures.push(...(await measured(part)));
  return figures;
}

async function idleMemory(): Promise<Figure[]> {
  const memory = await step('memory of the idle system', async () => {
    await pause(plan.idleMs);
    return usedBy(settings.home);
  });
  return [memoryFigure(memory)];
}

async function sentences(): Promise<Figure[]> {
  const times = await step(`${plan.sentences} sentences`, () =>
    measureSpeech(settings.home, createLog('warn'), plan.sentences),
  );
  return speechFigures(times);
}

/** Calls beside a plain dialplan, and the card at a desk. */
function callParts(carrier: Phones, whole: BenchSystem): (() => Promise<Figure[]>)[] {
  return [
    async () =>
      firstSoundFigures(
        await step(`the first sound of ${plan.firstSounds} calls to each, in turn`, () =>
          measureFirstSounds(carrier, whole.numbers, plan.firstSounds),
        ),
      ),
    async () =>
      reactionFigures(
        await step(`${plan.callsEach} calls to each, in turn`, () =>
          measureReactions(carrier, whole.prompts, whole.numbers, plan.callsEach),
        ),
      ),
    async () => {
      const times = await step('the card at a desk', () => cardsAtClient(carrier, whole));
      return cardFigures('a desk without a browser', times);
    },
    async () => {
      const times = await step('the card in Chromium', () => cardsInBrowser(carrier, whole));
      return times ? cardFigures('Chromium', times) : [];
    },
    async () => [rateFigure(await step('calls a second', (say) => cleanRates(carrier, whole, say)))],
  ];
}

async function cleanRates(carrier: Phones, whole: BenchSystem, say: Say) {
  // The first hundred calls are slower: the code that is run often is compiled anew in them.
  await callAtRate(carrier, whole, 'holos', plan.rates.holos / 2, plan.windowMs);
  const search = (whom: 'holos' | 'plain') =>
    highestCleanRate(
      async (rate) => {
        const window = await callAtRate(carrier, whole, whom, rate, plan.windowMs);
        say(`${whom}: ${rate} a second, ${JSON.stringify(window.failures)}`);
        return window;
      },
      plan.rates[whom],
      quick ? 1 : 18,
    );
  return { plain: await search('plain'), holos: await search('holos') };
}

async function cardsAtClient(carrier: Phones, whole: BenchSystem): Promise<CardTimes[]> {
  const desk = await clientDesk(whole, '127.0.0.3');
  try {
    return await measureCards(carrier, whole, desk, plan.cards);
  } finally {
    await desk.close();
  }
}

/** Without Chromium, or without a desk that is built, the browser's figures are left out, and that is said. */
async function cardsInBrowser(carrier: Phones, whole: BenchSystem): Promise<CardTimes[] | undefined> {
  const desk = await browserDesk(whole).catch((error: unknown) => {
    console.error(`No desk in a browser: ${codeOf(error)} ${String(error).split('\n')[0]}`);
    return undefined;
  });
  if (!desk) return undefined;
  try {
    return await measureCards(carrier, whole, desk, plan.cards);
  } finally {
    await desk.close();
  }
}

function writeReport(figures: readonly Figure[], about: readonly string[]): void {
  const text = `# The speed of Holos

Written by \`./holos bench\` on ${new Date().toISOString().slice(0, 10)}${commit() ? `, commit ${commit()}` : ''}. Every figure stands beside that of a plain dialplan which does
the same on the same Asterisk in the same run; the ratio is what counts, for it depends far less on the machine.

${asMarkdown(figures)}

Measured on:

${about.map((line) => `- ${line}`).join('\n')}

## How it is measured

- Holos runs as \`./holos up\` starts it, in a network and a home of its own. The telephones are the bench's own: SIP and sound
  over UDP from the carrier's address, every packet timed when it is received.
- *First sound*: ${plan.firstSounds} calls to Holos and as many to each dialplan, in turn, a few at a time; each hangs up soon after it. Holos and
  the dialplan record from the answer on and say the same greeting: \`Answer(,i)\`, \`MixMonitor\`, \`Background\`; one that does not record has no
  \`MixMonitor\`. \`Answer(,i)\` is the quickest there is: \`Answer()\`, and prompts without it, wait for the caller's first sound, which is 10 ms.
  A packet counts when a sample in it is louder than 300 of 32,768.
- *Keys*: ${plan.callsEach} calls to Holos and as many to the dialplan, in turn, a few at a time. Both record and say the
  same files: the greeting, which a key (RFC 4733, held for 100 ms) cuts off; the notice, to its end; the number of the emergency service,
  which another key cuts off; the question of language. The dialplan: \`Background\`, \`Playback\`, \`Background\`, \`Background\`.
  A key counts from its press and is held
  for 100 ms: \`Background\` acts when it is let go, a moment after that; Holos acts when it is pressed. Counted from the moment
  each may act, the dialplan is the quicker one: its own time is the figure less 100 ms.
- *Calls a second*: at each rate calls begin evenly for ${plan.windowMs / 1000} s. A call rings, hears the greeting, presses a key after 1.5 s,
  hears the notice, and hangs up half a second later. What stays without an answer for half a second is sent again (RFC 3261, T1).
  A rate is clean when every call was answered, heard both, and ended,
  and, for Holos, when each is in the database with its resident, its end, and a finished recording of its whole length.
  The dialplan records with \`MixMonitor\`. A rate that fails is tried once more; the next one is a fifth higher.
- *Card*: from the caller's INVITE to the answer, and from his coming into the line (the log of events) to the card at the desk: in a
  Socket.IO client, and drawn in Chromium (after the frame in which it was painted was asked for). What is spoken between the two,
  and until the caller presses the key, is not counted. The phone's INVITE must always come after the card.
- *Speech*: ${plan.sentences} different sentences of ten words in three languages, none of them kept from before: from the words to a file that
  Asterisk can play, and once more. Beside each, in turn, the same words by \`espeak-ng\` alone, from its start to the end of its sound.
- *Offers*: one caller waits, in Holos and in \`app_queue\` (\`ringall\`, \`autofill\`, no retry) in turn, and the same phone is rung. From the
  word that its operator is free (the desk's *ready*; AMI's \`queue unpause member\`) to the INVITE at it. Holos shows the card in between.
  \`app_queue\` looks once a second whether somebody is free.
- *A full floor*: every change of an operator's state, from the server's clock to each of the desks (Socket.IO clients in one process), while the line is full.
- *An hour of calls*: as many as a call every two seconds makes in an hour, at 10 a second. After every ten seconds
  the controller is made to collect its garbage (by Node's inspector), so that it is measured what it holds; the growth is the slope over the later half of these samples (PSS).
- *Memory*: each process' share (PSS, from smaps_rollup) ${plan.idleMs / 1000} s after the start.
`;
  writeFileSync(path.join(project, 'docs', 'bench.md'), text);
}
