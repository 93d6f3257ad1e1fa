import { type Company, spokenLanguages } from './config/company.ts';
import type { Settings } from './config/settings.ts';
import { connectDatabase, type Database } from './db/connect.ts';
import { migrate } from './db/migrate.ts';
import { demandCharacterSet, demandReachable } from './db/own-server.ts';
import { serverFiles } from './db/private-server/files.ts';
import { runningPid } from './db/private-server/process.ts';
import { startDatabase, stopDatabase } from './db/server.ts';
import type { Understood } from './ivr/in-force/sources.ts';
import { sentencesOf } from './ivr/made-ahead.ts';
import { keepRunning } from './keep-running.ts';
import type { Logger } from './log.ts';
import { createVoice, type VoiceOfHolos } from './speech/voice-maker.ts';
import { configureAsterisk } from './telephony/asterisk/configure.ts';
import type { HotlineEntry } from './telephony/asterisk/configure-dialplan.ts';
import { type AsteriskProgram, findAsterisk } from './telephony/asterisk/fetch.ts';
import { goFirst } from './telephony/asterisk/go-first.ts';
import { controllerPassword, controllerUser } from './telephony/asterisk/password.ts';
import type { AsteriskPlace } from './telephony/asterisk/place.ts';
import { runningAsterisk, startAsterisk, stopAsterisk } from './telephony/asterisk/process.ts';

/** Tells in a few words what is being done: `./holos up` shows it. */
export type Stage = (text: string) => void;

/** A process that outlives us; `stop` is called only when everything is to be stopped. */
export interface Service {
  /** Ends the looking after, and leaves the process as it is. */
  release(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The private MariaDB (or the one of HOLOS_DATABASE_URL), with its tables as this version wants them.
 * @throws HolosError of `startDatabase` and `migrate`, `db.unreachable`, `db.character-set`
 */
export async function openDatabase(
  settings: Pick<Settings, 'home' | 'ports' | 'databaseUrl'>,
  log: Logger,
): Promise<Service & { db: Database; url: string }> {
  const { url } = await startDatabase(settings);
  const db = await currentTables(url, settings.databaseUrl !== undefined, log);
  const release = settings.databaseUrl
    ? async () => undefined
    : keepRunning({
        name: 'database',
        isRunning: async () => runningPid(serverFiles(settings.home)) !== undefined,
        start: () => startDatabase(settings),
        log,
      });
  return {
    db,
    url,
    async release() {
      await release();
      await db.destroy();
    },
    async stop() {
      if (!settings.databaseUrl) await stopDatabase(settings);
    },
  };
}

async function currentTables(url: string, isOwn: boolean, log: Logger): Promise<Database> {
  const db = connectDatabase(url);
  try {
    if (isOwn) {
      await demandReachable(db, url);
      await demandCharacterSet(db, log);
    }
    await migrate(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

/** The voice, with everything fixed made ahead, so that no caller waits for synthesis. */
export async function openVoice(
  settings: Settings,
  { company, texts }: Understood,
  log: Logger,
  stage: Stage,
): Promise<VoiceOfHolos> {
  const { timezone } = company;
  const voice = await createVoice({ settings, log, timezone, texts, spoken: spokenLanguages(company) });
  let toldAt = 0;
  const onProgress = (done: number, total: number) => {
    // Those that are there already go by in less than a millisecond each.
    if (performance.now() - toldAt < 100) return;
    toldAt = performance.now();
    stage(`speaking the prompts, ${done} of ${total}`);
  };
  await voice.prepare({ also: sentencesOf(company), onProgress });
  return voice;
}

/** Asterisk: found or fetched, configured for this company, started or taken up, and started again when it dies. */
export async function openAsterisk(
  settings: Settings,
  company: Company,
  voice: VoiceOfHolos,
  log: Logger,
  stage: Stage,
): Promise<Service & { place: AsteriskPlace; program: AsteriskProgram }> {
  const program = await findAsterisk(settings.cache, stage);
  const { folder } = await voice.music();
  const place = await configureAsterisk(settings, program, await fallbacks(company, voice), folder);
  const login = { user: controllerUser, password: await controllerPassword(settings.home) };
  const start = async () => {
    const started = await startAsterisk(place, program, login);
    if (settings.soundFirst) await goAheadOfOthers(started.pid, log);
    return started;
  };
  const { reloaded, waiting, faults } = await start();
  for (const error of faults) log.error({ err: error }, 'Asterisk does not take its new configuration');
  if (reloaded.length > 0)
    log.info({ files: reloaded }, 'Asterisk has read its new configuration; calls go on');
  if (waiting.length > 0)
    log.warn({ files: waiting }, 'Asterisk goes by what these files said before, until ./holos down and up');
  const isRunning = async () => (await runningAsterisk(place)) !== undefined;
  return {
    place,
    program,
    release: keepRunning({ name: 'asterisk', isRunning, start, log }),
    stop: () => stopAsterisk(place),
  };
}

/** Calls are taken all the same where it is not permitted. */
async function goAheadOfOthers(pid: number, log: Logger): Promise<void> {
  try {
    await goFirst(pid);
  } catch (error) {
    log.warn({ err: error }, 'HOLOS_SOUND_FIRST is 1, but is not permitted');
  }
}

/** What is said on each number when no controller is there, in the hotline's languages, one after the other. */
async function fallbacks(company: Company, voice: VoiceOfHolos): Promise<HotlineEntry[]> {
  const hotlines = company.hotlines.map(async ({ languages, numbers }) => {
    const inAll = async (prompt: string) => {
      const sounds = await Promise.all(languages.map((language) => voice.say(prompt, language)));
      return sounds.flat().map((sound) => sound.path);
    };
    const fallbackSounds = await inAll('fallback');
    const withheldSounds = await inAll('fallback.withheld');
    return numbers.map((number) => ({ number, fallbackSounds, withheldSounds }));
  });
  return (await Promise.all(hotlines)).flat();
}
