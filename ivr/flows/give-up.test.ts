import { expect, test } from 'vitest';
import { createLog } from '../../log.ts';
import type { Call } from '../../telephony/call/call.ts';
import type { IvrServices } from '../services.ts';
import { giveUp } from './give-up.ts';

/** What a caller hears last, and what he is promised. */
async function last(number: string | null, promise: () => Promise<void>) {
  const said: string[] = [];
  const promised: unknown[] = [];
  const call = {
    id: 'n1-1',
    number,
    hotline: '750-600',
    answered: false,
    answer: async () => void said.push('answered'),
    sayWhole: async (one: string) => void said.push(one),
  };
  const callbacks = {
    async promise(one: unknown) {
      await promise();
      promised.push(one);
    },
  };
  const company = { country: 'UA', areaCode: '342', executors: [], hotlines: [], outgoing };
  const services = { company, callbacks, log: createLog('silent') };
  await giveUp(call as unknown as Call, services as unknown as IvrServices);
  return { said, promised };
}

const outgoing = { foreign: [], premium: [] };
const number = '+380507700002';

test('whose number is known is called back, and told so, though nobody has answered him before', async () => {
  const { said, promised } = await last(number, async () => undefined);
  expect(said).toEqual(['answered', 'trouble.callback']);
  expect(promised).toMatchObject([{ callId: 'n1-1', number, hotline: '750-600' }]);
});

test('nothing is promised to a number that is withheld or may not be called, nor where the promise cannot be kept', async () => {
  const nothing = { said: ['answered', 'trouble.call-again'], promised: [] };
  expect(await last(null, async () => undefined)).toEqual(nothing);
  expect(await last('+48221234567', async () => undefined)).toEqual(nothing);
  const full = () => Promise.reject(new Error('neither the database nor the disk'));
  expect(await last(number, full)).toEqual(nothing);
});
