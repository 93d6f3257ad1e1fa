import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../../config/company.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { wordsName } from '../../speech/mixed.ts';
import type { Remark } from '../../speech/takes/judge-take.ts';
import { openLibrary } from './open-library.ts';

const remarks: Record<Remark, string> = {
  noisy: 'there is noise behind the voice',
  'unlike-text': 'its length is not what the text would take: is it the right one?',
};

/**
 * Takes in every file of a folder (and of `words` in it), each named for what it says: `goodbye.wav`, `queue.position.1.mp3`,
 * `words/двадцять.wav`. What is good is used at once, what is not is told; 1 when something was not taken.
 * @throws HolosError `cli.no-folder`
 */
export async function importTakes(folder: string, language: Language): Promise<number> {
  const files = await filesIn(folder);
  const { library } = await openLibrary([language]);
  let taken = 0;
  for (const file of files) {
    const name = nameOf(file);
    try {
      const take = await library.take(language, name, path.join(folder, file));
      taken++;
      for (const remark of take.remarks) console.log(`${file}: taken, but listen to it: ${remarks[remark]}.`);
    } catch (error) {
      if (!(error instanceof HolosError)) throw error;
      console.error(`${file}: ${error.message}`);
    }
  }
  console.log(`${taken} of ${files.length} recordings are used from now on.`);
  return taken === files.length ? 0 : 1;
}

/** Systems write letters with signs (й, ї) in two ways; one of them is ours. */
function nameOf(file: string): string {
  const name = file
    .normalize('NFC')
    .replace(/\.[^./]+$/, '')
    .split(path.sep)
    .join('/');
  return name.startsWith('words/') ? wordsName(name.slice('words/'.length)) : name;
}

async function filesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    const files: string[] = [];
    for (const name of names.sort()) {
      const hidden = path.basename(name).startsWith('.');
      if (!hidden && (await mayBeSound(path.join(folder, name)))) files.push(name);
    }
    if (files.length > 0) return files;
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
  }
  throw new HolosError('cli.no-folder', `${folder} is no folder with recorded files.`, { folder });
}

/** What cannot even be looked at, as a link that leads nowhere, is told of when it is to be taken in. */
async function mayBeSound(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isFile();
  } catch {
    return true;
  }
}
