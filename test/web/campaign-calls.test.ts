import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { uk } from '../../agent-desk/web/texts/uk.ts';
import { type Floor, startFloor } from './floor.ts';

/** A campaign from the first letter of its name to its end, in a real browser; who is called has a real telephone. */
let floor: Floor;

beforeAll(async () => {
  const anyHour = { from: '00:00', to: '23:59', days: [1, 2, 3, 4, 5, 6, 7], holidays: false };
  floor = await startFloor({ calling: { ...anyHour, lanes: 1, tries: 1 } });
});
afterEach(() => floor.clear());
afterAll(() => floor?.stop());

const numbers = ['+380671000101', '+380671000102'] as const;

test('is written, started, and paused; each attempt comes live, with its answer, and nobody is called meanwhile', async () => {
  const { town } = floor.world;
  const rings = numbers.map((number) => {
    const resident = town.resident(number);
    resident.doesNotAnswer();
    return resident.isCalled(60_000);
  });
  let isSecondCalled = false;
  void rings[1]?.then(() => {
    isSecondCalled = true;
  });
  const desk = await floor.desk('supervisor');
  await desk.logsIn();
  const { page } = desk;
  await page.getByRole('link', { name: uk['nav.campaigns'] }).click();
  await page.getByRole('link', { name: uk['campaigns.new'] }).click();
  await page.getByLabel(uk['campaigns.name']).fill('Дахи');
  await page.getByLabel(uk['campaigns.numbers']).fill('067 100 01 01\n067 100 01 02');
  await desk.button('campaigns.create').click();
  await desk.button('campaigns.start').click();

  const attempts = page.getByRole('region', { name: uk['campaigns.attempts'] });
  const rowOf = (number: string) => attempts.getByRole('row', { name: number });
  const first = rowOf('+380 67 100-01-01');
  await first.getByText(uk['attempt.dialling']).waitFor();
  const call = await rings[0];
  await call?.answers();
  await first.getByText(uk['attempt.talking']).waitFor();
  await call?.hears('survey.question', {}, { limitMs: 30_000 });
  await desk.button('campaigns.pause').click();
  await desk.button('campaigns.resume').waitFor();
  await call?.presses('4');
  await first.getByRole('cell', { name: '4', exact: true }).waitFor();
  await call?.ended();
  await first.getByText(uk['attempt.talking']).waitFor({ state: 'detached' });
  expect(isSecondCalled).toBe(false);

  await desk.button('campaigns.resume').click();
  await rowOf('+380 67 100-01-02').getByText(uk['attempt.dialling']).waitFor();
  await (await rings[1])?.refuses('busy');
  await rowOf('+380 67 100-01-02').getByText(uk['outcome.busy']).waitFor();
  await page.getByRole('row', { name: 'Дахи' }).getByText(uk['campaigns.state.finished']).waitFor();
});
