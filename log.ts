import { type Logger, type LoggerOptions, pino } from 'pino';

export type { Logger };

/** What is kept of a log that cannot be written, in bytes: it is written when there is room again; what comes later is lost. */
const keptBytes = 1024 * 1024;

/**
 * The log: one JSON object a line on standard output. Messages are static text; what varies stands in fields.
 * Personal data (numbers, names) goes under the one key `person`, which is left out unless `showPersons` is set.
 * It never throws: on a full disk, or with nobody who reads it any more, calls go on.
 */
export function createLog(level: string, showPersons = false): Logger {
  const output = pino.destination({ dest: 1, sync: true, maxLength: keptBytes });
  // There is nowhere to tell it; a disk that is full is told by /ready. Without a listener, who logs would get the error.
  output.on('error', () => undefined);
  return pino(logOptions(level, showPersons), output);
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
