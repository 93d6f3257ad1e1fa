import { loginSpelling, longestPersonName } from '../../state/contract.ts';

/** What the desk and the server can find wrong with each field, by the server's own words. */
const faultsOf = {
  login: ['people.bad-login', 'people.login-taken'],
  name: ['people.bad-name'],
} as const satisfies Record<string, readonly string[]>;
export type Field = keyof typeof faultsOf;

/** What the server would refuse, by its code; who is there already it alone knows. Without a login it is only the name that is asked about. */
export function faultsIn({ login, name }: { login?: string; name: string }): string[] {
  return [
    ...(login === undefined || loginSpelling.test(login.trim()) ? [] : ['people.bad-login']),
    ...(name.trim() !== '' && name.trim().length <= longestPersonName ? [] : ['people.bad-name']),
  ];
}

/** The fault that is told at this field; undefined: there is none. */
export function faultAt(field: Field, codes: readonly string[]): string | undefined {
  const own: readonly string[] = faultsOf[field];
  return codes.find((code) => own.includes(code));
}

/** Whether a code of the server's belongs to a field, and so is told there. */
export function isOfAField(code: string): boolean {
  return Object.values(faultsOf).some((codes: readonly string[]) => codes.includes(code));
}
