import { describe, expect, test } from 'vitest';
import { hashOf, placeOf } from './router.ts';

describe('the address', () => {
  test('leads back to the place it was made from', () => {
    for (const [item, query] of [
      [null, {}],
      ['a/1?x', { search: 'Шевченка, 5' }],
    ] as const) {
      expect(placeOf(hashOf('calls', item, query))).toEqual({ screen: 'calls', item, query });
    }
  });

  test('of no screen is the desk', () => {
    for (const hash of ['', '#', '#/', '#/nothing', '#/desk']) {
      expect(placeOf(hash)).toEqual({ screen: 'desk', item: null, query: {} });
    }
  });

  test('that was cut off names no item', () => {
    expect(placeOf('#/calls/%D0')).toEqual({ screen: 'calls', item: null, query: {} });
  });

  test('leaves out what is empty', () => {
    expect(hashOf('requests', 12, { search: '', status: 'new' })).toBe('#/requests/12?status=new');
  });
});
