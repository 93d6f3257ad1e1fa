import { readSettings, type Settings } from '../config/settings.ts';
import { type Command, readArguments } from './command.ts';
import { placesIn } from './parts/places.ts';
import { livingPid, memoryOf } from './parts/processes.ts';
import { deskAddress, type Readiness, readiness } from './parts/readiness.ts';
import { demandOwn } from './parts/running-settings.ts';
import { readStatus, type Status } from './status-file.ts';

export const status: Command = {
  name: 'status',
  summary: 'Say whether calls are taken, and where the desk, SIP and the database are.',
  usage: 'status [--json]',
  async run(args) {
    const { values } = readArguments(args, { json: { type: 'boolean', default: false } });
    const settings = readSettings();
    const now = await currentStatus(settings);
    if (values.json) console.log(JSON.stringify(now));
    else print(now, settings);
    return 0;
  },
};

type CurrentStatus = Omit<Status, 'startedAt'> & Pick<Readiness, 'faults'>;

/** What the controller wrote, and whether that is still true. */
async function currentStatus(settings: Settings): Promise<CurrentStatus> {
  const { home, address, ports } = settings;
  demandOwn(home);
  const written = readStatus(home);
  const alive = livingPid(placesIn(home).controllerPid, home) !== undefined;
  // Where it really is: it was started with settings of its own.
  const now = await readiness(written?.desk ?? deskAddress(settings));
  const told = { ready: alive && written?.ready === true && now.ready, faults: now.faults };
  if (written) return { ...written, ...told };
  return { ...told, desk: deskAddress(settings), sip: `${address}:${ports.sip}`, database: '' };
}

function companyLine({ name, since, fault }: NonNullable<Status['company']>): string {
  const when = since === null ? '' : `, in force since ${since.slice(0, 16).replace('T', ' ')} UTC`;
  return `Company ${name}${when}${fault === null ? '' : '; its files have faults now (below)'}`;
}

function print(now: CurrentStatus, settings: Settings): void {
  const places = placesIn(settings.home);
  console.log(now.ready ? 'Calls are taken.' : `Calls are not taken${now.stage ? ` (${now.stage})` : ''}.`);
  if (now.ready) {
    console.log(`Desk  ${now.desk}`);
    console.log(`SIP   ${now.sip}`);
    if (now.company) console.log(companyLine(now.company));
    for (const { login, password, role } of now.logins ?? [])
      console.log(`Login ${login} ${password} (${role})`);
  } else if (now.fault) console.log(now.fault);
  for (const fault of now.faults) console.log(`Wrong: ${fault}`);
  const parts = {
    keeper: places.keeperPid,
    controller: places.controllerPid,
    Asterisk: places.asteriskPid,
    MariaDB: places.databasePid,
    "the town's keeper": places.townKeeperPid,
    "the town's Asterisk": places.townPid,
  };
  for (const [name, file] of Object.entries(parts)) {
    const pid = livingPid(file, settings.home);
    if (pid === undefined) {
      if (!name.includes('town')) console.log(`${name.padEnd(20)} not running`);
      continue;
    }
    const mb = Math.round((memoryOf(pid) ?? 0) / 1024 / 1024);
    console.log(`${name.padEnd(20)} running, process ${pid}, ${mb} MB`);
  }
  if (!now.ready) console.log('Start it with ./holos up; what happened stands in ./holos logs.');
}
