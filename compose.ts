import { createDeskServer } from './agent-desk/server/server.ts';
import { type OpenCompany, openCompany } from './compose-company.ts';
import { openHousing } from './compose-housing.ts';
import { callingBack, openQueue, operatorsCalling, permission, queueMemory } from './compose-queue.ts';
import { openAsterisk, openDatabase, openVoice, type Stage } from './compose-services.ts';
import { callerNumber } from './config/calling-hotline.ts';
import type { Company } from './config/company.ts';
import type { Settings } from './config/settings.ts';
import type { Database } from './db/connect.ts';
import { OperatorLog } from './db/operator-log.ts';
import { promiseCallback } from './db/queries/callbacks.ts';
import { keptPlaces } from './db/queries/kept-places.ts';
import { languageOf, rememberLanguage } from './db/queries/number-languages.ts';
import { endStatesLeftOpen, lastKnownAt, statesLeftOpen } from './db/queries/operator-events.ts';
import { createDialer } from './dialer/create-dialer.ts';
import type { Dialer } from './dialer/dialer.ts';
import { Bus } from './events.ts';
import { identifyCaller } from './housing/identify.ts';
import { listedNumber, normaliseNumber } from './housing/phone-number.ts';
import { type AnswerParts, answerCalls } from './ivr/answer-calls.ts';
import { takeOverFallbackCalls } from './ivr/fallback-callbacks.ts';
import type { Kept } from './ivr/in-force/kept.ts';
import { createFloorRules } from './ivr/queue/floor-rules.ts';
import { callbackPromises } from './ivr/queue/promises.ts';
import { keptPlaceNow } from './ivr/queue-now.ts';
import { takeUpCalls } from './ivr/take-up-calls.ts';
import { unfinished } from './ivr/unfinished.ts';
import type { Logger } from './log.ts';
import { createCapture } from './recordings/capture.ts';
import { linkRecordingsFolder, recordingsRoot } from './recordings/folder.ts';
import { recordedUntil } from './recordings/measure.ts';
import { createMessageStore } from './recordings/messages.ts';
import { createStore } from './recordings/open-store.ts';
import { startRetention } from './recordings/retention.ts';
import { recordingRows } from './recordings/rows.ts';
import { recordingHealth } from './recordings/store-health.ts';
import { createPromptLibrary } from './speech/prompt-library.ts';
import { application } from './telephony/asterisk/configure-dialplan.ts';
import { trunkEndpoints } from './telephony/asterisk/configure-trunks.ts';
import { connectNode } from './telephony/asterisk/link.ts';
import { takeInventory } from './telephony/asterisk/link-inventory.ts';
import type { AsteriskNode } from './telephony/asterisk/node.ts';
import { operatorPhones } from './telephony/asterisk/operator-phones.ts';
import { controllerPassword } from './telephony/asterisk/password.ts';
import { TrunkLines } from './telephony/asterisk/trunk-lines.ts';
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
  /** Where that came from: from the files as they are now, or, when those have a fault, from those before. */
  readonly inForce: Pick<OpenCompany, 'name' | 'fault'> & { readonly kept: Kept | null };
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
  const opened = await openCompany(settings, log);
  const { company } = opened;
  stage('the database');
  const database = await openDatabase(settings, log);
  const { db } = database;
  stage(settings.demo ? 'the demo company' : 'the first login');
  await prepare(db, company);
  const left = await statesLeftOpen(db);
  const knownUntil = await lastKnownAt(db);
  await endStatesLeftOpen(db);
  stage('the voice');
  const voice = await openVoice(settings, opened, log, stage);
  stage('Asterisk');
  const asterisk = await openAsterisk(settings, company, voice, log, stage);

  await linkRecordingsFolder(settings);
  const phoneSecret = await controllerPassword(settings.home);
  const bus = new Bus((error, name) => log.error({ err: error, event: name }, 'a listener failed'));
  const housing = await openHousing({ settings, company, db, bus, voice, log });
  const node = await connectNode({ settings, application, log });
  const live = new Map<string, Call>();
  const callParts: CallParts = { node, bus, speaker: voice, log, live, recordings: recordingsRoot(settings) };
  const callLog = new CallLog({ bus, store: stepStore(db, settings.node), log });
  const operatorLog = new OperatorLog({ bus, db, log });
  const normalise = (written: string) => normaliseNumber(written, company);

  const outside = (number: string, hotline: string) => ({
    endpoint: endpointFor(normalise(number) ?? number, settings),
    callerNumber: callerNumber(company, hotline),
  });
  const mayCall = permission(company);
  const phones = operatorPhones(node, phoneSecret);
  const floor = openQueue({
    callBack: (place, operatorId) => callBack(place, operatorId),
    node,
    outgoing: {
      begin: (operatorId, dialled) => outgoing.begin(operatorId, dialled),
      stop: (operatorId, callId) => outgoing.stop(operatorId, callId),
    },
    outside,
    mayCall,
    isLive: (callId) => live.has(callId),
    isInCall: (number) => [...live.values()].some((call) => call.number === number),
    company,
    bus,
    log,
    phones,
    left,
    ...(await queueMemory(db, company, log)),
  });
  const lines = new TrunkLines({
    ...{ node, log, endpoints: trunkEndpoints(settings) },
    told: (inUse) => bus.emit('lines', { inUse }),
  });
  const rows = recordingRows(db);
  const capture = createCapture({ settings, bus, rows, node, log });
  const endRetention = startRetention({ settings, db, log, timezone: company.timezone });
  const dialer = createDialer({
    ...callParts,
    company,
    db,
    normalise: (listed) => listedNumber(listed, company),
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
      callbacks: callbackPromises({ db, bus, log, line: floor.line, callbacks: housing.callbacks }),
      dutyPhone: outside,
      log,
    },
  };
  const calling = {
    ...{ ...answering, db, ...floor, endpointOf: phones.endpointOf },
    endpointFor: (number: string) => endpointFor(number, settings),
  };
  const callBack = callingBack(calling);
  const outgoing = operatorsCalling(calling);
  const stops = [
    answerCalls(answering),
    takeUpCalls({
      ...answering,
      async unfinished() {
        await callLog.written();
        return unfinished(db, node.name, company, {
          lastKnownAt: knownUntil,
          recordedUntil: (call) =>
            recordedUntil(callParts.recordings, call).catch((error) => {
              log.error({ err: error, callId: call.id }, 'how long a call was recorded cannot be seen');
              return null;
            }),
        });
      },
      takeUpOutgoing: (call) => dialer.takeUp(call),
      supervisingInterrupted: (id) => floor.supervisions.wasInterrupted(id),
      isLeftOver: (id) => floor.supervisions.isLeftOver(id),
      isInternal: (callId) => floor.internal.has(callId),
      isConsulted: (callId) => floor.talks.isConsulted(callId),
      inventory: () => takeInventory(node, application),
      takenUp: () => dialer.recover(),
    }),
    node.onState((state) => bus.emit('node', { node: node.name, state })),
    takeOverFallbackCalls({
      node,
      company,
      normalise,
      promise: (callback) => promiseCallback(db, callback),
      bus,
      log,
    }),
    node.onRefused((refusal) => bus.emit('refused', refusal)),
  ];
  // Who waits on the telephone hears where he stands as soon as he is taken up: those before him are there by then.
  for (const place of await keptPlaces(db)) floor.line.keep(keptPlaceNow(place, { company, log }));
  stage('the link to Asterisk');
  // All have said what they do at its syncing: earlier it could come up behind the back of those who have not.
  node.begin();
  await node.whenUp(AbortSignal.timeout(30_000));
  stage('the desk');
  const desk = await createDeskServer({
    settings,
    company,
    log,
    bus,
    db,
    node,
    linesInUse: () => lines.inUse,
    phones,
    dialer,
    floor: floor.floor,
    serviceLevelOf: (queue) => floor.rulebook.of(queue).serviceLevel,
    floorRules: createFloorRules({ db, company, rulebook: floor.rulebook, mayCall }),
    recordings: createStore({ settings, rows }),
    voiceMessages: createMessageStore({ settings }),
    recordingHealth: recordingHealth({ settings, capture, log }),
    companyFault: opened.fault,
    accounts: housing.accounts,
    requests: housing.requests,
    incidents: housing.incidents,
    announcements: housing.announcements,
    prompts: createPromptLibrary({ voice, settings }),
    stepsWritten: () => callLog.written(),
  });
  await desk.listen();
  housing.begin();
  // Not earlier: of thousands of sounds each is looked at, while callers wait for a controller that comes back.
  const swept = voice.sweep();
  const kept = await opened.keep();

  return {
    db,
    databaseUrl: database.url,
    bus,
    node,
    company,
    inForce: { name: opened.name, kept, fault: opened.fault },
    live,
    dialer,
    async stop({ everything = false } = {}) {
      if (everything) await endCalls(live);
      await dialer.stop({ everything });
      await desk.close();
      for (const stop of stops) stop();
      floor.close();
      lines.close();
      phones.close();
      await endRetention();
      await swept;
      await capture.close();
      await housing.close();
      await Promise.all([callLog.close(), operatorLog.close()]);
      await asterisk.release();
      await node.close();
      if (everything) await asterisk.stop();
      await database.release();
      if (everything) await database.stop();
    },
  };
}

/** Numbers of the demo's simulated town; nobody else has them. */
const townNumbers = /^\+38099000\d{4}$/;

function endpointFor(number: string, settings: Settings): string {
  return `PJSIP/${number}@${settings.demo && townNumbers.test(number) ? 'town' : 'carrier'}`;
}

async function endCalls(live: ReadonlyMap<string, Call>): Promise<void> {
  await Promise.allSettled([...live.values()].map((call) => call.finish('shutdown')));
}
