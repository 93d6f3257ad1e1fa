import { expect, test } from 'vitest';
import type { Said } from '../../housing/announcements/announcements.ts';
import { fakeCall, sentence } from '../../test/fakes/fake-call.ts';
import type { IvrServices } from '../services.ts';
import { announcements } from './announcements.ts';
import { knownBreakdown } from './known-breakdown.ts';

test('what cannot be said any more is left out and logged, the rest is said, and the call goes on', async () => {
  const { call, said } = fakeCall(undefined, { unknown: ['announcement.gone'] });
  const live: Said[] = [
    ['announcement.gone', {}, 'uk'],
    ['announcement.text', { text: 'Увага' }, 'uk'],
  ];
  const logged: unknown[] = [];
  const services = {
    announcements: { saidNow: async () => live },
    log: { error: (details: object) => logged.push(details) },
  };
  expect(await announcements(call, services as unknown as IvrServices)).toBe(knownBreakdown);
  expect(said).toEqual([sentence(['announcement.text', { text: 'Увага' }])]);
  expect(logged).toMatchObject([
    { err: { code: 'speech.no-prompt' }, callId: call.id, announcement: live[0] },
  ]);
});
