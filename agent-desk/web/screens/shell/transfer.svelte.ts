import { phoneNumber } from '../../format/phone.ts';
import type { Target } from '../../parts/target.ts';
import { company } from '../../state/company.svelte.ts';
import type { Colleague, OperatorState, TransferTo } from '../../state/contract.ts';
import { desk } from '../../state/desk.svelte.ts';
import { stateName } from '../../state/presence.ts';
import { t, text } from '../../texts/texts.svelte.ts';
import { waitingNow } from './line-now.ts';

/** Where a call can be handed on to. A colleague who is not free cannot be rung. */
export interface TransferTarget extends Target {
  group: 'colleagues' | 'queues' | 'executors' | 'number';
  to: TransferTo;
}

/** Colleagues (the free ones first), queues, executors' telephones, and what was typed where it is a number. */
export function targetsFor(typed: string): TransferTarget[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = (one: TransferTarget) => `${one.text} ${one.hint}`.toLocaleLowerCase().includes(wanted);
  return [...[...colleagues(), ...queues(), ...executors()].filter(fits), ...numberTyped(wanted)];
}

const order: OperatorState[] = [
  ...(['ready', 'talking', 'supervising', 'internal', 'ringing', 'wrap-up'] as const),
  ...(['missed', 'unreachable', 'paused'] as const),
];

function colleagues(): TransferTarget[] {
  return (desk.state?.colleagues ?? [])
    .filter((one) => one.id !== desk.state?.me.id && one.state !== 'offline')
    .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
    .map((one: Colleague) => ({
      id: `colleague-${one.id}`,
      group: 'colleagues',
      text: one.name,
      hint: stateName(one),
      state: one.state,
      free: one.state === 'ready',
      to: { operatorId: one.id },
    }));
}

function queues(): TransferTarget[] {
  const waiting = (id: string) => waitingNow(desk.state?.queues ?? [], id);
  return company.queues.map(({ id, name }) => ({
    id: `queue-${id}`,
    group: 'queues',
    text: text(name),
    hint: t('transfer.waiting', { count: waiting(id) }),
    free: true,
    to: { queue: id },
  }));
}

function executors(): TransferTarget[] {
  return company.executors.flatMap(({ id, name, phone }) =>
    phone === null
      ? []
      : {
          id: `executor-${id}`,
          group: 'executors' as const,
          text: text(name),
          hint: phoneNumber(phone),
          free: true,
          to: { number: phone },
        },
  );
}

/** Whether it may be called there, the server says. */
function numberTyped(wanted: string): TransferTarget[] {
  const number = wanted.replaceAll(/[\s()-]/g, '');
  if (!/^\+?\d{3,15}$/.test(number)) return [];
  return [{ id: 'number', group: 'number', text: phoneNumber(number), hint: '', free: true, to: { number } }];
}
