import { z } from 'zod';
import { mostChoices } from './most-choices.ts';
import { id, textByLanguage } from './shared.ts';

/** The category of the requests that certificates become. */
export const certificateCategory = 'certificate';
/** The flow in which they are ordered, as menus name it. */
export const certificateFlow = 'certificate';

/**
 * The certificates that can be ordered by phone, the most wanted first: each has a key, so there are at most seven. They become requests
 * of the category `certificate`. `name` begins a sentence: "Довідка про склад сім’ї — натисніть один".
 */
export const certificatesSchema = z
  .array(z.strictObject({ id, name: textByLanguage }))
  .max(mostChoices, `at most ${mostChoices}: a caller cannot keep more in mind`)
  .default([]);
