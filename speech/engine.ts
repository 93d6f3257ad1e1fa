import type { Language } from '../config/company.ts';

/** A program that turns text into a WAV of any usual rate. */
export interface Engine {
  /** Changes whenever the same text would sound otherwise: kept sounds are found by it. */
  readonly id: string;
  /** @throws HolosError `speech.program-failed` */
  speak(text: string, language: Language, signal: AbortSignal): Promise<Buffer>;
}
