import type { Company } from '../company.ts';
import { type CompanyFault, unknown } from './fault.ts';

/** Whether the timetables that queues name exist, and whether an emergency reaches somebody outside of them. */
export function checkHours(company: Company): CompanyFault[] {
  const timetables = company.timetables.map((one) => one.id);
  return company.queues.flatMap((queue, i) => {
    const path = ['queues', i];
    const faults: CompanyFault[] = [];
    if (queue.hours !== undefined && !timetables.includes(queue.hours)) {
      const message = timetables.length
        ? unknown('timetable', queue.hours, timetables)
        : `there is no timetable “${queue.hours}”: the file has none`;
      faults.push({ path: [...path, 'hours'], message });
    }
    if (queue.duty && queue.hours === undefined) {
      const message = 'this queue is open always: a duty needs hours';
      faults.push({ path: [...path, 'duty'], message });
    }
    return queue.duty && 'queue' in queue.duty
      ? [...faults, ...checkDutyQueue(company, queue.duty.queue, [...path, 'duty', 'queue'])]
      : faults;
  });
}

function checkDutyQueue(company: Company, id: string, path: (string | number)[]): CompanyFault[] {
  const duty = company.queues.find((one) => one.id === id);
  if (!duty) {
    const queues = company.queues.map((one) => one.id);
    return [{ path, message: unknown('queue', id, queues) }];
  }
  if (duty.hours === undefined) return [];
  return [{ path, message: `${id} has hours itself; the queue on duty must be open always` }];
}
