import { type Language, languages } from '../config/company.ts';
import { typedPath } from '../config/settings.ts';
import { type Command, readArguments, usageError } from './command.ts';
import { checkAllPrompts } from './prompts/check.ts';
import { importTakes } from './prompts/import.ts';
import { writeScript } from './prompts/script.ts';

export const prompts: Command = {
  name: 'prompts',
  summary: 'What callers hear: check it, write the sheet for a voice actor, take in what was recorded.',
  usage: 'prompts check|script|import [folder] [--language uk|ru|en] [--out sheet.html|sheet.csv]',
  async run(args) {
    const { values, positionals } = readArguments(
      args,
      { language: { type: 'string' }, out: { type: 'string' } },
      2,
    );
    const [what, folder] = positionals;
    const out = values.out === undefined ? undefined : typedPath(values.out);
    const language = values.language === undefined ? undefined : languageOf(values.language);
    if (what !== 'import' && folder !== undefined) throw usageError(`${folder} is one word too many.`);
    if (what !== 'script' && out !== undefined) throw usageError('--out is for prompts script.');
    if (out !== undefined && !/\.(html?|csv)$/i.test(out))
      throw usageError('A sheet is --out sheet.html, to print, or --out sheet.csv, a table.');
    switch (what) {
      case 'check':
        return await checkAllPrompts(language ? [language] : undefined);
      case 'script':
        return await writeScript(language ?? 'uk', out);
      case 'import':
        if (folder === undefined) throw usageError('Say which folder the recorded files lie in.');
        if (language === undefined) throw usageError('Say in which language they are: --language uk.');
        return await importTakes(typedPath(folder), language);
      default:
        throw usageError('Say what is to be done: check, script or import.');
    }
  },
};

function languageOf(text: string): Language {
  const language = languages.find((one) => one === text);
  if (language) return language;
  throw usageError(`There is no language ${text}: it is one of ${languages.join(', ')}.`);
}
