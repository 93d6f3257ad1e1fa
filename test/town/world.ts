import { hashPassword } from '../../agent-desk/server/session/password.ts';
import { repertoireOf } from '../../cli/parts/repertoire-of.ts';
import { type Holos, startHolos } from '../../compose.ts';
import { readSettings, type Settings } from '../../config/settings.ts';
import type { Database } from '../../db/connect.ts';
import type { Login } from '../../db/seeds/logins.ts';
import { seedDemo } from '../../db/seeds/seed-demo.ts';
import { emptyDatabase } from '../../db/testing.ts';
import { createLog } from '../../log.ts';
import { takeExchange } from './exchange.ts';
import { testSettings } from './test-settings.ts';
import { Town, townPlace } from './town.ts';

export interface WorldOptions {
  /** 750-600 unless told. */
  readonly company?: string;
  /** `small`: a few buildings with their residents; `none`: operators only. Small unless told. */
  readonly seed?: 'small' | 'none';
  /** How many buildings are a few: 3 unless told. */
  readonly buildings?: number;
  /** Its database has a server of its own, in the world's home, for a test that stops or kills it. */
  readonly ownDatabase?: boolean;
  readonly settings?: Partial<Settings>;
}

/** All of Holos and a town that is its carrier, in a home of their own. */
export interface World {
  readonly holos: Holos;
  readonly town: Town;
  readonly db: Database;
  readonly settings: Settings;
  /** Who may log in at `desk`. */
  readonly logins: readonly Login[];
  readonly desk: string;
  /** Another controller takes up everything that goes on; `holos` and `db` are the new one's then. `meanwhile` none is there. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

/** Where a test file fails before it has its world in hand, nobody stops that. */
let last: World | undefined;

const smallTown = 3;
/** Writing down 150 of them, as in the demo, takes as long as starting Asterisk. */
const earlierCalls = 10;

/**
 * For tests, each in a network of its own (`./holos test calls`): takes all the usual ports. The database's server and the town's
 * Asterisk are those of the world before, and outlive this one.
 */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  await last?.stop();
  const { company = '750-600', seed = 'small', ownDatabase = false } = options;
  const shared = ownDatabase || options.settings?.databaseUrl ? undefined : await emptyDatabase();
  const { settings, remove } = await testSettings({
    ...elsewhere(),
    ...(shared && { databaseUrl: shared.url }),
    ...options.settings,
    company,
  });
  const log = createLog('warn', true);
  const stops = shared ? [shared.drop, remove] : [remove];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    let logins: Login[] = [];
    let holos = await startHolos(settings, log, undefined, async (db, company) => {
      const buildings = seed === 'none' ? 0 : (options.buildings ?? smallTown);
      ({ logins } = await seedDemo(db, {
        home: settings.home,
        hashPassword,
        company,
        buildings,
        earlierCalls,
      }));
    });
    stops.push(() => holos.stop({ everything: true }));
    const place = townPlace(settings, { sipPort: settings.carrier.port, phonesAddress: '127.0.0.3' });
    const repertoire = await repertoireOf(settings);
    const town = new Town(await takeExchange(place, log), { place, repertoire, log }, log);
    stops.push(() => town.stop());
    const desk = `http://${settings.address}:${settings.ports.desk}`;
    last = {
      get holos() {
        return holos;
      },
      get db() {
        return holos.db;
      },
      ...{ town, settings, logins, desk, stop },
      async restart(meanwhile = async () => undefined) {
        await holos.stop();
        await meanwhile();
        holos = await startHolos(settings, log);
      },
    };
    return last;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What outlives a world is not where the next one in this process, who may start all by himself, wants to be. */
function elsewhere(): Pick<Settings, 'ports' | 'carrier'> {
  const { ports, carrier } = readSettings();
  const away = 1000;
  return {
    carrier: { ...carrier, port: carrier.port + away },
    ports: {
      ...ports,
      townHttp: ports.townHttp + away,
      townAmi: ports.townAmi + away,
      townRtpFirst: ports.townRtpFirst + 2 * away,
      townRtpLast: ports.townRtpLast + 2 * away,
    },
  };
}
