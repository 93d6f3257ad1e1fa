import type { Page } from 'playwright-core';
import type { QueueHeld, QueueRules, SkillsHeld } from '../../agent-desk/contract/shapes.ts';
import { company, deskState } from './fake-data.ts';

/** A stand-in for the server's queues and skills: takes each change from whoever has seen the one before. */
export interface FakeQueues {
  queues: QueueHeld[];
  skills: SkillsHeld[];
  /** What was sent, in order. */
  sent: { path: string; body: unknown }[];
  /** How often what holds was asked for. */
  readonly asked: number;
  /** Every answer is this failure until told otherwise. */
  fail: (failing: boolean) => void;
  /** Changes are answered only when the returned function is called. */
  hold: () => () => void;
  /** Another supervisor changes the rules of a queue. */
  changedByAnother: (id: string, rules: Partial<QueueRules>) => void;
}

const usual: QueueRules = {
  choose: 'longest-idle',
  headStartSeconds: 0,
  languageSeconds: 60,
  offerSeconds: 20,
  wrapUpSeconds: 20,
  longestWaitSeconds: null,
  overflow: null,
  callAgainSeconds: 1_800,
  serviceLevel: { percent: 80, withinSeconds: 20 },
};
const emergency: QueueRules = {
  ...usual,
  ...{ choose: 'all-at-once', headStartSeconds: 3_600, languageSeconds: 0, longestWaitSeconds: 15 },
  ...{ overflow: { queue: 'operators' }, serviceLevel: { percent: 95, withinSeconds: 5 } },
};
const by = (byName: string) => ({ at: new Date().toISOString(), byName });

export async function fakeQueues(page: Page): Promise<FakeQueues> {
  const queues = company.queues.map(({ id, name }, i): QueueHeld => {
    const rules = id === 'emergency' ? emergency : usual;
    return { id, name, rules, ofCompany: rules, changed: null, version: 0, waiting: i };
  });
  const levels = { operators: 2, emergency: 2, uk: 2, ru: 2, en: 2 };
  const skills = deskState('').colleagues.map(({ id, name }): SkillsHeld => {
    const own = id === 2 ? { ...levels, emergency: 3 } : levels;
    return { operatorId: id, name, levels: own, ofCompany: own, changed: null, version: 0 };
  });
  const sent: FakeQueues['sent'] = [];
  let failing = false;
  let asked = 0;
  let gate: Promise<void> = Promise.resolve();
  await page.route(/\/api\/(queues|skills)/, async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (failing)
      return await route.fulfill({ status: 503, json: { code: 'database.away', message: 'Away.' } });
    if (request.method() === 'GET') asked += 1;
    if (request.method() === 'GET')
      return await route.fulfill({ json: path === '/api/queues' ? queues : skills });
    const body = request.postDataJSON();
    sent.push({ path, body });
    await gate;
    const key = path.split('/').at(-1);
    const held =
      queues.find(({ id }) => id === key) ?? skills.find(({ operatorId }) => `${operatorId}` === key);
    if (!held || held.version !== body.version) {
      const json = { code: 'floor.changed-meanwhile', message: 'Changed meanwhile.' };
      return await route.fulfill({ status: 409, json });
    }
    const said = body.rules ?? body.levels ?? null;
    const now = said ?? held.ofCompany;
    held.changed = said && by('Наталія Левицька');
    held.version += 1;
    if ('rules' in held) held.rules = now;
    else held.levels = now;
    return await route.fulfill({ json: held });
  });
  return {
    ...{ queues, skills, sent },
    get asked() {
      return asked;
    },
    fail(now) {
      failing = now;
    },
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    changedByAnother(id, rules) {
      const held = queues.find((one) => one.id === id);
      if (!held) throw new Error(`there is no queue ${id}`);
      held.rules = { ...held.rules, ...rules };
      held.changed = by('Тарас Коваль');
      held.version += 1;
    },
  };
}
