import path from 'node:path';
import { type Company, type Language, spokenLanguages } from '../../config/company.ts';
import { keysOf, type PromptTexts, readPrompts } from '../../speech/prompts.ts';
import { checkPrompts, type PromptFault } from '../../speech/prompts-check.ts';
import { LONGEST_PROMPT_MS } from '../../speech/takes/judge-take.ts';
import { companyPrompts, valuesGiven } from '../parts/company-prompts.ts';
import { saidPrompts, usedPrompts } from '../parts/used-prompts.ts';
import { type OpenLibrary, openLibrary, progress, readCompany } from './open-library.ts';

/** Says everything that is wrong with the prompts; 1 when something is. @param only the languages to look at, else those of the hotlines */
export async function checkAllPrompts(only?: readonly Language[]): Promise<number> {
  const { settings, company } = await readCompany();
  const spoken = only ?? spokenLanguages(company);
  const texts = readPrompts(path.join(settings.home, 'prompts'));
  const inTexts = textFaults(texts, company, spoken);
  const readable = inTexts.every(({ kind }) => kind !== 'invalid');
  const inSounds = readable ? await soundFaults(await openLibrary(spoken), spoken) : [];
  const lines = new Set([...inTexts.map(lineOf), ...inSounds]);
  for (const line of lines) console.error(line);
  if (lines.size > 0) return 1;
  const count = keysOf(texts).length;
  console.log(
    `All ${count} prompts are in order in ${spoken.join(', ')}: none is missing, unused, or too long.`,
  );
  return 0;
}

function textFaults(texts: PromptTexts, company: Company, spoken: readonly Language[]): PromptFault[] {
  const named = companyPrompts(company);
  // A supervisor may have any prompt announced, so those that the installation has added are all in use.
  const shipped = keysOf(readPrompts());
  const own = keysOf(texts).filter((key) => !shipped.includes(key));
  const used = [...own, ...usedPrompts(shipped, named)];
  const given = valuesGiven(company);
  return checkPrompts({ texts, spoken, needed: [...named, ...saidPrompts()], given, used });
}

/** What is unused is so in every language. */
function lineOf({ kind, language, message }: PromptFault): string {
  return kind === 'unused' ? message : `${language}: ${message}`;
}

/** Each prompt is made as it is heard with usual values, and its sound is measured; recordings that are not played are named. */
async function soundFaults({ voice, library }: OpenLibrary, spoken: readonly Language[]): Promise<string[]> {
  const faults: string[] = [];
  const all = spoken.flatMap((language) =>
    [...voice.texts[language].keys()].map((prompt) => ({ language, prompt })),
  );
  let done = 0;
  for (const { language, prompt } of all) {
    const sounds = await voice.say(prompt, language, library.example(prompt, language));
    const ms = sounds.reduce((sum, sound) => sum + sound.durationMs, 0);
    if (ms > LONGEST_PROMPT_MS) {
      const seconds = (ms / 1000).toFixed(1);
      faults.push(
        `${language}: ${prompt}: lasts ${seconds} s with usual values, and 12 s is the most; shorten it`,
      );
    }
    progress(++done, all.length);
  }
  for (const prompt of voice.keys())
    for (const { language, recordables } of await library.get(prompt))
      for (const { name, outdated } of recordables)
        if (outdated && spoken.includes(language))
          faults.push(
            `${language}: ${name}: the text has changed since it was recorded; it is synthesised until it is recorded anew`,
          );
  return faults;
}
