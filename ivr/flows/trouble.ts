import type { IvrFlow } from '../services.ts';

/** Something of ours has failed: the caller hears it, and goes on to where he is helped. */
export function trouble(then: IvrFlow): IvrFlow {
  return async function trouble(call) {
    await call.sayWhole('trouble.operator');
    return then;
  };
}
