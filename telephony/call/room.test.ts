import { expect, test } from 'vitest';
import { AriError } from '../asterisk/link-errors.ts';
import type { AsteriskNode } from '../asterisk/node.ts';
import { Room } from './room.ts';

/** A node that notes what is asked; `answer` says what becomes of it. */
function fakeNode(answer: (operation: string) => void = () => undefined) {
  const asked: string[] = [];
  const node = {
    async ari(of: string, operation: string, { mohClass = '' } = {}): Promise<unknown> {
      const ofCaller = of === 'channels' ? `caller's ${operation}` : operation;
      asked.push(mohClass === 'silence' ? 'startSilence' : ofCaller);
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
  expect(asked).toEqual(['createWithId', 'addChannel', "caller's startMoh", "caller's stopMoh"]);
});

test('a room that is there already is opened all the same: the word that it was made was lost with the link', async () => {
  const { asked, node } = fakeNode((operation) => {
    if (operation === 'createWithId') throw new AriError('ari.conflict', 'It exists already.', 409);
  });
  const room = new Room(node, 'c1');
  await room.open('c1');
  await room.music(false);
  expect(asked).toEqual(['createWithId', 'addChannel', "caller's stopMoh", 'stopMoh']);
});

test('of a room that is taken up nothing is known: music is stopped even if nobody here has started it', async () => {
  const { asked, node } = fakeNode();
  const room = new Room(node, 'c1');
  for (const on of [false, false, true]) await room.music(on);
  expect(asked).toEqual(["caller's stopMoh", 'stopMoh', 'startMoh']);
});

test('of music in a room that is taken up nothing of what the caller hears alone is left beside it', async () => {
  const { asked, node } = fakeNode();
  await new Room(node, 'c1').music(true);
  expect(asked).toEqual(["caller's stopMoh", 'startMoh']);
});

test('music that could not be stopped while the link was down is stopped the next time, and before a phone comes in', async () => {
  let down = false;
  const { asked, node } = fakeNode((operation) => {
    if (down && operation === 'stopMoh') throw new AriError('ari.down', 'There is no link.');
  });
  const room = new Room(node, 'c1');
  await room.open('c1');
  await room.music(true);
  down = true;
  await room.music(false);
  down = false;
  await room.music(false);
  expect(asked.splice(0).slice(3)).toEqual(["caller's stopMoh", "caller's stopMoh", 'stopMoh']);

  await room.music(true);
  down = true;
  await room.music(false);
  down = false;
  await room.enter('phone');
  const tried = ["caller's startMoh", "caller's stopMoh"];
  expect(asked).toEqual([...tried, "caller's stopMoh", 'stopMoh', 'addChannel']);
});

test('the first phone is with the caller alone; from the next one on, or where it is not known, a third plays silence', async () => {
  const { asked, node } = fakeNode();
  const room = new Room(node, 'c1');
  await room.open('c1');
  await room.enter('first');
  await room.enter('second');
  await room.leave('first');
  await room.enter('third');
  const first = ['createWithId', 'addChannel', 'addChannel'];
  expect(asked.splice(0)).toEqual([...first, 'startSilence', 'addChannel', 'removeChannel', 'addChannel']);

  await new Room(node, 'c1').enter('second');
  expect(asked.splice(0)).toEqual(["caller's stopMoh", 'startSilence', 'addChannel']);

  const mixing = new Room(node, 'c3');
  await mixing.open('c3', { mixes: true });
  await mixing.enter('first');
  expect(asked).toEqual(['createWithId', 'addChannel', 'startSilence', 'addChannel']);
});

test('music after a phone was there ends in silence, and begins again from it', async () => {
  const { asked, node } = fakeNode();
  const room = new Room(node, 'c1');
  await room.open('c1');
  await room.music(true);
  await room.music(false);
  await room.enter('first');
  await room.leave('first');
  for (const on of [true, false, false, true]) await room.music(on);
  expect(asked.slice(2)).toEqual([
    ...["caller's startMoh", "caller's stopMoh", 'addChannel', 'removeChannel'],
    ...['startMoh', 'startSilence', 'startMoh'],
  ]);
});
