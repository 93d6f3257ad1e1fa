import type { IvrFlow } from '../services.ts';

/** Something of ours has failed: the caller hears it, and goes on to where he is helped; also one who has not been answered yet. */
export function trouble(then: IvrFlow): IvrFlow {
  return async function trouble(call) {
    if (!call.answered) await call.answer();
    await call.sayWhole('trouble.operator');
    return then;
  };
}
