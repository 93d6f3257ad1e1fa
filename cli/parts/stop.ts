import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeStatus } from '../status-file.ts';
import { placesIn } from './places.ts';
import { makePrivateFolder } from './private-folder.ts';
import {
  belongsTo,
  livingPid,
  pidsWithWord,
  runs,
  sessionMembers,
  sessionOf,
  signal,
  waitUntilGone,
} from './processes.ts';

interface Part {
  readonly name: string;
  readonly pids: readonly number[];
  readonly limitMs: number;
}

/**
 * Ends everything that runs in this home: asks, waits, and kills what does not go in time.
 * Answers with what was stopped, in words; empty when nothing ran.
 */
export async function stopAll(home: string, say: (text: string) => void): Promise<string[]> {
  const places = placesIn(home);
  makePrivateFolder(places.run);
  writeFileSync(places.stopping, '');
  // Known before the first is told to end: the keeper takes the controller with it, and that takes the rest.
  const leaders = leadersIn(home);
  const sessions = sessionsOf(leaders.flatMap(({ pids }) => pids));
  const ran = [...leaders, ...serversIn(home)].filter((part) => part.pids.length > 0);
  const killed = new Set<string>();
  for (const leader of leaders) if (!(await end(leader, home, say))) killed.add(leader.name);
  // What a leader that was killed was just running for a moment, e.g. the making of the database's tables.
  for (const pid of sessions.flatMap(sessionMembers)) signal(pid, 'SIGKILL');
  // Looked for again: one may have been started in the leader's last moment.
  for (const server of serversIn(home)) if (!(await end(server, home, say))) killed.add(server.name);
  removeStatus(home);
  for (const file of [places.keeperPid, places.controllerPid, places.townKeeperPid])
    rmSync(file, { force: true });
  return ran.map(({ name }) => (killed.has(name) ? `${name} (killed: it did not end in time)` : name));
}

/**
 * The sessions that are ours alone: one of us leads it, or led it and is gone. Who was started by hand is in the session of a terminal, with all
 * else that its owner does there.
 */
function sessionsOf(leaders: readonly number[]): number[] {
  const all = leaders.flatMap((pid) => sessionOf(pid) ?? []);
  return all.filter((session) => leaders.includes(session) || !runs(session));
}

/** The keepers and the controller; the town first, so that its residents hang up like people. */
function leadersIn(home: string): Part[] {
  const places = placesIn(home);
  const pids = (file: string) => [livingPid(file, home) ?? []].flat();
  return [
    { name: 'town', pids: pids(places.townKeeperPid), limitMs: 15_000 },
    { name: 'keeper', pids: pids(places.keeperPid), limitMs: 20_000 },
    { name: 'controller', pids: pids(places.controllerPid), limitMs: 5_000 },
  ];
}

/** The programs that run on their own, known by what they were started with: a pid file comes late. MariaDB has to write. */
function serversIn(home: string): Part[] {
  const startedWith = (word: string) => pidsWithWord(word);
  const configuration = (asterisk: string) => path.join(home, asterisk, 'etc', 'asterisk.conf');
  return [
    { name: "the town's Asterisk", pids: startedWith(configuration('town')), limitMs: 5_000 },
    { name: 'Asterisk', pids: startedWith(configuration('asterisk')), limitMs: 8_000 },
    {
      name: 'MariaDB',
      pids: startedWith(`--datadir=${path.join(home, 'database', 'data')}`),
      limitMs: 30_000,
    },
  ];
}

/** False when it had to be killed. */
async function end({ name, pids, limitMs }: Part, home: string, say: (text: string) => void) {
  const alive = pids.filter((pid) => belongsTo(pid, home));
  if (alive.length === 0) return true;
  say(`ending ${name}`);
  for (const pid of alive) signal(pid, 'SIGTERM');
  const gone = await Promise.all(alive.map((pid) => waitUntilGone(pid, home, limitMs)));
  if (gone.every(Boolean)) return true;
  for (const pid of alive) if (belongsTo(pid, home)) signal(pid, 'SIGKILL');
  await Promise.all(alive.map((pid) => waitUntilGone(pid, home, 5_000)));
  return false;
}

/**
 * Ends a controller whose keeper was killed, and leaves what it led: a new one takes that up.
 * Without this there would soon be two of them.
 */
export async function endOrphan(home: string): Promise<void> {
  for (const leader of leadersIn(home)) if (leader.name === 'controller') await end(leader, home, () => {});
}
