import { existsSync } from 'node:fs';
import { hashPassword } from './agent-desk/server/session/password.ts';
import { placesIn } from './cli/parts/places.ts';
import { makePrivateFolder } from './cli/parts/private-folder.ts';
import { writePid } from './cli/parts/processes.ts';
import { deskAddress } from './cli/parts/readiness.ts';
import { keepLogsShort } from './cli/parts/short-logs.ts';
import { type Status, writeStatus } from './cli/status-file.ts';
import { type Prepare, startHolos } from './compose.ts';
import { readSettings } from './config/settings.ts';
import { ensureFirstLogin, type Login } from './db/seeds/logins.ts';
import { seedDemo } from './db/seeds/seed-demo.ts';
import { HolosError } from './errors.ts';
import { createLog } from './log.ts';

/**
 * The controller: built into one file and started by cli/keeper.sh, or as it stands by hand with `node --import tsx main.ts`. What it is doing stands in
 * <home>/run/status.json. On SIGTERM it leaves calls, Asterisk and the database to its successor, unless
 * <home>/run/stopping says that everything is to end.
 */
const settings = readSettings();
const places = placesIn(settings.home);
for (const folder of [places.run, places.log]) makePrivateFolder(folder);
const log = createLog(settings.logLevel, settings.logPersons);
const { controllerLog, asteriskLog, databaseLog, townLog } = places;
const letLogsGrow = keepLogsShort([controllerLog, asteriskLog, databaseLog, townLog], log);
notePid();
process.on('uncaughtException', (error) => {
  log.fatal({ err: error }, 'an error that nobody caught; the keeper starts the controller again');
  process.exit(70);
});

/** Where it cannot be written at all, `./holos status` does not know of this controller, which takes calls all the same. */
function notePid(): void {
  try {
    writePid(places.controllerPid, process.pid);
  } catch (error) {
    log.error({ err: error }, 'the process id cannot be written');
  }
}

const base = {
  desk: deskAddress(settings),
  sip: `${settings.address}:${settings.ports.sip}`,
  startedAt: new Date().toISOString(),
};
/** Calls are taken all the same when nothing can be written, e.g. on a full disk: `./holos up` looks at the disk itself. */
const tell = (status: Partial<Status>) => {
  try {
    writeStatus(settings.home, { ready: false, database: '', ...base, ...status });
  } catch (error) {
    log.error({ err: error }, 'the status cannot be written');
  }
};

/** In the demo, its town and logins; otherwise the first administrator, whose password lies in a file of its own. */
let logins: Login[] | undefined;
const prepare: Prepare = async (db, company) => {
  const parts = { home: settings.home, hashPassword };
  if (settings.demo) ({ logins } = await seedDemo(db, { ...parts, company }));
  else await ensureFirstLogin(db, parts);
};

try {
  const holos = await startHolos(settings, log, (stage) => tell({ stage }), prepare);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    tell({ stage: 'stopping' });
    const everything = existsSync(places.stopping);
    await holos.stop({ everything });
    letLogsGrow();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  const { name, kept, fault } = holos.inForce;
  const since = kept?.since.toISOString() ?? null;
  const company = { name, since, sha256: kept?.sha256 ?? null, fault };
  tell({ ready: true, database: holos.databaseUrl, company, logins });
  log.info({ desk: base.desk }, 'calls are taken');
} catch (error) {
  log.fatal({ err: error }, 'the start failed');
  tell({ fault: error instanceof HolosError ? error.message : String(error) });
  process.exit(1);
}
