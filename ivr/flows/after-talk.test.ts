import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TransferTo } from '../../events.ts';
import type { FakeFloor } from '../../test/floor/fake-floor.ts';
import { inATalk } from '../../test/floor/in-a-talk.ts';
import { passMs, stopTheClock } from '../../test/floor/virtual-time.ts';

const irina = 1;
const callId = 'caller';

let floor: FakeFloor;
let caller: ReturnType<FakeFloor['comes']>;

beforeEach(async () => {
  stopTheClock();
  ({ floor, caller } = await inATalk(irina, callId));
});
afterEach(async () => {
  caller.hangUp();
  await passMs(20_000);
  expect(floor.errors).toEqual([]);
  floor.close();
  vi.clearAllTimers();
  vi.useRealTimers();
});

test.each<[string, TransferTo]>([
  ['a queue', { queue: 'dispatcher' }],
  ['a telephone outside', { number: '+380342000000' }],
])(
  'who has pressed keys in the talk and is sent on to %s hears so; what he pressed is no answer, and stands in no log',
  async (_, to) => {
    for (const key of '4242') caller.call.keys.press(key);
    await floor.floor.transfer(irina, callId, to, 'operator');
    await passMs(5_000);
    const said = floor.steps.flatMap((step) => (step.kind === 'said' ? step.prompt : []));
    expect(said).toEqual(['transfer.wait']);
    expect(floor.steps.flatMap((step) => (step.kind === 'key' ? step.key : []))).toEqual([...'••••']);
  },
);
