import { overflowFault, skillFaults, skillNames } from '../../config/company/queue-checks.ts';
import { type QueueRules, usualLevel } from '../../config/company/queues.ts';
import type { Company } from '../../config/company.ts';
import type { Database } from '../../db/connect.ts';
import {
  currentFloorChanges,
  type FloorChange,
  type KnownFloorChange,
  writeFloorChange,
} from '../../db/queries/floor-changes.ts';
import { listOperators, type OperatorRow } from '../../db/queries/operators.ts';
import { HolosError } from '../../errors.ts';
import type { Role } from '../../housing/destinations.ts';
import type { Rulebook, Skills } from './rulebook.ts';
import { turns } from './turns.ts';

/** What holds of a queue or an operator, and since which change. */
interface Held<T> {
  now: T;
  /** What holds again when the change is taken back. */
  ofCompany: T;
  /** The last change of it; null while the company file holds. `byName`: null where it was nobody who can log in. */
  changed: { at: Date; byName: string | null } | null;
  /** The number of the last change, back to the company file included; 0: it was never changed. */
  version: number;
}

export interface QueueHeld extends Held<QueueRules> {
  id: string;
}

/** Levels by each queue and language, those that are not written included. */
export interface SkillsHeld extends Held<Skills> {
  operator: OperatorRow;
}

/** A change by somebody who has seen `version`; `to` null: what the company file says holds again. */
export interface ChangeAsked<T> {
  to: T | null;
  version: number;
  byOperatorId: number;
}

/**
 * The rules of the queues and the skills of the operators as supervisors see and change them. A change is checked as the
 * company file is, is written down, and then holds, for those who wait already, too. One is done after the other, so that what was
 * written last is what holds, and whoever has not seen the latest change is told so and changes nothing.
 */
export interface FloorRules {
  /** Somebody is at his desk, who may have been entered only after the start: the skills of the company file hold for him. */
  knows(operator: Pick<OperatorRow, 'id' | 'login'>): void;
  queues(): Promise<QueueHeld[]>;
  /**
   * @throws HolosError `queue.unknown`, `queue.overflow`, `desk.number-refused` for an overflow to a number that whoever asks may
   * not call and the company file does not name, `floor.changed-meanwhile`
   */
  changeQueue(id: string, asked: ChangeAsked<QueueRules>): Promise<QueueHeld>;
  /** Everybody who may log in. */
  skills(): Promise<SkillsHeld[]>;
  /** @throws HolosError `operator.unknown`, `skills.unknown-skill`, `floor.changed-meanwhile` */
  changeSkills(operatorId: number, asked: ChangeAsked<Skills>): Promise<SkillsHeld>;
}

export function createFloorRules(parts: {
  db: Database;
  company: Pick<Company, 'queues'>;
  rulebook: Rulebook;
  /** Whether somebody of this role may have a number rung. @throws HolosError `desk.number-refused` */
  mayCall: (role: Role, number: string) => unknown;
}): FloorRules {
  const { db, company, rulebook } = parts;
  const inTurn = turns();
  const everybody = async () => {
    const operators = await listOperators(db);
    for (const one of operators) rulebook.knows(one);
    return operators;
  };
  const roleOf = async (id: number): Promise<Role> =>
    (await everybody()).find((one) => one.id === id)?.role ?? 'operator';
  const names = skillNames(company.queues);

  const readQueue = (id: string, changes: Changes): QueueHeld => ({
    id,
    now: rulebook.of(id),
    ofCompany: rulebook.ofCompany(id),
    ...lastOf(changes.get(keyOf('queue', id)), rulebook.isChanged(id)),
  });
  const readSkills = (operator: OperatorRow, changes: Changes): SkillsHeld => ({
    operator,
    now: whole(names, rulebook.skillsOf(operator.id)),
    ofCompany: whole(names, rulebook.skillsOfCompany(operator.id)),
    ...lastOf(changes.get(keyOf('skills', String(operator.id))), rulebook.areSkillsChanged(operator.id)),
  });
  const write = async (
    kind: FloorChange['kind'],
    subject: string,
    { to, version, byOperatorId }: ChangeAsked<object>,
  ) => {
    const before = (await readChanges(db)).get(keyOf(kind, subject));
    if ((before?.id ?? 0) !== version)
      throw new HolosError(
        'floor.changed-meanwhile',
        'Somebody else has changed this meanwhile: look at it again.',
        {
          kind,
          subject,
        },
      );
    await writeFloorChange(db, { kind, subject, data: to, at: new Date(), byOperatorId });
  };

  return {
    knows: (operator) => rulebook.knows(operator),
    queues: () =>
      inTurn(async () => {
        const changes = await readChanges(db);
        return company.queues.map(({ id }) => readQueue(id, changes));
      }),
    changeQueue: (id, asked) =>
      inTurn(async () => {
        rulebook.ofCompany(id);
        const fault = asked.to && overflowFault(id, asked.to, company.queues);
        if (fault) throw new HolosError('queue.overflow', fault, { queue: id });
        const number = asked.to?.overflow?.number;
        if (number !== undefined && number !== rulebook.ofCompany(id).overflow?.number)
          parts.mayCall(await roleOf(asked.byOperatorId), number);
        await write('queue', id, asked);
        rulebook.changeQueue(id, asked.to);
        return readQueue(id, await readChanges(db));
      }),
    skills: () =>
      inTurn(async () => {
        const changes = await readChanges(db);
        return (await everybody()).map((operator) => readSkills(operator, changes));
      }),
    changeSkills: (operatorId, asked) =>
      inTurn(async () => {
        const operator = (await everybody()).find((one) => one.id === operatorId);
        if (!operator) throw new HolosError('operator.unknown', 'There is no such operator.', { operatorId });
        const [fault] = asked.to ? skillFaults(asked.to, company.queues) : [];
        if (fault) throw new HolosError('skills.unknown-skill', fault.message, { operatorId });
        await write('skills', String(operatorId), asked);
        rulebook.changeSkills(operatorId, asked.to);
        return readSkills(operator, await readChanges(db));
      }),
  };
}

type Changes = ReadonlyMap<string, KnownFloorChange>;

const keyOf = (kind: FloorChange['kind'], subject: string) => `${kind} ${subject}`;

async function readChanges(db: Database): Promise<Changes> {
  const changes = await currentFloorChanges(db);
  return new Map(changes.map((one) => [keyOf(one.kind, one.subject), one]));
}

function lastOf(
  last: KnownFloorChange | undefined,
  holds: boolean,
): Pick<Held<never>, 'changed' | 'version'> {
  return {
    changed: last && holds ? { at: last.at, byName: last.byName } : null,
    version: last?.id ?? 0,
  };
}

function whole(names: readonly string[], levels: ReadonlyMap<string, number>): Skills {
  return Object.fromEntries(names.map((name) => [name, levels.get(name) ?? usualLevel]));
}
