import type { RequestStatus } from '../../../db/queries/requests.ts';
import type { Language } from '../../contract/shapes.ts';
import { en } from './texts/en.ts';
import { ru } from './texts/ru.ts';
import { uk } from './texts/uk.ts';

/** The words of the register's file. */
export interface RegisterTexts
  extends Record<
    | ('number' | 'createdAt' | 'dueAt' | 'doneAt' | 'status' | 'category' | 'executor')
    | ('place' | 'resident' | 'phone' | 'text' | 'createdBy'),
    string
  > {
  /** What the file is called, in letters that every system takes. */
  file: string;
  /** Stands for the text of a request that was spoken. */
  spoken: string;
  statuses: Record<RequestStatus, string>;
}

export const registerTexts: Record<Language, RegisterTexts> = { uk, ru, en };
