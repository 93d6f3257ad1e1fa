import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { hashPassword } from '../../agent-desk/server/session/password.ts';
import { stopAll } from '../../cli/parts/stop.ts';
import { bringUp } from '../../cli/up.ts';
import { loadCompany } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { connectDatabase, type Database } from '../../db/connect.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import type { Login } from '../../db/seeds/logins.ts';
import { seedDemo } from '../../db/seeds/seed-demo.ts';
import { createLog } from '../../log.ts';
import { createVoice } from '../../speech/voice-maker.ts';
import { linkNode } from '../../telephony/asterisk/link.ts';
import { controllerPassword, controllerUser } from '../../telephony/asterisk/password.ts';
import { readWav } from '../town/sound/wav.ts';

/** A prompt: the file without its ending, and its samples. */
export interface Prompt {
  readonly file: string;
  readonly samples: Int16Array;
}

export const promptNames = ['greeting', 'notice', 'emergency', 'language'] as const;
export type Prompts = Record<(typeof promptNames)[number], Prompt>;

/** Who is called: Holos, a dialplan that does the same (it says it, and records from the answer on), and one that only says it. */
export const whoms = ['holos', 'plain', 'bare'] as const;
export type Whom = (typeof whoms)[number];
export const dialled: Record<Whom, string> = { holos: '750600', plain: '900001', bare: '900002' };

/** Holos as `./holos up` starts it, with residents, operators, and a plain dialplan beside it on the same Asterisk. */
export interface BenchSystem {
  readonly settings: Settings;
  readonly db: Database;
  readonly prompts: Prompts;
  readonly logins: readonly Login[];
  /** Residents' numbers whose language is known, so that a call goes straight to the menu. */
  readonly numbers: readonly string[];
  /** Asks Asterisk's command line. */
  command(text: string): Promise<string>;
  /** Loads a part of Asterisk that Holos does without. */
  loadModule(moduleName: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts everything but the people: what an empty system takes is measured first. */
export async function startSystem(
  settings: Settings,
): Promise<{ databaseUrl: string; stop: () => Promise<void> }> {
  const status = await bringUp(settings);
  return { databaseUrl: status.database, stop: async () => void (await stopAll(settings.home, () => {})) };
}

export async function peopleSystem(settings: Settings, databaseUrl: string): Promise<BenchSystem> {
  const log = createLog('warn');
  const db = connectDatabase(databaseUrl);
  const company = await loadCompany(settings);
  const { logins } = await seedDemo(db, { home: settings.home, hashPassword, company });
  const numbers: string[] = await db('phones')
    .groupBy('number')
    .having(db.raw('COUNT(*) = 1'))
    .limit(200)
    .pluck('number');
  await Promise.all(numbers.map((number) => rememberLanguage(db, number, 'uk')));
  const prompts = await promptsOf(settings);
  const { node: name, address, ports } = settings;
  const node = linkNode(
    {
      name,
      address,
      httpPort: ports.http,
      amiPort: ports.ami,
      user: controllerUser,
      password: await controllerPassword(settings.home),
      application: 'bench',
    },
    log,
  );
  await node.begin().whenUp(AbortSignal.timeout(10_000));
  const command = async (text: string) => (await node.ami('Command', { Command: text })).output ?? '';
  await addDialplan(command, settings, prompts);
  return {
    settings,
    db,
    prompts,
    logins,
    numbers,
    command,
    async loadModule(moduleName) {
      await node.ari('asterisk', 'loadModule', { moduleName });
    },
    async close() {
      await node.close();
      await db.destroy();
    },
  };
}

async function promptsOf(settings: Settings): Promise<Prompts> {
  const voice = await createVoice({ settings, log: createLog('warn') });
  const prompt = async (name: string, parameters: Record<string, string | number> = {}): Promise<Prompt> => {
    const [sound] = await voice.say(name, 'uk', parameters);
    const file = sound?.path ?? '';
    return { file, samples: await readWav(`${file}.wav`) };
  };
  return {
    greeting: await prompt('greeting.750-600'),
    notice: await prompt('notice.recorded'),
    emergency: await prompt('emergency.number', { number: '1580' }),
    language: await prompt('language.choose', { key: 1 }),
  };
}

/** The same conversation in a dialplan: greeting, 7 ends it and leads over the notice to the emergency number, 9 on from there. */
async function addDialplan(
  command: (text: string) => Promise<string>,
  settings: Settings,
  prompts: Prompts,
): Promise<void> {
  const recordings = path.join(settings.home, 'bench-recordings');
  await mkdir(recordings, { recursive: true });
  const lines: [context: string, line: string][] = [
    ['from-carrier', `${dialled.plain},1,Goto(bench,plain,1)`],
    ['from-carrier', `${dialled.bare},1,Goto(bench,bare,1)`],
    ['bench', 'plain,1,Answer(,i)'],
    ['bench', `plain,2,MixMonitor(${recordings}/\${UNIQUEID}.wav)`],
    ['bench', 'plain,3,Goto(bare,2)'],
    ['bench', 'bare,1,Answer(,i)'],
    ['bench', `bare,2,Background(${prompts.greeting.file})`],
    ['bench', 'bare,3,WaitExten(10)'],
    ['bench', `7,1,Playback(${prompts.notice.file})`],
    ['bench', `7,2,Background(${prompts.emergency.file})`],
    ['bench', '7,3,WaitExten(10)'],
    ['bench', `9,1,Background(${prompts.language.file})`],
    ['bench', '9,2,WaitExten(10)'],
  ];
  for (const [context, line] of lines) await command(`dialplan add extension ${line} into ${context}`);
}
