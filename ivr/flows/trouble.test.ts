import { expect, test } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import type { IvrFlow, IvrServices } from '../services.ts';
import { trouble } from './trouble.ts';

const then: IvrFlow = async function then() {
  return undefined;
};

/** What is done for a caller whose flow has failed. */
async function done(answered: boolean): Promise<string[]> {
  const steps: string[] = [];
  const call = {
    answered,
    answer: async () => void steps.push('answered'),
    sayWhole: async (prompt: string) => void steps.push(prompt),
  };
  expect(await trouble(then)(call as unknown as Call, {} as IvrServices)).toBe(then);
  return steps;
}

test('who still hears it ring is answered before he is told: else he would wait for a person as one whose call nobody takes', async () => {
  expect(await done(false)).toEqual(['answered', 'trouble.operator']);
  expect(await done(true)).toEqual(['trouble.operator']);
});
