import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * The log: one JSON object a line on standard output. Messages are static text; what varies stands in fields.
 * Personal data (numbers, names) goes under the one key `person`, which is left out unless `showPersons` is set.
 */
export function createLog(level: string, showPersons = false): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'password',
        '*.password',
        'secret',
        '*.secret',
        'pin',
        '*.pin',
        ...(showPersons ? [] : ['person', '*.person']),
      ],
      remove: true,
    },
  });
}
