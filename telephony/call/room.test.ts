import { expect, test } from 'vitest';
import { AriError } from '../asterisk/link-errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { Room } from './room.ts';

/** A node that notes what is asked; `answer` says what becomes of it. */
function fakeNode(answer: (operation: string) => void = () => undefined) {
  const asked: string[] = [];
  const node = {
    async ari(_: string, operation: string): Promise<unknown> {
      asked.push(operation);
      answer(operation);
      return {};
    },
  } as unknown as AsteriskNode;
  return { asked, node };
}

test('in a room that was opened here, music that is on or off already is not asked for again', async () => {
  const { asked, node } = fakeNode();
  const room = new Room(node, 'c1');
  await room.open('c1');
  for (const on of [false, true, true, false, false]) await room.music(on);
  expect(asked).toEqual(['createWithId', 'addChannel', 'startMoh', 'stopMoh']);
});

test('of a room that is taken up nothing is known: music is stopped even if nobody here has started it', async () => {
  const { asked, node } = fakeNode();
  const room = new Room(node, 'c1');
  for (const on of [false, false, true]) await room.music(on);
  expect(asked).toEqual(['stopMoh', 'startMoh']);
});

test('music that could not be stopped while the link was down is stopped the next time', async () => {
  let down = false;
  const { asked, node } = fakeNode((operation) => {
    if (down && operation === 'stopMoh') throw new AriError('ari.down', 'There is no link.');
  });
  const room = new Room(node, 'c1');
  await room.music(true);
  down = true;
  await room.music(false);
  down = false;
  await room.music(false);
  expect(asked).toEqual(['startMoh', 'stopMoh', 'stopMoh']);
});
