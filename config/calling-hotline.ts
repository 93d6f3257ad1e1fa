import type { Company, Hotline } from './company.ts';

type Hotlines = Pick<Company, 'hotlines' | 'calling'>;

/**
 * The hotline by which somebody is called: this one; where none is told, or the company file has it no more, the usual one.
 */
export function callingHotline({ hotlines, calling }: Hotlines, id: string | null = null): Hotline {
  const hotline = hotlines.find((one) => one.id === id) ?? hotlines.find((one) => one.id === calling.hotline);
  // The company file is checked for this when it is read.
  if (!hotline) throw new Error(`calling.hotline ${calling.hotline} is not in the company file`);
  return hotline;
}

/** The number that is shown to who is called by this hotline: always one of the company's own, in digits. */
export function callerNumber(company: Hotlines, id: string | null = null): string {
  const { numbers } = callingHotline(company, id);
  // Each hotline has one, says the schema of the company file.
  return numbers[0] as string;
}
