import { createDeskServer } from './agent-desk/server/server.ts';
import { openHousing } from './compose-housing.ts';
import { callingBack, openQueue, queueMemory } from './compose-queue.ts';
import { openAsterisk, openDatabase, openVoice, type Stage } from './compose-services.ts';
import type { Company } from './config/company.ts';
import { loadCompany } from './config/load-company.ts';
import type { Settings } from './config/settings.ts';
import type { Database } from './db/connect.ts';
import { promiseCallback } from './db/queries/callbacks.ts';
import { keptPlaces } from './db/queries/kept-places.ts';
import { languageOf, rememberLanguage } from './db/queries/number-languages.ts';
import { appendOperatorEvents } from './db/queries/operator-events.ts';
import { createDialer } from './dialer/create-dialer.ts';
import type { Dialer } from './dialer/dialer.ts';
import { Bus } from './events.ts';
import { identifyCaller } from './housing/identify.ts';
import { normaliseNumber } from './housing/phone-number.ts';
import { type AnswerParts, answerCalls } from './ivr/answer-calls.ts';
import { flowNames } from './ivr/flows/main-menu.ts';
import { callbackPromises } from './ivr/queue/promises.ts';
import { takeUpCalls } from './ivr/take-up-calls.ts';
import { unfinished } from './ivr/unfinished.ts';
import type { Logger } from './log.ts';
import { createCapture } from './recordings/capture.ts';
import { linkRecordingsFolder, recordingsRoot } from './recordings/folder.ts';
import { createMessageStore } from './recordings/messages.ts';
import { createStore } from './recordings/open-store.ts';
import { startRetention } from './recordings/retention.ts';
import { recordingRows } from './recordings/rows.ts';
import { recordingHealth } from './recordings/store-health.ts';
import { createPromptLibrary } from './speech/prompt-library.ts';
import { application } from './telephony/asterisk/configure-dialplan.ts';
import { takeFallbackCalls } from './telephony/asterisk/fallback-calls.ts';
import { connectNode } from './telephony/asterisk/link.ts';
import type { AsteriskNode } from './telephony/asterisk/node.ts';
import { operatorPhones } from './telephony/asterisk/operator-phones.ts';
import { controllerPassword } from './telephony/asterisk/password.ts';
import type { Call } from './telephony/call/call.ts';
import type { CallParts } from './telephony/call/call-parts.ts';
import { CallLog } from './telephony/call/log.ts';
import { stepStore } from './telephony/call/step-store.ts';

/** A running Holos, as its owner (main.ts, a test) sees it. */
export interface Holos {
  readonly db: Database;
  readonly databaseUrl: string;
  readonly bus: Bus;
  readonly node: AsteriskNode;
  readonly company: Company;
  /** The calls that go on. */
  readonly live: ReadonlyMap<string, Call>;
  readonly dialer: Dialer;
  /**
   * Calls, Asterisk and the database go on for a successor; with `everything`, calls are ended, and Asterisk and the
   * private database are stopped.
   */
  stop(options?: { everything?: boolean }): Promise<void>;
}

/** What is told of before the first call: who may work at the desk. */
export type Prepare = (db: Database, company: Company) => Promise<void>;

/** Builds every part, hands each what it needs, and starts them in order. When it returns, calls are taken. */
export async function startHolos(
  settings: Settings,
  log: Logger,
  stage: Stage = () => {},
  prepare: Prepare = async () => {},
): Promise<Holos> {
  const company = forDemo(settings, await loadCompany(settings, { flows: flowNames }));
  stage('the database');
  const database = await openDatabase(settings, log);
  const { db } = database;
  stage('the demo company');
  await prepare(db, company);
  stage('the voice');
  const voice = await openVoice(settings, company, log, stage);
  stage('Asterisk');
  const asterisk = await openAsterisk(settings, company, voice, log, stage);

  await linkRecordingsFolder(settings);
  const phoneSecret = await controllerPassword(settings.home);
  const bus = new Bus((error, name) => log.error({ err: error, event: name }, 'a listener failed'));
  const housing = await openHousing({ settings, company, db, bus, voice, log });
  // The link comes up from here on: until all have said what they do at its syncing, nothing may be waited for.
  const node = await connectNode({ settings, application, log });
  const live = new Map<string, Call>();
  const callParts: CallParts = { node, bus, speaker: voice, log, live, recordings: recordingsRoot(settings) };
  const callLog = new CallLog({ bus, store: stepStore(db, settings.node), log });
  const normalise = (written: string) => normaliseNumber(written, company);

  const phones = operatorPhones(node, phoneSecret);
  const floor = openQueue({
    callBack: (place, operatorId) => callBack(place, operatorId),

    company,
    bus,
    log,
    endpointOf: phones.endpointOf,
    ...(await queueMemory(db, company)),
  });
  const rows = recordingRows(db);
  const capture = createCapture({ settings, bus, rows, node, log });
  const endRetention = startRetention({ settings, db, log, timezone: company.timezone });
  const dialer = createDialer({
    ...callParts,
    company,
    db,
    normalise,
    endpointFor: (number) => endpointFor(number, settings),
    languageOf: (number) => languageOf(db, number),
  });
  const answering: AnswerParts = {
    ...callParts,
    company,
    normalise,
    identify: (number) => identifyCaller(db, number),
    services: {
      company,
      line: floor.line,
      talks: floor.talks,
      ...housing,
      languages: { remember: (number, language) => rememberLanguage(db, number, language) },
      callbacks: callbackPromises({ db, bus, log, line: floor.line }),
      dutyPhone: (number, hotline) => ({
        endpoint: endpointFor(normalise(number) ?? number, settings),
        callerNumber: company.hotlines.find((one) => one.id === hotline)?.numbers[0] ?? hotline,
      }),
      log,
    },
  };
  const callBack = callingBack({
    ...answering,
    db,
    ...floor,
    endpointFor: (number) => endpointFor(number, settings),
  });
  const stops = [
    answerCalls(answering),
    takeUpCalls({
      ...answering,
      async unfinished() {
        await callLog.written();
        return unfinished(db, node.name);
      },
      takeUpOutgoing: (call) => dialer.takeUp(call),
    }),
    node.onSync(() => dialer.recover()),
    node.onState((state) => bus.emit('node', { node: node.name, state })),
    node.onState((state) => state === 'up' && void keepFallbackCalls({ node, db, company, normalise, log })),
    node.onRefused((refusal) => bus.emit('refused', refusal)),
    bus.on('operator', (event) => void writeOperator(db, event, log)),
  ];
  stage('the link to Asterisk');
  await node.whenUp(AbortSignal.timeout(30_000));
  for (const place of await keptPlaces(db)) floor.line.keep(place);
  stage('the desk');
  const desk = await createDeskServer({
    settings,
    company,
    log,
    bus,
    db,
    node,
    phones,
    dialer,
    floor: floor.floor,
    serviceLevelOf: (queue) => floor.rulebook.of(queue).serviceLevel,
    recordings: createStore({ settings, rows }),
    voiceMessages: createMessageStore({ settings }),
    recordingHealth: recordingHealth({ settings, capture, log }),
    accounts: housing.accounts,
    requests: housing.requests,
    incidents: housing.incidents,
    announcements: housing.announcements,
    prompts: createPromptLibrary({ voice, settings }),
    stepsWritten: () => callLog.written(),
  });
  await desk.listen();
  housing.begin();

  return {
    db,
    databaseUrl: database.url,
    bus,
    node,
    company,
    live,
    dialer,
    async stop({ everything = false } = {}) {
      if (everything) await endCalls(live);
      await dialer.stop();
      await desk.close();
      for (const stop of stops) stop();
      floor.close();
      phones.close();
      await endRetention();
      await capture.close();
      await housing.close();
      await callLog.close();
      await asterisk.release();
      await node.close();
      if (everything) await asterisk.stop();
      await database.release();
      if (everything) await database.stop();
    },
  };
}

/** The demo's residents are made up: they may be called at any hour, and again after a minute, so that it can be watched. */
function forDemo(settings: Settings, company: Company): Company {
  if (!settings.demo) return company;
  const calling = {
    ...company.calling,
    from: '00:00',
    to: '23:59',
    days: [1, 2, 3, 4, 5, 6, 7],
    retryMinutes: 1,
  };
  return { ...company, calling };
}

/** Numbers of the demo's simulated town; nobody else has them. */
const townNumbers = /^\+38099000\d{4}$/;

function endpointFor(number: string, settings: Settings): string {
  return `PJSIP/${number}@${settings.demo && townNumbers.test(number) ? 'town' : 'carrier'}`;
}

interface FallbackParts {
  node: AsteriskNode;
  db: Database;
  company: Company;
  normalise: (written: string) => string | null;
  log: Logger;
}

/** Callers whom the dialplan's spoken fallback promised a call back, while no controller was there. */
async function keepFallbackCalls({ node, db, company, normalise, log }: FallbackParts): Promise<void> {
  try {
    await takeFallbackCalls(node, async ({ number: written, dialled, at }) => {
      const number = normalise(written);
      if (!number) return;
      const hotline = company.hotlines.find((one) => one.numbers.includes(dialled))?.id ?? dialled;
      const callId = `${node.name}-fallback-${at.getTime()}-${number}`;
      await promiseCallback(db, { callId, number, hotline, why: 'no-controller', promisedAt: at });
    });
  } catch (error) {
    log.error({ err: error }, 'callers of the fallback are not taken over yet; they stay kept');
  }
}

async function writeOperator(
  db: Database,
  event: {
    operatorId: number;
    state: Parameters<typeof appendOperatorEvents>[1][number]['state'];
    since: Date;
    pauseReason: string | null;
    callId: string | null;
  },
  log: Logger,
): Promise<void> {
  const { operatorId, state, since: at, pauseReason: reason, callId } = event;
  try {
    await appendOperatorEvents(db, [{ operatorId, at, state, reason, callId }]);
  } catch (error) {
    log.error({ err: error, operatorId, state }, 'a state of an operator could not be written');
  }
}

async function endCalls(live: ReadonlyMap<string, Call>): Promise<void> {
  await Promise.allSettled([...live.values()].map((call) => call.finish('shutdown')));
}
