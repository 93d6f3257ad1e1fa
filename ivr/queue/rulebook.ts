import { type QueueRules, queueRulesSchema } from '../../config/company/queues.ts';
import type { Company } from '../../config/company.ts';
import type { OperatorRow } from '../../db/queries/operators.ts';
import { HolosError } from '../../errors.ts';
import type { Bus } from '../../events.ts';

export type Skills = Readonly<Record<string, number>>;

type Login = Pick<OperatorRow, 'id' | 'login'>;

/** What supervisors have changed: it goes before the company file. */
export interface RulebookChanges {
  queues: ReadonlyMap<string, QueueRules>;
  skills: ReadonlyMap<number, Skills>;
}

export interface RulebookParts {
  company: Pick<Company, 'queues' | 'skills'>;
  bus: Bus;
  /** Everybody who may log in, for the skills that the company file names by login. */
  operators: readonly Login[];
  changed: RulebookChanges;
}

/** The rules of the queues and the skills of the operators that hold now: the company file's, until a supervisor says otherwise. */
export class Rulebook {
  readonly #ofCompany: ReadonlyMap<string, QueueRules>;
  readonly #skillsByLogin: Company['skills'];
  readonly #skillsOfCompany = new Map<number, ReadonlyMap<string, number>>();
  readonly #queues: Map<string, QueueRules>;
  readonly #skills: Map<number, ReadonlyMap<string, number>>;
  readonly #bus: Bus;

  constructor({ company, bus, operators, changed }: RulebookParts) {
    this.#bus = bus;
    this.#ofCompany = new Map(company.queues.map((queue) => [queue.id, rulesIn(queue)]));
    this.#skillsByLogin = company.skills;
    for (const operator of operators) this.#read(operator);
    this.#queues = new Map(changed.queues);
    this.#skills = new Map([...changed.skills].map(([id, skills]) => [id, new Map(Object.entries(skills))]));
  }

  /** The rules of a queue; of one that the company file does not have any more, the usual ones. */
  readonly of = (queue: string): QueueRules => this.#queues.get(queue) ?? this.#ofCompany.get(queue) ?? usual;

  skillsOf(operatorId: number): ReadonlyMap<string, number> {
    return this.#skills.get(operatorId) ?? this.skillsOfCompany(operatorId);
  }

  /** Somebody may log in, perhaps only since the start: what the company file says of him holds from now on. */
  knows(operator: Login): void {
    if (this.#skillsOfCompany.has(operator.id)) return;
    this.#read(operator);
    if (this.skillsOfCompany(operator.id).size > 0) this.#bus.emit('skills', { operatorId: operator.id });
  }

  #read({ id, login }: Login): void {
    this.#skillsOfCompany.set(id, new Map(Object.entries(this.#skillsByLogin[login] ?? {})));
  }

  /** What the company file says of a queue that it has. @throws HolosError `queue.unknown` */
  ofCompany(queue: string): QueueRules {
    const rules = this.#ofCompany.get(queue);
    if (!rules) throw new HolosError('queue.unknown', 'there is no such queue', { queue });
    return rules;
  }

  skillsOfCompany(operatorId: number): ReadonlyMap<string, number> {
    return this.#skillsOfCompany.get(operatorId) ?? none;
  }

  isChanged(queue: string): boolean {
    return this.#queues.has(queue);
  }

  areSkillsChanged(operatorId: number): boolean {
    return this.#skills.has(operatorId);
  }

  /** From now on these rules hold, for those who wait already, too; null: those of the company file again. @throws HolosError `queue.unknown` */
  changeQueue(queue: string, rules: QueueRules | null): void {
    this.ofCompany(queue);
    if (rules) this.#queues.set(queue, rules);
    else this.#queues.delete(queue);
    this.#bus.emit('queue-rules', { queue });
  }

  /** From now on this operator can this; null: what the company file says again. */
  changeSkills(operatorId: number, skills: Skills | null): void {
    if (skills) this.#skills.set(operatorId, new Map(Object.entries(skills)));
    else this.#skills.delete(operatorId);
    this.#bus.emit('skills', { operatorId });
  }
}

const usual = queueRulesSchema.parse({});
const none: ReadonlyMap<string, number> = new Map();

function rulesIn(queue: Company['queues'][number]): QueueRules {
  const { headStartSeconds, choose, languageSeconds, offerSeconds, wrapUpSeconds } = queue;
  const { longestWaitSeconds, overflow, callAgainSeconds, serviceLevel } = queue;
  return {
    ...{ headStartSeconds, choose, languageSeconds, offerSeconds, wrapUpSeconds },
    ...{ longestWaitSeconds, overflow, callAgainSeconds, serviceLevel },
  };
}
