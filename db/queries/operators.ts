import type { Database } from '../connect.ts';

export type Role = 'operator' | 'supervisor' | 'administrator';

export interface OperatorRow {
  id: number;
  login: string;
  name: string;
  role: Role;
  active: boolean;
}

/** With what a password is checked against: never leaves the server. */
export interface OperatorSecret extends OperatorRow {
  passwordHash: string;
}

const columns = ['id', 'login', 'name', 'role', 'active'] as const;

export async function listOperators(db: Database): Promise<OperatorRow[]> {
  const rows: OperatorRow[] = await db('operators').select(columns).where({ active: true }).orderBy('id');
  return rows.map(plain);
}

/** Those who are locked out, too, by login. `held`: nobody else changes one of them until the transaction is over. */
export async function everyOperator(db: Database, { held = false } = {}): Promise<OperatorRow[]> {
  const asked = db('operators').select(columns).orderBy('login');
  const rows: OperatorRow[] = await (held ? asked.forUpdate() : asked);
  return rows.map(plain);
}

/** Everybody who has ever been one, by id. */
export async function operatorNames(db: Database): Promise<Map<number, string>> {
  const rows: { id: number; name: string }[] = await db('operators').select('id', 'name').orderBy('id');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function findOperator(db: Database, id: number): Promise<OperatorRow | null> {
  const row: OperatorRow | undefined = await db('operators').select(columns).where({ id }).first();
  return row ? plain(row) : null;
}

/**
 * By the login as it is spelt, in capitals or not. The table's collation would also take `é` for `e` and pass over what cannot be
 * seen: tries to log in are counted by login, and every such spelling would have a count of its own.
 */
export async function findOperatorByLogin(db: Database, login: string): Promise<OperatorSecret | null> {
  const row: OperatorSecret | undefined = await db('operators')
    .select(...columns, { passwordHash: 'password_hash' })
    .where({ login, active: true })
    .first();
  if (row?.login.toLowerCase() !== login.toLowerCase()) return null;
  return { ...row, active: Boolean(row.active) };
}

/** Adds an operator, or gives the one with this login this name, role and password. @returns the id */
export async function saveOperator(
  db: Database,
  operator: { login: string; name: string; role: Role; passwordHash: string },
): Promise<number> {
  const { login, name, role, passwordHash } = operator;
  await db('operators')
    .insert({ login, name, role, password_hash: passwordHash, active: true })
    .onConflict('login')
    .merge();
  const row: { id: number } = await db('operators').select('id').where({ login }).first();
  return row.id;
}

/** Adds an operator. @returns the id. @throws `ER_DUP_ENTRY` when the login is taken, or one that the table's collation takes for the same */
export async function addOperator(
  db: Database,
  { passwordHash, ...operator }: Omit<OperatorSecret, 'id' | 'active'>,
): Promise<number> {
  const [id = 0] = await db('operators').insert({ ...operator, password_hash: passwordHash, active: true });
  return id;
}

export type OperatorChange = Partial<Omit<OperatorSecret, 'id' | 'login'>>;

/** What is undefined stays as it is. */
export async function changeOperator(
  db: Database,
  id: number,
  { passwordHash, ...changes }: OperatorChange,
): Promise<void> {
  await db('operators')
    .where({ id })
    .update({ ...changes, password_hash: passwordHash });
}

export async function countOperators(db: Database): Promise<number> {
  const row = await db('operators').count({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

function plain(row: OperatorRow): OperatorRow {
  return { ...row, active: Boolean(row.active) };
}
