import path from 'node:path';
import { type Company, spokenLanguages } from '../../config/company.ts';
import { readCompany, readCompanyText } from '../../config/load-company.ts';
import type { Settings } from '../../config/settings.ts';
import { Messages } from '../../speech/messages.ts';
import { type OwnPrompts, type PromptTexts, promptsWith, readOwnPrompts } from '../../speech/prompts.ts';
import { flowNames } from '../flows/main-menu.ts';
import { sentencesOf } from '../made-ahead.ts';

/** What callers are served by, as somebody has written it: the company file, and the installation's own prompts. */
export interface Sources {
  /** As HOLOS_COMPANY names it. */
  readonly company: string;
  /** The company file as faults name it. */
  readonly file: string;
  readonly text: string;
  readonly prompts: OwnPrompts;
}

/** The same, understood. */
export interface Understood {
  readonly company: Company;
  readonly texts: PromptTexts;
}

type Places = Pick<Settings, 'company' | 'home'>;

/** @throws HolosError `company.not-found`, `speech.prompts-unreadable` */
export async function readSources(settings: Places): Promise<Sources> {
  const { name: file, text } = await readCompanyText(settings);
  return { company: settings.company, file, text, prompts: readOwnPrompts(promptsFolder(settings)) };
}

/**
 * Reads them as a start does: callers can be served by what goes through here.
 * @throws HolosError `company.invalid`; `speech.prompts-unreadable`, `speech.prompt-invalid`, and as `Messages.ahead`
 */
export function understand({ file, text, prompts }: Sources, settings: Pick<Settings, 'home'>): Understood {
  const company = readCompany(text, file, { flows: flowNames });
  const texts = promptsWith(prompts, promptsFolder(settings));
  const { timezone } = company;
  new Messages({ texts, spoken: spokenLanguages(company), timezone }).ahead(sentencesOf(company));
  return { company, texts };
}

function promptsFolder({ home }: Pick<Settings, 'home'>): string {
  return path.join(home, 'prompts');
}
