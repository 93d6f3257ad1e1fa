import { everyOperator } from '../../../db/queries/operators.ts';
import type { DeskServerParts } from '../parts.ts';
import { addPerson, changePerson, lockPerson, newPassword, unlockPerson } from '../people.ts';
import { presentPerson } from '../present/person.ts';
import type { Handlers } from '../routing.ts';

type Names = 'people' | 'addPerson' | 'changePerson' | 'newPassword' | 'lockPerson' | 'unlockPerson';

/** Who may log in, at the desk of an administrator. Each change stands in the log with who has made it; a password nowhere. */
export function peopleRoutes({ db, log }: Pick<DeskServerParts, 'db' | 'log'>): Pick<Handlers, Names> {
  return {
    people: async () => (await everyOperator(db)).map(presentPerson),
    async addPerson({ body, operator, signal }) {
      const { person, password } = await addPerson(db, body, signal);
      const { id: of, role, login } = person;
      log.info({ operatorId: operator.id, of, role, person: { login } }, 'somebody was added');
      return { person: presentPerson(person), password };
    },
    async changePerson({ params: whom, body, operator }) {
      const person = await changePerson(db, whom, body, operator.id);
      const { id: of, role, name } = person;
      log.info(
        { operatorId: operator.id, of, role, person: { name } },
        'somebody’s name or role was changed',
      );
      return presentPerson(person);
    },
    async newPassword({ params: whom, operator, signal }) {
      const password = await newPassword(db, whom, operator.id, signal);
      log.info({ operatorId: operator.id, of: whom.id }, 'somebody was given a new password');
      return { password };
    },
    async lockPerson({ params: whom, operator }) {
      const person = await lockPerson(db, whom, operator.id);
      log.info({ operatorId: operator.id, of: whom.id }, 'somebody was locked out');
      return presentPerson(person);
    },
    async unlockPerson({ params: whom, operator }) {
      const person = await unlockPerson(db, whom, operator.id);
      log.info({ operatorId: operator.id, of: whom.id }, 'somebody was let in again');
      return presentPerson(person);
    },
  };
}
