import { access, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Settings } from '../../config/settings.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { fallbackLines, type HotlineEntry, hotlineLines } from './configure-dialplan.ts';
import { carrierSections, mediaLines, townSections } from './configure-trunks.ts';
import type { AsteriskProgram } from './fetch.ts';
import { controllerPassword, controllerUser } from './password.ts';
import { type AsteriskPlace, placeOf, recordingFolder } from './place.ts';

const silenceSeconds = 10;
const templates = path.join(import.meta.dirname, '../../config/asterisk');

/**
 * Writes all of Asterisk's configuration into `<home>/asterisk/etc`, anew each time.
 * @param music an absolute path to a folder of 8 kHz WAV files: the music of the queue.
 * @throws HolosError `asterisk.no-sound` when a fallback sound is not there.
 */
export async function configureAsterisk(
  settings: Settings,
  program: AsteriskProgram,
  hotlines: readonly HotlineEntry[],
  music = path.join(settings.home, 'asterisk', 'music'),
): Promise<AsteriskPlace> {
  const sounds = hotlines.flatMap(({ fallbackSounds, withheldSounds }) => [fallbackSounds, withheldSounds]);
  await Promise.all(sounds.flat().map(checkSound));
  const place = placeOf(settings);
  await Promise.all(
    [music, recordingFolder(place), path.join(place.var, 'cache'), path.join(place.var, 'keys')].map(
      makeFolder,
    ),
  );
  const values = {
    etc: place.etc,
    var: place.var,
    spool: place.spool,
    run: place.run,
    log: place.log,
    modules: program.moduleFolder,
    data: program.dataFolder,
    node: settings.node,
    user: controllerUser,
    password: await controllerPassword(settings.home),
    address: settings.address,
    sipPort: settings.ports.sip,
    httpPort: settings.ports.http,
    amiPort: settings.ports.ami,
    rtpFirst: settings.ports.rtpFirst,
    rtpLast: settings.ports.rtpLast,
    music,
    media: mediaLines(settings.address),
    carrier: carrierSections(settings),
    town: townSections(settings),
    hotlines: hotlineLines(hotlines.map((hotline) => hotline.number)),
    fallbacks: fallbackLines(hotlines),
  };
  await renderTemplates(templates, place, values);
  return place;
}

/**
 * Fills every `*.conf` of a folder of templates and writes it into the place's etc, making the place's folders.
 * @throws HolosError `asterisk.template` when a template asks for a value that is not given.
 */
export async function renderTemplates(
  from: string,
  place: Pick<AsteriskPlace, 'etc' | 'var' | 'spool' | 'run' | 'log'>,
  values: Readonly<Record<string, string | number>>,
): Promise<void> {
  await Promise.all([place.etc, place.var, place.spool, place.run, place.log].map(makeFolder));
  const silence = await makeSilence(place);
  const names = (await readdir(from)).filter((name) => name.endsWith('.conf'));
  await Promise.all(
    names.map(async (name) => {
      const template = await readFile(path.join(from, name), 'utf8');
      await replaceFile(path.join(place.etc, name), fill(name, template, { silence, ...values }));
    }),
  );
}

/** What is played where nothing is to be heard: a folder with a file of noughts, headerless (16 bits, 8,000 samples a second). */
async function makeSilence(place: Pick<AsteriskPlace, 'var'>): Promise<string> {
  const folder = path.join(place.var, 'silence');
  await makeFolder(folder);
  await replaceFile(path.join(folder, 'silence.sln'), '\0'.repeat(silenceSeconds * 2 * 8_000));
  return folder;
}

/** Whole or not at all, and not when it says that already: a controller comes back on a full disk, too. */
async function replaceFile(file: string, text: string): Promise<void> {
  const there = await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
  });
  if (there === text) return;
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

function fill(name: string, template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) {
      throw new HolosError(
        'asterisk.template',
        `The template ${name} asks for {{${key}}}, which nothing gives.`,
      );
    }
    return String(value);
  });
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

async function checkSound(sound: string): Promise<void> {
  try {
    await access(`${sound}.wav`);
  } catch (error) {
    throw new HolosError(
      'asterisk.no-sound',
      `The spoken fallback ${sound}.wav is missing; make the prompts first.`,
      { sound },
      error,
    );
  }
}
