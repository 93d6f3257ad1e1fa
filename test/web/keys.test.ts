import { expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

/** What becomes of keys that are pressed without thinking. */
const desk = deskOfEachTest();

const heard = (verb: string) => desk.server.heard.filter((one) => one.startsWith(verb));

/** The key goes down, and repeats itself by being held. */
async function holdsDown(key: string): Promise<void> {
  for (let times = 0; times < 6; times++) await desk.page.keyboard.down(key);
  await desk.page.keyboard.up(key);
}

test('a key that is held down is one word: the caller is put on hold, and not back and forth', async () => {
  desk.server.call(fake.deskCall('one', 'talking', 'held-1'));
  await desk.page.getByRole('button', { name: uk['call.end'] }).waitFor();
  await desk.page.keyboard.down('Alt');
  await holdsDown('KeyH');
  await desk.page.keyboard.up('Alt');
  await desk.page.getByRole('button', { name: uk['call.unhold'] }).waitFor();
  await desk.page.keyboard.press('Alt+KeyO');
  await desk.server.hears('record held-1 false');
  expect(heard('hold ')).toEqual(['hold held-1 true']);
});

test('a key that was held down before it rang answers nobody', async () => {
  await desk.page.keyboard.down('Enter');
  desk.server.call(fake.deskCall('one', 'ringing', 'early-1'));
  await desk.server.hears('card-shown early-1');
  await holdsDown('Enter');
  const answer = desk.page.getByTestId('ringing').getByRole('button', { name: uk['call.answer'] });
  await answer.waitFor();
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText(uk['call.answering']).waitFor();
});

test('who types a name when the card takes the place of the search answers nobody by a space or Enter in it', async () => {
  const search = desk.page.getByRole('searchbox', { name: uk['who.find'] });
  await search.fill('Коваленко');
  const from = await desk.page.evaluate('performance.now()');
  await desk.page.evaluate('{ const now = performance.now(); performance.now = () => now; }');
  await search.press('a');
  desk.server.call(fake.deskCall('one', 'ringing', 'flow-1'));
  await desk.server.hears('card-shown flow-1');
  await search.waitFor({ state: 'detached' });
  await desk.page.keyboard.press('Space');
  await desk.page.keyboard.press('Enter');
  expect(await desk.page.getByText(uk['call.answering']).count()).toBe(0);
  await desk.page.evaluate(`{ performance.now = () => ${from} + 60_000; }`);
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText(uk['call.answering']).waitFor();
});

test('a call that rings and goes away needs a word: its caller has given up', async () => {
  desk.server.call(fake.deskCall('one', 'ringing', 'gone-1'));
  await desk.page.getByTestId('ringing').waitFor();
  const [known] = desk.server.state().calls;
  if (!known) throw new Error('there is no call in the list');
  const summary = { ...known, id: 'gone-1', residentName: 'Петрук Ганна', endedAt: null, result: null };
  desk.server.send({ type: 'call', call: summary });
  desk.server.send({ type: 'my-call', call: null });
  desk.server.send({
    type: 'call',
    call: { ...summary, endedAt: new Date().toISOString(), result: 'abandoned' },
  });
  await desk.page.getByText(uk['call.gave-up'].replace('{who}', 'Петрук Ганна')).waitFor();
});

test('what is said of a talk that is over is not what was said of it while it went on', async () => {
  desk.server.call({ ...fake.deskCall('one', 'talking', 'over-1'), held: true });
  await desk.page.getByText(uk['call.held.hint']).waitFor();
  desk.server.call(null);
  await desk.page.getByText(uk['this.last']).waitFor();
  expect(await desk.page.getByText(uk['call.held.hint']).count()).toBe(0);
});

test('whose call a supervisor has taken is told who leads it now', async () => {
  const talk = fake.deskCall('one', 'talking', 'taken-1');
  const { me } = desk.server.state();
  const taken = { at: fake.ago(0), kind: 'taken-over', operatorId: 4, from: me.id };
  desk.server.call(talk);
  await desk.page.locator('[data-call-id=taken-1]').waitFor();
  desk.server.call({ ...talk, steps: [...talk.steps, taken] });
  desk.server.call(null);
  await desk.page.getByText(uk['call.taken'].replace('{who}', 'Назар Гриців')).waitFor();
});

test('a number that somebody is calling just now is not called a second time', async () => {
  await desk.page.evaluate(`location.hash = '#/callbacks'`);
  const [promised] = desk.server.state().callbacks;
  const [known] = desk.server.state().calls;
  if (!promised || !known) throw new Error('nobody was promised a call');
  const call = { ...known, id: 'out-1', direction: 'out' as const, number: promised.number };
  const row = desk.page.getByRole('row').filter({ has: desk.page.locator(`a[href*="${promised.callId}"]`) });
  await row.getByRole('button', { name: /Подзвонити/ }).waitFor();
  desk.server.send({ type: 'call', call: { ...call, endedAt: null } });
  await row.getByText(uk['call.called-now']).waitFor();
  expect(await row.getByRole('button', { name: /Подзвонити/ }).count()).toBe(0);
  desk.server.send({ type: 'call', call: { ...call, endedAt: new Date().toISOString() } });
  await row.getByRole('button', { name: /Подзвонити/ }).waitFor();
});

test('messages that are opened by their key are written by the keyboard', async () => {
  await desk.page.keyboard.press('Alt+KeyI');
  const to = desk.page.getByRole('combobox', { name: uk['messages.to'] });
  await to.waitFor();
  await to.and(desk.page.locator(':focus')).waitFor();
});

test('who logs out in the middle of a talk is told to end it first', async () => {
  await desk.page.route('**/api/session', (route) =>
    route.request().method() === 'DELETE'
      ? route.fulfill({ status: 409, json: { code: 'desk.not-now', message: 'not while talking' } })
      : route.continue(),
  );
  await desk.page.getByRole('button', { name: uk['nav.logout'] }).click();
  await desk.page.getByText(uk['failure.in-a-call']).waitFor();
});

test('timers go on though the computer’s clock is set back in the middle of a talk', async () => {
  desk.server.call(fake.deskCall('one', 'talking', 'clock-1'));
  const timer = desk.page.getByRole('timer', { name: uk['call.timer'] });
  await desk.page.evaluate('{ const { now } = Date; Date.now = () => now() - 3_600_000; }');
  const goesOn = async () => {
    const before = await timer.innerText();
    await expect.poll(() => timer.innerText()).not.toBe(before);
  };
  // The first second may have been over before.
  await goesOn();
  await goesOn();
  expect(await timer.innerText()).toMatch(/^01:\d\d$/);
});
