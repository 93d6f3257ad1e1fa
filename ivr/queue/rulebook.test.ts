import { expect, test } from 'vitest';
import { loadCompany } from '../../config/load-company.ts';
import { Bus } from '../../events.ts';
import { Rulebook } from './rulebook.ts';

async function rulebook() {
  const bus = new Bus((error) => {
    throw error;
  });
  const told: object[] = [];
  bus.on('queue-rules', (event) => told.push(event));
  bus.on('skills', (event) => told.push(event));
  const company = await loadCompany({ company: '750-600' });
  const operators = [
    { id: 1, login: 'operator1' },
    { id: 2, login: 'nobody-in-the-file' },
  ];
  const changed = { queues: new Map(), skills: new Map([[2, { readings: 3 }]]) };
  return { rules: new Rulebook({ company, bus, operators, changed }), told };
}

test('what the company file says holds until a supervisor says otherwise, and again when he takes it back', async () => {
  const { rules, told } = await rulebook();
  const written = rules.of('emergency');
  expect(written).toMatchObject({ choose: 'all-at-once', headStartSeconds: 3_600 });
  rules.changeQueue('emergency', { ...written, choose: 'longest-idle' });
  expect(rules.of('emergency').choose).toBe('longest-idle');
  expect(rules.isChanged('emergency')).toBe(true);
  rules.changeQueue('emergency', null);
  expect(rules.of('emergency')).toEqual(written);
  expect(told).toEqual([{ queue: 'emergency' }, { queue: 'emergency' }]);
  expect(() => rules.changeQueue('no-such-queue', null)).toThrow('no such queue');
});

test('the skills of somebody who is entered only after the start hold as soon as he is known', async () => {
  const { rules, told } = await rulebook();
  expect([...rules.skillsOf(7)]).toEqual([]);
  rules.knows({ id: 7, login: 'operator1' });
  rules.knows({ id: 7, login: 'operator1' });
  rules.knows({ id: 8, login: 'of-whom-the-file-says-nothing' });
  expect(rules.skillsOf(7).get('emergency')).toBe(3);
  expect(told).toEqual([{ operatorId: 7 }]);
});

test('skills come from the company file by login, and from what a supervisor has said before this start', async () => {
  const { rules, told } = await rulebook();
  expect(rules.skillsOf(1).get('emergency')).toBe(3);
  expect([...rules.skillsOf(2)]).toEqual([['readings', 3]]);
  expect([...rules.skillsOf(99)]).toEqual([]);
  rules.changeSkills(1, { emergency: 0 });
  expect([...rules.skillsOf(1)]).toEqual([['emergency', 0]]);
  rules.changeSkills(1, null);
  expect(rules.skillsOf(1).get('emergency')).toBe(3);
  expect(told).toEqual([{ operatorId: 1 }, { operatorId: 1 }]);
});
