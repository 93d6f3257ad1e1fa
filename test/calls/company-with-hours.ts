import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DateTime } from 'luxon';
import { companyFile } from '../../config/load-company.ts';

const zone = 'Europe/Kyiv';
export const dutyNumber = '+380342501580';
/** When people are there again. */
export const opens = DateTime.now()
  .setZone(zone)
  .plus({ days: 3 })
  .set({ hour: 9, minute: 0, second: 0, millisecond: 0 });

/**
 * A company that has hours on one day of the week, which is never today or tomorrow; on the first hotline a queue is on duty, on the
 * second the telephone `dutyNumber`.
 * @returns its file
 */
export async function companyWithHours(): Promise<string> {
  const text = await readFile(companyFile('750-600'), 'utf8');
  const [first = '', second = ''] = text.split('  - id: "8800"');
  const changed = `${first}  - id: "8800"${second.replaceAll('queue: dispatcher }', 'queue: office }').replaceAll('queue: dispatcher, spoken', 'queue: office, spoken')}`;
  const queues = `queues:
  - id: office
    name: { uk: Офіс, ru: Офис, en: Office }
    hours: one-day
    duty: { number: "${dutyNumber}" }
  - id: on-duty
    name: { uk: Чергові, ru: Дежурные, en: On duty }
`;
  const file = path.join(os.tmpdir(), `holos-hours-${process.pid}.yaml`);
  await writeFile(
    file,
    changed
      .replace('queues:\n', queues)
      .replace(
        '  - id: dispatcher\n',
        '  - id: dispatcher\n    hours: one-day\n    duty: { queue: on-duty }\n',
      )
      .replace(
        'timetables:\n',
        `timetables:\n  - id: one-day\n    holidays: false\n    week:\n      - { days: [${opens.weekday}], from: "09:00", to: "17:00" }\n`,
      ),
  );
  return file;
}
