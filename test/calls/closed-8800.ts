import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DateTime } from 'luxon';
import { companyFile } from '../../config/load-company.ts';

/** When people are behind the second hotline the next time: neither today nor tomorrow. */
const opens = DateTime.now()
  .setZone('Europe/Kyiv')
  .plus({ days: 3 })
  .set({ hour: 9, minute: 0, second: 0, millisecond: 0 });

/** What a caller hears of it outside the hours. */
export const closedHours = { day: 'later', opens: opens.toJSDate() };

/**
 * Writes the company file of 750-600, whose second hotline is closed now.
 * @param duty the telephone of the person on duty there
 * @param changed changes the text before
 * @returns the file
 */
export async function closedOn8800(
  folder: string,
  { duty, changed = (text: string) => text }: { duty?: string; changed?: (text: string) => string } = {},
): Promise<string> {
  const [first = '', second = ''] = changed(await readFile(companyFile('750-600'), 'utf8')).split(
    '  - id: "8800"',
  );
  const office = [
    '  - id: office',
    '    name: { uk: Офіс, ru: Офис, en: Office }',
    '    hours: one-day',
    ...(duty ? [`    duty: { number: "${duty}" }`] : []),
  ];
  const oneDay = [
    '  - id: one-day',
    '    holidays: false',
    `    week: [{ days: [${opens.weekday}], from: "09:00", to: "17:00" }]`,
  ];
  const closed = second
    .replaceAll('queue: dispatcher }', 'queue: office }')
    .replaceAll('queue: dispatcher, spoken', 'queue: office, spoken')
    .replace('queues:\n', `queues:\n${office.join('\n')}\n`)
    .replace('timetables:\n', `timetables:\n${oneDay.join('\n')}\n`);
  const file = path.join(folder, 'company.yaml');
  await writeFile(file, `${first}  - id: "8800"${closed}`);
  return file;
}
