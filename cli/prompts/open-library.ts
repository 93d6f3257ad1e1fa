import type { Company, Language } from '../../config/company.ts';
import { loadCompany } from '../../config/load-company.ts';
import { readSettings, type Settings } from '../../config/settings.ts';
import { flowNames } from '../../ivr/flows/main-menu.ts';
import { createLog } from '../../log.ts';
import { createPromptLibrary, type PromptLibrary } from '../../speech/prompt-library.ts';
import { createVoice, type VoiceOfHolos } from '../../speech/voice-maker.ts';

/** The prompts as a running Holos of this home says them, whether one runs or not. */
export interface OpenLibrary {
  readonly voice: VoiceOfHolos;
  readonly library: PromptLibrary;
  /** Where dates and times of day are read; the company's. */
  readonly timezone: string;
}

/** @throws HolosError when the settings or the company file cannot be used */
export async function readCompany(): Promise<{ settings: Settings; company: Company }> {
  const settings = readSettings();
  return { settings, company: await loadCompany(settings, { flows: flowNames }) };
}

/**
 * @param spoken the languages in which every prompt must be readable
 * @throws HolosError when the settings, the company file or the prompts cannot be used
 */
export async function openLibrary(spoken: readonly Language[]): Promise<OpenLibrary> {
  const { settings, company } = await readCompany();
  const { timezone } = company;
  const voice = await createVoice({ settings, log: createLog('error'), timezone, spoken });
  return { timezone, voice, library: createPromptLibrary({ voice, settings }) };
}

/** A line that is written over again and again, where somebody looks on. */
export function progress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done === total ? '\r\x1b[K' : `\rspeaking ${done} of ${total}`);
}
