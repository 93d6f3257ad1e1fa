import type { OperatorRow } from '../../../db/queries/operators.ts';
import type { Person } from '../../contract/shapes.ts';

export function presentPerson({ id, login, name, role, active }: OperatorRow): Person {
  return { id, login, name, role, mayLogIn: active };
}
