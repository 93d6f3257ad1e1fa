import { expect, test } from 'vitest';
import { readCall, takeFallbackCalls } from './fallback-calls.ts';

/** A fake of AMI's view of the database, which cuts long lists of keys as AMI does. */
function fakeDatabase(keys: Set<string>, longest: number) {
  return {
    ami: async (action: string, fields: Record<string, string> = {}): Promise<Record<string, string>> => {
      if (action === 'DBDel') keys.delete(fields.Key ?? '');
      return action === 'Getvar' ? { value: [...keys].join(',').slice(0, longest) } : {};
    },
  };
}

test('every call is taken, also when the list is cut within a key', async () => {
  const keys = new Set(
    Array.from({ length: 40 }, (_, index) => `750600:${1000 - index}:+3805011122${index}:n1-1.${index}:`),
  );
  const taken = await takeFallbackCalls(fakeDatabase(keys, 100));
  expect(taken).toHaveLength(40);
  expect(taken[0]).toEqual({ dialled: '750600', number: '+380501112239', at: new Date(961_000) });
  expect(keys.size).toBe(0);
});

test('what could not be kept is not forgotten', async () => {
  const keys = new Set(['750600:1:101:n1-1.1:', '750600:2:102:n1-1.2:']);
  const full = async ({ number }: { number: string }) => {
    if (number === '102') throw new Error('disk full');
  };
  await expect(takeFallbackCalls(fakeDatabase(keys, 1000), full)).rejects.toThrow('disk full');
  expect([...keys]).toEqual(['750600:2:102:n1-1.2:']);
});

test('a withheld number is empty; a cut key is no call', () => {
  expect(readCall('750600:7::n1-1.1:')).toEqual({ dialled: '750600', number: '', at: new Date(7000) });
  expect(readCall('750600:7:+38050')).toBeUndefined();
});
