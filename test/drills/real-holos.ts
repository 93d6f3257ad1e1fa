import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { hashPassword } from '../../agent-desk/server/session/password.ts';
import { endLeftovers } from '../../cli/parts/leftovers.ts';
import { placesIn, project } from '../../cli/parts/places.ts';
import { livingPid } from '../../cli/parts/processes.ts';
import { deskAddress, isReady } from '../../cli/parts/readiness.ts';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { readStatus } from '../../cli/status-file.ts';
import type { Settings } from '../../config/settings.ts';
import { connectDatabase, type Database } from '../../db/connect.ts';
import { type Role, saveOperator } from '../../db/queries/operators.ts';
import type { Login } from '../../db/seeds/logins.ts';
import { controllerPassword, controllerUser } from '../../telephony/asterisk/password.ts';
import { testSettings } from '../town/test-settings.ts';
import { startTown, type Town, townPlace } from '../town/town.ts';

/** What may be killed. */
type Part = 'controller' | 'asterisk' | 'database';

/** The whole of Holos as it is really run (keeper, controller, Asterisk, MariaDB), and a town that is its carrier. */
export class RealHolos {
  readonly settings: Settings;
  readonly db: Database;
  readonly town: Town;
  readonly desk: string;
  readonly logins: Login[];
  readonly #stops: (() => Promise<unknown>)[];

  static async start(): Promise<RealHolos> {
    const made = await testSettings({ demo: false });
    const { settings } = made;
    const stops = [made.remove, () => endLeftovers(settings.home)];
    try {
      await command(settings, 'up');
      const db = connectDatabase(readStatus(settings.home)?.database ?? '');
      stops.push(() => db.destroy());
      const town = await startTown({
        place: townPlace(settings, { sipPort: settings.ports.sip, phonesAddress: '127.0.0.3' }),
        repertoire: await repertoireOf(settings),
      });
      stops.push(() => town.stop());
      const logins = JSON.parse(await readFile(path.join(settings.home, 'first-login.json'), 'utf8'));
      return new RealHolos({ settings, db, town, logins }, stops);
    } catch (error) {
      await stopAll(stops);
      throw error;
    }
  }

  private constructor(
    parts: Pick<RealHolos, 'settings' | 'db' | 'town' | 'logins'>,
    stops: (() => Promise<unknown>)[],
  ) {
    this.settings = parts.settings;
    this.db = parts.db;
    this.town = parts.town;
    this.logins = parts.logins;
    this.desk = deskAddress(parts.settings);
    this.#stops = stops;
  }

  /** Somebody more may log in. */
  async hires(login: string, role: Role): Promise<void> {
    const one = { login, role, name: login, password: `${login}-of-a-test` };
    await saveOperator(this.db, { ...one, passwordHash: await hashPassword(one.password) });
    this.logins.push(one);
  }

  kill(part: Part): void {
    this.#signal(part, 'SIGKILL');
  }

  /** These stand still, as when the machine has no time for them, and go on when this is over. */
  async standStill(parts: readonly Part[], meanwhile: () => Promise<void>): Promise<void> {
    for (const part of parts) this.#signal(part, 'SIGSTOP');
    try {
      await meanwhile();
    } finally {
      for (const part of parts) this.#signal(part, 'SIGCONT');
    }
  }

  #signal(part: Part, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    const places = placesIn(this.settings.home);
    const pid = livingPid(places[`${part}Pid`], this.settings.home);
    if (pid === undefined) throw new Error(`no ${part} runs`);
    process.kill(pid, signal);
  }

  /** The controller is killed, and its keeper starts none until this is over. */
  async withoutController(meanwhile: () => Promise<void>): Promise<void> {
    const { home } = this.settings;
    const keeper = livingPid(placesIn(home).keeperPid, home);
    if (keeper === undefined) throw new Error('no keeper runs');
    process.kill(keeper, 'SIGSTOP');
    try {
      this.kill('controller');
      await meanwhile();
    } finally {
      process.kill(keeper, 'SIGCONT');
    }
  }

  /** Calls are taken (again). */
  async takesCalls(): Promise<void> {
    await expect.poll(() => isReady(this.desk), { timeout: 30_000, interval: 100 }).toBe(true);
  }

  /** What Asterisk has of this kind. */
  async inAsterisk(kind: 'bridges' | 'channels'): Promise<{ id: string }[]> {
    const { settings } = this;
    const login = `${controllerUser}:${await controllerPassword(settings.home)}`;
    const answer = await fetch(`http://${settings.address}:${settings.ports.http}/ari/${kind}`, {
      headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}` },
    });
    return answer.json() as Promise<{ id: string }[]>;
  }

  stop(): Promise<void> {
    return stopAll(this.#stops);
  }
}

async function stopAll(stops: (() => Promise<unknown>)[]): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop();
}

/** A command as it is typed. */
async function command(settings: Settings, ...args: string[]): Promise<void> {
  const env = { ...process.env, HOLOS_HOME: settings.home, HOLOS_CACHE: settings.cache };
  const child = spawn(path.join(project, 'holos'), args, { env, stdio: 'ignore' });
  const [code] = await once(child, 'close');
  expect(code).toBe(0);
}
