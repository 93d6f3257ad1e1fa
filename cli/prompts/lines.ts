import type { Language } from '../../config/company.ts';
import type { Recordable } from '../../speech/prompt-library.ts';
import { withStress } from '../../speech/pronunciation/stress-signs.ts';
import { usedWords } from '../../speech/value-words.ts';
import type { OpenLibrary } from './open-library.ts';

export const languageNames: Record<Language, string> = { uk: 'Ukrainian', ru: 'Russian', en: 'English' };

/** One text of the sheet: what is recorded as one file. */
export interface Line {
  readonly file: string;
  readonly text: string;
  /** The text with a sign after each stressed vowel; the same text where nothing is known. */
  readonly stressed: string;
  /** What is heard around it: the sentence that it is a piece of, or what is said before and after it. */
  readonly context: string;
  /** How long the synthesised voice takes. */
  readonly seconds: number;
  readonly recorded: boolean;
}

/** Every text of a language in the order of the prompts, and the words of values after them. @throws HolosError `speech.failed` */
export async function linesOf(
  open: OpenLibrary,
  language: Language,
  onProgress: (done: number, total: number) => void,
): Promise<Line[]> {
  const { voice, library } = open;
  const texts = voice.texts[language];
  const keys = [...texts.keys()];
  const wanted = keys.flatMap((prompt, index) =>
    library.recordables(prompt, language).map((one, number) => {
      const isPiece = one.name !== prompt;
      const around = () => [
        spoken(open, keys[index - 1], language),
        '…',
        spoken(open, keys[index + 1], language),
      ];
      return {
        one,
        context: isPiece ? sentenceWith(open, prompt, language, number + 1) : around().join(' ').trim(),
      };
    }),
  );
  const words = usedWords(texts.values(), language).map((one) => ({ one, context: 'a word of a number' }));
  const all: { one: Recordable; context: string }[] = [...wanted, ...words];
  const lines: Line[] = [];
  for (const { one, context } of all) {
    const sound = await voice.synthesise(one.text, language);
    lines.push({
      file: `${one.name}.wav`,
      text: one.text,
      stressed: language === 'uk' ? withStress(one.text) : one.text,
      context,
      seconds: Math.round(sound.durationMs / 100) / 10,
      recorded: library.isRecorded(language, one.name),
    });
    onProgress(lines.length, all.length);
  }
  return lines;
}

/** A prompt as it may be spoken: nobody who reads the sheet should see placeholders. */
function spoken({ voice, library }: OpenLibrary, prompt: string | undefined, language: Language): string {
  return prompt === undefined ? '' : voice.words(prompt, language, library.example(prompt, language));
}

/** A sentence as it may be spoken, with the piece in brackets. Of choices and plurals, one that brings the piece out. */
function sentenceWith(
  { voice, library, timezone }: OpenLibrary,
  prompt: string,
  language: Language,
  number: number,
): string {
  const message = voice.message(prompt, language);
  const usual = library.example(prompt, language);
  const others = [...message.choices].flatMap(([name, choices]) =>
    choices.map((one) => ({ ...usual, [name]: one })),
  );
  const plurals = Object.keys(usual).flatMap((name) =>
    typeof usual[name] === 'number' ? [1, 2, 5].map((one) => ({ ...usual, [name]: one })) : [],
  );
  for (const parameters of [usual, ...others, ...plurals]) {
    const pieces = message.pieces(parameters, timezone);
    if (!pieces.some(({ fixed }) => fixed === number)) continue;
    const marked = pieces.map(({ fixed, text }) => (fixed === number ? `[${text.trim()}] ` : text));
    return marked.join('').replace(/\s+/g, ' ').trim();
  }
  return voice.texts[language].get(prompt) ?? '';
}
