import { numberFormat } from '../format/formatters.ts';
import { money } from '../format/money.ts';
import { reading } from '../format/reading.ts';
import { moment, shortDate, spanParts, timeOfDay } from '../format/time.ts';
import { t } from '../texts/texts.svelte.ts';
import { clock } from './clock.svelte.ts';
import { company } from './company.svelte.ts';
import { preferences } from './preferences.svelte.ts';

/** Times and money as this person at this company reads them; drawn anew when the language changes. */
export const show = {
  time: (time: string) => timeOfDay(time, preferences.language, company.timezone),
  timeExact: (time: string) => timeOfDay(time, preferences.language, company.timezone, true),
  moment: (time: string) => moment(time, clock.quarterMs, preferences.language, company.timezone),
  date: (time: string) => shortDate(time, clock.quarterMs, preferences.language, company.timezone),
  span: (seconds: number) =>
    spanParts(seconds)
      .map(({ unit, n }) => t(`span.${unit}`, { n }))
      .join(' '),
  money: (amountKopecks: number) => money(amountKopecks, preferences.language),
  reading: (value: string) => reading(value, preferences.language),
  number: (value: number, digits = 0) =>
    numberFormat(preferences.language, { maximumFractionDigits: digits }).format(value),
  percent: (share: number) => numberFormat(preferences.language, { style: 'percent' }).format(share),
};
