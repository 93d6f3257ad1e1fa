import { z } from 'zod';
import { type Language, language, type PhoneKind } from './contract.ts';
import { keep, readKept } from './kept.ts';

const shape = z.object({
  language: language.catch('uk'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  /** Device ids; '' is the one the system has chosen. */
  microphone: z.string().catch(''),
  headset: z.string().catch(''),
  /** With what the calls of this desk are answered. */
  phone: z.enum(['browser', 'sip']).catch('browser'),
});

export type Theme = z.infer<typeof shape>['theme'];

const usual = { language: 'uk', theme: 'system', microphone: '', headset: '', phone: 'browser' } as const;

/** What this person at this browser likes. Kept in the browser. */
class Preferences {
  #kept = $state(readKept('localStorage', 'preferences', shape) ?? { ...usual });

  get language(): Language {
    return this.#kept.language;
  }
  set language(value: Language) {
    this.#set({ language: value });
  }

  get theme(): Theme {
    return this.#kept.theme;
  }
  set theme(value: Theme) {
    this.#set({ theme: value });
  }

  get microphone(): string {
    return this.#kept.microphone;
  }
  set microphone(value: string) {
    this.#set({ microphone: value });
  }

  get headset(): string {
    return this.#kept.headset;
  }
  set headset(value: string) {
    this.#set({ headset: value });
  }

  get phone(): PhoneKind {
    return this.#kept.phone;
  }
  set phone(value: PhoneKind) {
    this.#set({ phone: value });
  }

  #set(change: Partial<z.infer<typeof shape>>): void {
    this.#kept = { ...this.#kept, ...change };
    keep('localStorage', 'preferences', this.#kept);
  }
}

export const preferences = new Preferences();
