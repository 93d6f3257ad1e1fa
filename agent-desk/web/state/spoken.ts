import { clockLength } from '../format/time.ts';
import { t } from '../texts/texts.svelte.ts';
import type { RequestSummary } from './contract.ts';

/** What a request says; one that was spoken says that it was, and how long. */
export function requestText({ text, messageMs }: Pick<RequestSummary, 'text' | 'messageMs'>): string {
  if (text !== '' || messageMs === null) return text;
  return t('message.voice', { length: clockLength(messageMs) });
}
