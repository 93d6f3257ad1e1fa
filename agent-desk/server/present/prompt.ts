import type { PromptInLanguage } from '../../../speech/prompt-library.ts';
import type { Kept } from '../../../speech/takes/shelf.ts';
import type { PromptDetails } from '../../contract/shapes.ts';

export function presentPrompt(id: string, texts: readonly PromptInLanguage[]): PromptDetails {
  return {
    id,
    texts: texts.map(({ language, text, spoken, recordables }) => ({
      language,
      text,
      spoken,
      pieces: recordables.map((one) => ({
        name: one.name,
        text: one.text,
        inUse: one.inUse && presentTake(one.inUse),
        outdated: one.outdated,
        earlier: one.earlier.map(presentTake),
      })),
    })),
  };
}

function presentTake({ id, recordedAt, durationMs }: Kept) {
  return { id, recordedAt: recordedAt.toISOString(), durationMs };
}
