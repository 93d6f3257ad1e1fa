import type { OperatorState } from '../state/contract.ts';

/** One line of a list of all that something can be sent to. */
export interface Target {
  id: string;
  group: string;
  text: string;
  hint: string;
  /** Of an operator. */
  state?: OperatorState;
  /** What cannot be chosen now is shown, so that nobody looks for it. */
  free: boolean;
}
