/** One line of a list. */
export interface Row {
  id: string | number;
}
