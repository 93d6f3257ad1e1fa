import type { Target } from '../../parts/target.ts';
import { company } from '../../state/company.svelte.ts';
import type { Colleague, MoveTo } from '../../state/contract.ts';
import { desk } from '../../state/desk.svelte.ts';
import { afterwardsName, stateName } from '../../state/presence.ts';
import { t, text } from '../../texts/texts.svelte.ts';
import { waitingNow } from '../shell/line-now.ts';
import { isSoonFree, type WaitingRow } from './rows.ts';

/** Where a waiting caller can be sent. */
export interface MoveTarget extends Target {
  group: 'line' | 'colleagues' | 'queues';
  to: MoveTo;
}

/** The head of the line, operators (those who are free first, those who take no calls last), and the other queues, as far as they fit what was typed. */
export function moveTargets(caller: WaitingRow, typed: string): MoveTarget[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = (one: MoveTarget) => `${one.text} ${one.hint}`.toLocaleLowerCase().includes(wanted);
  return [head(), ...operators(), ...queues(caller)].filter(fits);
}

function head(): MoveTarget {
  return { id: 'head', group: 'line', text: t('wall.move.first'), hint: '', free: true, to: { first: true } };
}

function operators(): MoveTarget[] {
  return (desk.state?.colleagues ?? [])
    .filter(({ state }) => state !== 'offline')
    .sort((a, b) => rank(b) - rank(a) || a.name.localeCompare(b.name))
    .map((one) => ({
      ...{ id: `operator-${one.id}`, group: 'colleagues', text: one.name, hint: hintOf(one) },
      ...{ state: one.state, free: isSoonFree(one), to: { operatorId: one.id } },
    }));
}

function hintOf(one: Colleague): string {
  const afterwards = afterwardsName(one);
  return afterwards
    ? `${stateName(one)}, ${t('presence.afterwards', { state: afterwards })}`
    : stateName(one);
}

function rank(one: Colleague): number {
  return Number(one.state === 'ready') + Number(isSoonFree(one));
}

function queues({ queue }: WaitingRow): MoveTarget[] {
  const waiting = (id: string) => waitingNow(desk.state?.queues ?? [], id);
  return company.queues
    .filter(({ id }) => id !== queue)
    .map(({ id, name }) => ({
      ...{ id: `queue-${id}`, group: 'queues', text: text(name), free: true, to: { queue: id } },
      hint: t('transfer.waiting', { count: waiting(id) }),
    }));
}
