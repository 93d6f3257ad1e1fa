import { type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger };

/**
 * The log: one JSON object a line on standard output. Messages are static text; what varies stands in fields.
 * Personal data (numbers, names) goes under the one key `person`, which is left out unless `showPersons` is set.
 */
export function createLog(level: string, showPersons = false): Logger {
  return pino(logOptions(level, showPersons));
}

export function logOptions(level: string, showPersons = false): LoggerOptions {
  return {
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
        // Of an error of the database: the statement with all its values.
        'err.sql',
        ...(showPersons ? [] : ['person', '*.person']),
      ],
      remove: true,
    },
  };
}
