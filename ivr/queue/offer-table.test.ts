import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isEnd, nextOffer, type OfferEvent, type OfferState } from './offer-table.ts';

const fromOutside: OfferEvent[] = [
  'rejected',
  'caller-left',
  'picked-up-elsewhere',
  'desk-lost',
  'phone-failed',
];
const ofPhone: OfferEvent[] = ['picked-up', 'not-picked-up', 'phone-refused'];
const events: OfferEvent[] = ['card-shown', 'no-card', ...ofPhone, ...fromOutside];

const walk = (history: readonly OfferEvent[]) =>
  history.reduce<OfferState>((state, event) => nextOffer(state, event) ?? state, 'showing');

test('the card first, then the phone', () => {
  expect(walk(['card-shown'])).toBe('ringing');
  expect(walk(['card-shown', 'picked-up'])).toBe('answered');
  expect(walk(['card-shown', 'not-picked-up'])).toBe('missed');
  expect(walk(['card-shown', 'phone-refused'])).toBe('rejected');
  for (const event of ofPhone) expect(nextOffer('showing', event)).toBeNull();
});

test('a desk that does not show the card cannot be reached', () => {
  expect(walk(['no-card'])).toBe('unreachable');
  expect(nextOffer('ringing', 'no-card')).toBeNull();
});

test('after whatever history: what ended it first stays, and who rings on ends by his phone’s limit', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events)), fc.constantFrom(...events), (history, late) => {
      const state = walk(history);
      if (isEnd(state)) expect(nextOffer(state, late)).toBeNull();
      else expect(isEnd(walk([...history, state === 'showing' ? 'no-card' : 'not-picked-up']))).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('whatever comes from outside ends an offer in every state', () => {
  for (const state of ['showing', 'ringing'] as const)
    for (const event of fromOutside) expect(isEnd(nextOffer(state, event) ?? state)).toBe(true);
});
