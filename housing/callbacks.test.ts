import { Writable } from 'node:stream';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { Database } from '../db/connect.ts';
import { Bus } from '../events.ts';
import { logOptions } from '../log.ts';
import { createCallbacks } from './callbacks.ts';
import type { Keeper } from './keeping/keeper.ts';

/** Neither the database nor the disk takes anything. */
const full = { keeps: () => () => Promise.reject(new Error('full')) } as unknown as Keeper;

test.each([
  [false, undefined],
  [true, { number: '+380501112233' }],
])(
  'a promise that is kept and cannot be written is told; whose it is, where the log names persons: %s',
  async (showPersons, person) => {
    const told = new Promise<Record<string, unknown>>((resolve) => {
      const write = (chunk: Buffer) => resolve(JSON.parse(String(chunk)));
      const log = pino(logOptions('info', showPersons), new Writable({ write }));
      const bus = new Bus((error) => expect.unreachable(String(error)));
      createCallbacks({ db: {} as Database, bus, keeper: full, log }).talkedTo('+380501112233');
    });
    const { person: named, number, msg } = await told;
    expect({ named, number, msg }).toEqual({
      named: person,
      msg: 'a promise that is kept could not be written',
    });
  },
);
