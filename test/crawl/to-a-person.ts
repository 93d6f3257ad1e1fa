import type { Hotline, Language } from '../../config/company.ts';
import { rememberLanguage } from '../../db/queries/number-languages.ts';
import { HolosError } from '../../errors.ts';
import { createLog } from '../../log.ts';
import { SimulatedOperator } from '../town/simulated-operator.ts';
import { within } from '../town/waiting.ts';
import type { World } from '../town/world.ts';

/** An operator who is ready, and whose phone rings until the caller leaves. */
export interface ReadyOperator {
  /** Resolves when the phone rings next. */
  isCalled(limitMs: number): Promise<unknown>;
  stop(): Promise<void>;
}

type Place = Pick<World, 'town' | 'desk' | 'logins' | 'db'>;

export async function readyOperator({ town, desk, logins }: Place): Promise<ReadyOperator> {
  const login = logins.find(({ role }) => role === 'operator');
  if (!login) throw new HolosError('crawl.no-operator', 'The seed has no operator.');
  const simulated = new Set<number>();
  const log = createLog('warn');
  const operator = await SimulatedOperator.start({ town, desk, ...login, simulated, random: () => 0, log });
  const phone = town.resident(`operator-${[...simulated][0]}`);
  phone.behaves(async (call) => {
    await call.isOverWithin(ringingMs);
  });
  return { isCalled: (limitMs) => phone.isCalled(limitMs), stop: () => operator.stop() };
}

const ringingMs = 120_000;
const longestMs = 40_000;
const presentlyMs = 2_000;
let callers = 0;

/** From the answer to the ringing of an operator's phone, for one who presses 0 at once; null when it did not ring. */
export async function msToPerson(
  { town, db }: Place,
  operator: ReadyOperator,
  { hotline, language }: { hotline: Hotline; language: Language },
): Promise<number | null> {
  const number = `+3805088${String(callers++).padStart(5, '0')}`;
  await rememberLanguage(db, number, language);
  const ringing = operator.isCalled(longestMs).then(
    () => performance.now(),
    () => null,
  );
  const call = await town.resident(number, language).calls(hotline.numbers[0] ?? '', { language });
  try {
    await call.isAnswered();
    const answeredAt = performance.now();
    await call.pressesTogether('0');
    const rangAt = await ringing;
    return rangAt === null ? null : rangAt - answeredAt;
  } finally {
    await call.hangsUp();
    // The operator is ready again when the call has left the desk.
    await within(call.ended(), presentlyMs);
  }
}
