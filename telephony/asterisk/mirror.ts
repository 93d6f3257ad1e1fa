import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeOf, HolosError } from '../../errors.ts';

const run = promisify(execFile);

/** Debian's own keys, where the package debian-archive-keyring puts them. */
export const debianKeyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** A place that the machine takes packages from. What is not known is empty. */
export interface AptSource {
  readonly uri: string;
  readonly release: string;
  readonly signedBy: string;
  /** As the Release file says; known after the first `apt-get update`. */
  readonly origin: string;
  readonly label: string;
}

/**
 * The Debian mirror that the machine itself uses, read from its apt sources.
 * @throws HolosError `asterisk.no-apt` without apt, `asterisk.no-mirror` when no source is Debian's.
 */
export async function debianMirror(): Promise<string> {
  const mirror = chooseMirror(await knownToApt()) ?? chooseMirror(await writtenDown('/etc/apt'));
  if (mirror === undefined) {
    throw new HolosError(
      'asterisk.no-mirror',
      "None of this machine's apt sources is a Debian mirror: install Asterisk 20 or newer yourself and start again.",
    );
  }
  await access(debianKeyring).catch((error: unknown) => {
    const text = `Debian's keys are missing (${debianKeyring}): install the package debian-archive-keyring and start again.`;
    throw new HolosError('asterisk.no-mirror', text, {}, error);
  });
  return mirror;
}

/**
 * The first source that is Debian's main archive: its Release says so or, where that is not known yet, it is signed with
 * Debian's keys. Never the security archive, which lacks most packages, and never somebody else's.
 */
export function chooseMirror(sources: readonly AptSource[]): string | undefined {
  const debian = sources.filter((source) => {
    if (!/^(https?|file):/.test(source.uri) || /security|backports/.test(`${source.release} ${source.uri}`))
      return false;
    if (source.origin !== '') return source.origin === 'Debian' && source.label === 'Debian';
    return source.signedBy === ''
      ? /\/debian\/?$/.test(source.uri)
      : source.signedBy.includes('debian-archive');
  });
  return (debian.find((source) => !source.release.includes('-')) ?? debian[0])?.uri;
}

/** Sources as apt itself understands them; nothing before the first `apt-get update`. */
async function knownToApt(): Promise<AptSource[]> {
  const format = '$(REPO_URI)|$(RELEASE)|$(ORIGIN)|$(LABEL)';
  const { stdout } = await run(
    'apt-get',
    ['indextargets', '--format', format, 'Created-By: Packages', 'Component: main'],
    {
      timeout: 30_000,
      maxBuffer: 1 << 24,
    },
  ).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    throw new HolosError(
      'asterisk.no-apt',
      'This machine has no apt, so Asterisk cannot be fetched: install Asterisk 20 or newer yourself and start again.',
    );
  });
  return stdout
    .split('\n')
    .filter((line) => line.includes('|'))
    .map((line) => {
      const [uri = '', release = '', origin = '', label = ''] = line
        .split('|')
        .map((field) => (field.startsWith('$(') ? '' : field));
      return { uri, release, origin, label, signedBy: '' };
    });
}

async function writtenDown(folder: string): Promise<AptSource[]> {
  const parts = path.join(folder, 'sources.list.d');
  const inParts = await readdir(parts).catch(noneIfMissing);
  const files = [path.join(folder, 'sources.list'), ...inParts.sort().map((name) => path.join(parts, name))];
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(noneIfMissing)));
  return files.flatMap((file, index) => readSources(file, String(texts[index] ?? '')));
}

function noneIfMissing(error: unknown): never[] {
  if (codeOf(error) === 'ENOENT') return [];
  throw error;
}

/** The sources that one file names: `.sources` holds paragraphs of fields, `.list` one source a line. */
export function readSources(file: string, text: string): AptSource[] {
  if (file.endsWith('.sources')) return text.split(/\n\s*\n/).flatMap(readParagraph);
  if (file.endsWith('.list')) return text.split('\n').flatMap(readLine);
  return [];
}

function readParagraph(paragraph: string): AptSource[] {
  const fields = new Map<string, string>();
  for (const line of paragraph.split('\n').filter((each) => !each.startsWith('#'))) {
    const [, name = '', value = ''] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name) fields.set(name.toLowerCase(), value.trim());
  }
  const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
  if (!words('types').includes('deb') || fields.get('enabled')?.toLowerCase() === 'no') return [];
  const signedBy = fields.get('signed-by') ?? '';
  return words('uris').flatMap((uri) =>
    words('suites').map((release) => ({ uri, release, signedBy, origin: '', label: '' })),
  );
}

function readLine(line: string): AptSource[] {
  const [, options = '', uri, release] = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(line.trim()) ?? [];
  if (!uri || !release) return [];
  const signedBy = /signed-by=(\S+)/.exec(options)?.[1] ?? '';
  return [{ uri, release, signedBy, origin: '', label: '' }];
}
