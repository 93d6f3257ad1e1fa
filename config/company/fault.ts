/** A fault of the company file: what is wrong, and where (the path to the value from the top of the file). */
export interface CompanyFault {
  path: (string | number)[];
  message: string;
}

export function unknown(what: string, id: string, known: readonly string[]): string {
  return `there is no ${what} “${id}”; there is ${known.join(', ')}`;
}
