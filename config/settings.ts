import path from 'node:path';
import { z } from 'zod';
import { HolosError } from '../errors.ts';
import { inWords } from './in-words.ts';

/** The highest port is so much above the base: the last one of the town's sound. */
const highestAbove = 8999;
const portBase = z.coerce
  .number()
  .int()
  .min(1024)
  .max(65_535 - highestAbove);
const address = z.ipv4('an address such as 192.0.2.1');
const carrier = z.string().refine((text) => {
  const [host = '', port = '5060', ...more] = text.split(':');
  const isPort = /^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535;
  return address.safeParse(host).success && isPort && more.length === 0;
}, 'an address such as 192.0.2.1, or address:port');

/** Every environment variable that Holos reads, with its default. Nothing else reads process.env. */
const environment = z.object({
  HOLOS_HOME: z.string().min(1).default('.holos'),
  HOLOS_CACHE: z.string().min(1).optional(),
  HOLOS_PORT_BASE: portBase.default(5000),
  HOLOS_ADDRESS: address.default('127.0.0.1'),
  HOLOS_CARRIER: carrier.optional(),
  HOLOS_CARRIER_USER: z.string().min(1).optional(),
  HOLOS_CARRIER_PASSWORD: z.string().min(8).optional(),
  HOLOS_DATABASE_URL: z
    .url({ protocol: /^(mysql|mariadb)$/, error: 'such as mysql://user:password@host:3306/name' })
    .optional(),
  HOLOS_COMPANY: z.string().min(1).default('750-600'),
  HOLOS_NODE: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,7}$/, 'a small letter, then up to 7 letters or digits')
    .default('n1'),
  HOLOS_DEMO: z.enum(['0', '1']).default('0'),
  HOLOS_SPEECH_COMMAND: z.string().min(1).optional(),
  HOLOS_SPEECH_SPEED: z.coerce.number().int().min(50).max(500).default(100),
  HOLOS_SMS_COMMAND: z.string().min(1).optional(),
  HOLOS_LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HOLOS_LOG_PERSONS: z.enum(['0', '1']).default('0'),
  HOLOS_SOUND_FIRST: z.enum(['0', '1']).default('0'),
  HOLOS_RECORDINGS_DAYS: z.coerce.number().int().min(1).default(365),
});

/** Where everything is and listens. Folders are absolute; ports are counted from HOLOS_PORT_BASE. */
export interface Settings {
  readonly home: string;
  readonly cache: string;
  readonly address: string;
  readonly ports: {
    readonly sip: number;
    readonly desk: number;
    /** Asterisk's HTTP: ARI and the browser phones' WebSocket (/ws). */
    readonly http: number;
    readonly ami: number;
    readonly database: number;
    readonly rtpFirst: number;
    readonly rtpLast: number;
    /** The town's own Asterisk (SIP, HTTP, AMI), for the demo, tests and ./holos call. */
    readonly townSip: number;
    readonly townHttp: number;
    readonly townAmi: number;
    readonly townRtpFirst: number;
    readonly townRtpLast: number;
  };
  readonly carrier: {
    readonly address: string;
    readonly port: number;
    /** With it the carrier is known by digest, and its address alone lets nobody in. */
    readonly login?: { readonly user: string; readonly password: string };
  };
  readonly databaseUrl?: string;
  /** A company that comes with Holos (`750-600`, `8800`) or a path to a company file. */
  readonly company: string;
  readonly node: string;
  readonly demo: boolean;
  readonly speechCommand?: string;
  /** How fast espeak-ng speaks, of its usual speed. */
  readonly speechSpeedPercent: number;
  /** Sends an SMS; without it messages are only kept. */
  readonly smsCommand?: string;
  readonly logLevel: string;
  readonly logPersons: boolean;
  /** Asterisk goes before all ordinary work of the machine, the controller and the database too. */
  readonly soundFirst: boolean;
  readonly recordingsDays: number;
}

/**
 * In the demo, and where the hotlines are tried, nobody has a telephone that an SMS could reach; it takes all, so that what callers
 * are promised by SMS can be heard there.
 */
export const madeUpProvider = 'true';

/**
 * Reads the settings once and freezes them.
 * @throws HolosError `settings.invalid` that names every fault at once, one a line.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const given = withoutEmpty(env);
  const read = environment.safeParse(given);
  const faults = (read.error?.issues ?? [])
    .flatMap((issue) => inWords(issue, ([name]) => ({ value: given[String(name)] })))
    .map((fault) => `${fault.path.join('.')}: ${fault.message}`);
  // With one of them alone anybody at the carrier's address would be let in, and the administrator believe the contrary.
  if ((given.HOLOS_CARRIER_USER === undefined) !== (given.HOLOS_CARRIER_PASSWORD === undefined))
    faults.push('HOLOS_CARRIER_USER and HOLOS_CARRIER_PASSWORD belong together: set both, or neither.');
  if (!read.success || faults.length > 0) {
    const lines = faults.map((fault) => `\n  ${fault}`).join('');
    throw new HolosError('settings.invalid', `The settings have faults:${lines}`);
  }
  return Object.freeze(arrange(read.data));
}

/** A path as a person typed it: it counts from the folder where that was, though the command runs in the project's. */
export function typedPath(file: string, env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env.HOLOS_TYPED_IN || '.', file);
}

function arrange(e: z.infer<typeof environment>): Settings {
  const home = path.resolve(e.HOLOS_HOME);
  const base = e.HOLOS_PORT_BASE;
  const [carrierAddress = '127.0.0.2', carrierPort] = (e.HOLOS_CARRIER ?? '127.0.0.2').split(':');
  return {
    home,
    cache: path.resolve(e.HOLOS_CACHE ?? path.join(home, 'cache')),
    address: e.HOLOS_ADDRESS,
    ports: {
      sip: base + 60,
      desk: base + 80,
      http: base + 88,
      ami: base + 38,
      database: base + 6,
      rtpFirst: base + 5000,
      rtpLast: base + 6999,
      townSip: base + 70,
      townHttp: base + 78,
      townAmi: base + 39,
      townRtpFirst: base + 7000,
      townRtpLast: base + highestAbove,
    },
    carrier: {
      address: carrierAddress,
      port: carrierPort ? Number(carrierPort) : base + 60,
      login: carrierLogin(e),
    },
    databaseUrl: e.HOLOS_DATABASE_URL,
    company: e.HOLOS_COMPANY,
    node: e.HOLOS_NODE,
    demo: e.HOLOS_DEMO === '1',
    speechCommand: e.HOLOS_SPEECH_COMMAND,
    speechSpeedPercent: e.HOLOS_SPEECH_SPEED,
    smsCommand: e.HOLOS_SMS_COMMAND ?? (e.HOLOS_DEMO === '1' ? madeUpProvider : undefined),
    logLevel: e.HOLOS_LOG_LEVEL,
    logPersons: e.HOLOS_LOG_PERSONS === '1',
    soundFirst: e.HOLOS_SOUND_FIRST === '1',
    recordingsDays: e.HOLOS_RECORDINGS_DAYS,
  };
}

function carrierLogin({
  HOLOS_CARRIER_USER: user,
  HOLOS_CARRIER_PASSWORD: password,
}: z.infer<typeof environment>): Settings['carrier']['login'] {
  return user === undefined || password === undefined ? undefined : { user, password };
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}
