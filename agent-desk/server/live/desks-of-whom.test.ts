import request from 'supertest';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { changeOperator } from '../../../db/queries/operators.ts';
import { revokeSessions } from '../../../db/queries/sessions.ts';
import type { FakeBrowser } from '../fakes/browser.ts';
import { OpenDesks } from '../fakes/open-desks.ts';
import { people, type TestDesk } from '../fakes/testing.ts';

/** Who may have a desk, when it ends, and how it comes back. */
let desks: OpenDesks;
let desk: TestDesk;
beforeAll(async () => {
  desks = await OpenDesks.start();
  desk = desks.desk;
}, 60_000);
afterEach(() => desks.closeBrowsers());
afterAll(() => desk.close());

test('a second tab takes over: the first is told, the floor is not told that a desk was lost', async () => {
  const cookie = await desks.cookieFor('olha');
  const first = desks.browse(cookie);
  await first.until(({ state }) => state !== undefined);
  const before = desk.floor.heard.length;
  const second = desks.browse(cookie);
  await second.until(({ state }) => state !== undefined);
  await first.until(({ loggedOut, socket }) => loggedOut === 'other-desk' && !socket.connected);
  expect(desk.floor.heard.slice(before)).toEqual([`opened ${desk.operators.olha.id}`]);
  expect(second.state?.phone).toEqual(first.state?.phone);
});

/** One desk of an operator's on a computer that fell asleep, and another that was opened meanwhile. */
async function twoDesks() {
  const { id } = desk.operators.olha;
  const asleep = await desks.open('olha');
  asleep.socket.disconnect();
  await expect.poll(() => desk.floor.heard.at(-1)).toBe(`lost ${id}`);
  return { id, asleep, newer: await desks.open('olha') };
}
const isToldOfAnother = (one: FakeBrowser) =>
  one.until(({ loggedOut, socket }) => loggedOut === 'other-desk' && !socket.connected);

test('a computer that wakes takes nothing from the desk that was opened meanwhile; whoever uses its window does', async () => {
  const { id, asleep, newer } = await twoDesks();
  const before = desk.floor.heard.length;
  asleep.socket.connect();
  await isToldOfAnother(asleep);
  expect([newer.socket.connected, newer.loggedOut, asleep.snapshots]).toEqual([true, undefined, 1]);
  expect(desk.floor.heard.slice(before)).toEqual([]);
  await desks.open('olha');
  await isToldOfAnother(newer);
  expect(desk.floor.heard.slice(before)).toEqual([`opened ${id}`]);
});

test('a link that comes back where nobody has opened another desk goes on', async () => {
  const browser = await desks.open('olha');
  browser.socket.disconnect().connect();
  await browser.until(({ snapshots }) => snapshots === 2);
  expect(browser.loggedOut).toBeUndefined();
});

test.each(['the older', 'the newer'] as const)(
  'after a restart the newer desk stays, also where %s one comes first',
  async (first) => {
    const { asleep, newer } = await twoDesks();
    newer.socket.disconnect();
    await desk.restart();
    const inTurn = first === 'the older' ? [asleep, newer] : [newer, asleep];
    for (const one of inTurn) {
      const came = desk.floor.heard.length;
      one.socket.connect();
      await one.until(
        ({ socket, loggedOut }) =>
          loggedOut !== undefined || (socket.connected && desk.floor.heard.length > came),
        5_000,
      );
    }
    await isToldOfAnother(asleep);
    expect([newer.socket.connected, newer.loggedOut]).toEqual([true, undefined]);
  },
);

test('a new log-in has a new password for the phone; a SIP phone is prepared when the desk says so', async () => {
  const first = await desks.open('olha');
  const second = desks.browse(await desks.cookieFor('olha'), {}, { phone: 'sip' });
  await second.until(({ state }) => state !== undefined);
  expect(second.state?.phone.password).toContain('sip phone');
  expect(second.state?.phone.password.slice(-6)).not.toBe(first.state?.phone.password.slice(-6));
});

test('a lost link is told to the floor; logging out closes the desk and forgets the phone', async () => {
  const { id } = desk.operators.petro;
  const cookie = await desks.cookieFor('petro');
  const browser = desks.browse(cookie);
  await browser.until(({ state }) => state !== undefined);
  browser.close();
  await expect.poll(() => desk.floor.heard.at(-1)).toBe(`lost ${id}`);

  const back = desks.browse(cookie);
  await back.until(({ state }) => state !== undefined);
  desk.floor.set(id, 'talking');
  await request(desk.url).delete('/api/session').set('Cookie', cookie).expect(409);
  desk.floor.set(id, 'paused');
  await request(desk.url).delete('/api/session').set('Cookie', cookie).expect(200);
  await back.until(({ socket }) => !socket.connected);
  expect(desk.floor.heard.at(-1)).toBe(`closed ${id}`);
  expect(desk.phones.released).toContain(id);
});

test('a revoked session ends its open desk within moments', async () => {
  const browser = await desks.open('petro');
  await revokeSessions(desk.db, desk.operators.petro.id);
  await browser.until(({ loggedOut }) => loggedOut === 'revoked');
  expect(desk.phones.forgotten).toContain(desk.operators.petro.id);
  // He may log in anew: whoever talks to him waits for that.
  expect(desk.floor.heard.at(-1)).toBe(`lost ${desk.operators.petro.id}`);
});

test('who is locked out is out at once, and off every list of colleagues, also after a new name; who is let in again is back on it', async () => {
  const [olha, petro] = [await desks.open('olha'), await desks.open('petro')];
  const { id } = desk.operators.petro;
  const colleague = () => olha.state?.colleagues.find((one) => one.id === id);
  expect(colleague()).toMatchObject({ name: people.petro.name });
  // As the command does it, in another process.
  await changeOperator(desk.db, id, { active: false });
  await petro.until(({ loggedOut }) => loggedOut === 'revoked');
  await olha.until(() => colleague() === undefined);
  expect(desk.floor.heard).toContain(`locked out ${id}`);
  const other = await desks.open('olha');
  for (const { state } of [olha, other]) {
    expect(state?.colleagues.map((one) => one.id)).toEqual([desk.operators.olha.id]);
    // What he did is told with his name all the same.
    expect(state?.former).toEqual([{ id, name: people.petro.name }]);
  }
  await changeOperator(desk.db, id, { active: true, name: 'Петро Мельниченко' });
  await other.until(
    ({ state }) => state?.colleagues.some(({ name }) => name === 'Петро Мельниченко') === true,
  );
  expect(other.state?.former).toEqual([]);
  await changeOperator(desk.db, id, { name: people.petro.name });
  await other.until(({ state }) => state?.colleagues.some(({ name }) => name === people.petro.name) === true);
  expect(await other.say('message', id, 'hello')).toEqual({ ok: true });
});

test('without a session, or from a foreign page, nobody gets a snapshot', async () => {
  const stranger = desks.browse('holos=s%3Anothing.nothing');
  await stranger.until(({ loggedOut }) => loggedOut === 'revoked');
  const foreign = desks.browse(await desks.cookieFor('olha'), { Origin: 'https://elsewhere.example' });
  await expect(foreign.until(({ socket }) => socket.connected, 300)).rejects.toThrow();
  expect([stranger.snapshots, foreign.snapshots]).toEqual([0, 0]);
});

test('the floor is told whether a desk was away only for as long as a restart takes', async () => {
  const { id } = desk.operators.olha;
  const cookie = await desks.cookieFor('olha');
  for (const [greeting, heard] of [
    [{ awayMs: 12_000 }, `opened ${id}, back`],
    [{ awayMs: 61_000 }, `opened ${id}`],
    [{}, `opened ${id}`],
  ] as const) {
    const browser = desks.browse(cookie, {}, greeting);
    await browser.until(({ state }) => state !== undefined);
    expect(desk.floor.heard.findLast((one) => one.startsWith('opened'))).toBe(heard);
    browser.close();
  }
});

test('after a restart of the server the desk comes back by itself, with the call that went on', async () => {
  const browser = await desks.open('olha');
  const { id } = desk.operators.olha;
  const { callId, step } = desks.arrive();
  step({ kind: 'connected', operatorId: id, waitMs: 900 });
  desk.floor.put(id, { callId, stage: 'talking', held: false, since: new Date() });
  await browser.until(({ state }) => state?.call?.stage === 'talking');
  const before = { ...browser.state, sequence: 0, now: '' };
  await desk.restart();
  await browser.until(({ snapshots, socket }) => snapshots === 2 && socket.connected, 5_000);
  expect({ ...browser.state, sequence: 0, now: '' }).toEqual(before);
  desk.floor.put(id, null);
});
