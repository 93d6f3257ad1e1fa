import { expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { faults } from './accessible.ts';
import { deskOfEachTest } from './desk-of-each-test.ts';
import * as fake from './fake-data.ts';

const desk = deskOfEachTest();

const field = (name: keyof typeof uk) => desk.page.getByLabel(uk[name], { exact: true });

async function opens(): Promise<void> {
  await desk.page.getByRole('button', { name: uk['nav.settings'] }).click();
  await desk.page.getByRole('button', { name: uk['password.title'] }).click();
  await field('password.old').waitFor();
}

test('who changes his password is told when the old one is wrong, and when it is changed', async () => {
  await opens();
  expect(await faults(desk.page)).toEqual([]);
  await field('password.old').fill('wrong');
  await field('password.new').fill('a new one of mine');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByRole('alert').getByText(uk['failure.password']).waitFor();
  expect(await field('password.old').getAttribute('aria-invalid')).toBe('true');
  await desk.page.keyboard.type('right');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByText(uk['password.changed']).waitFor();
  expect(await field('password.old').count()).toBe(0);
});

test('a call that rings is seen also by who is changing his password', async () => {
  await opens();
  desk.server.call(fake.deskCall('one', 'ringing', 'over-1'));
  await desk.page.getByTestId('ringing').waitFor();
  await field('password.old').waitFor({ state: 'detached' });
});
