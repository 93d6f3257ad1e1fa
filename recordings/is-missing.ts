import { codeOf } from '../errors.ts';

/** Whether Asterisk says that there is no such thing; one that says nothing has not said so. */
export async function isMissing(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return false;
  } catch (error) {
    return codeOf(error) === 'ari.not-found';
  }
}
