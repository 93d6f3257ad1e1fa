import { address } from '../../format/phone.ts';
import { typedNumber } from '../../format/typed-number.ts';
import { ask } from '../../state/api.ts';
import { callerNumber, summaryName } from '../../state/caller.ts';
import { callColleague, callNumber, mayCall, mayCallColleague } from '../../state/calling.ts';
import { commands } from '../../state/commands.svelte.ts';
import { company } from '../../state/company.svelte.ts';
import type { RequestSummary, Resident } from '../../state/contract.ts';
import { desk } from '../../state/desk.svelte.ts';
import { here } from '../../state/place.svelte.ts';
import { stateName } from '../../state/presence.ts';
import { session } from '../../state/session.svelte.ts';
import { keyOfScreen, keysOf } from '../../state/shortcuts.ts';
import { show } from '../../state/show.ts';
import { work } from '../../state/work.svelte.ts';
import { t } from '../../texts/texts.svelte.ts';

export interface Entry {
  id: string;
  group: 'residents' | 'requests' | 'colleagues' | 'calls' | 'screens' | 'commands';
  text: string;
  hint: string;
  /** Something better may still come from the server for what was typed: Enter waits for it. */
  waits: boolean;
  run: () => void;
}

/** Not the palette itself, nor the screens: those have a group of their own. */
const offered = [
  ...(['answer', 'hold', 'mute', 'keypad', 'transfer', 'end', 'done'] as const),
  ...(['back', 'three', 'hand-over', 'record', 'take-over'] as const),
  ...(['prolong', 'ready', 'request', 'note', 'messages', 'help'] as const),
];

const mostOfAKind = 5;
const shortest = 2;

/** What only the server knows. */
export interface Found {
  residents: Resident[];
  requests: RequestSummary[];
}

/** Residents by name, number, address or account; requests by number, address, phone or words. */
export async function find(wanted: string, signal: AbortSignal): Promise<Found> {
  if (wanted.length < shortest) return { residents: [], requests: [] };
  const [residents, requests] = await Promise.all([
    ask('residents', { query: { search: wanted }, signal }),
    ask('requests', { query: { search: wanted, limit: mostOfAKind }, signal }),
  ]);
  return { residents, requests: requests.items };
}

/** Everything that fits what was typed, in the order it is shown. */
export function entriesFor(typed: string, { residents, requests }: Found): Entry[] {
  const wanted = typed.trim().toLocaleLowerCase();
  const fits = (text: string) => text.toLocaleLowerCase().includes(wanted);
  const [number] = numberEntries(typed);
  return [
    ...(number && !number.waits ? [number] : []),
    ...residents.map(residentEntry),
    ...requests.map(requestEntry),
    ...(number?.waits ? [number] : []),
    ...colleagueEntries().filter((one) => fits(one.text)),
    ...(wanted.length < shortest ? [] : callEntries(wanted)),
    ...screenEntries().filter((one) => fits(one.text)),
    ...commandEntries().filter((one) => fits(one.text)),
  ];
}

/** What is shorter is rather an account, a request, or the end of a number. */
const fullNumberDigits = 9;

function numberEntries(typed: string): Entry[] {
  const number = typedNumber(typed);
  if (number === null || !mayCall()) return [];
  return [
    {
      id: `call-number-${number}`,
      group: 'commands',
      text: t('call.number', { number }),
      hint: '',
      waits: number.replaceAll(/\D/g, '').length < fullNumberDigits,
      run: () => void callNumber(number),
    },
  ];
}

function residentEntry(resident: Resident): Entry {
  return {
    id: `resident-${resident.id}`,
    group: 'residents',
    text: resident.name,
    hint: address(resident.building, resident.flat, t('who.flat')),
    waits: true,
    run: () => {
      here.go('desk');
      work.choose(resident);
    },
  };
}

function requestEntry(request: RequestSummary): Entry {
  return {
    id: `request-${request.id}`,
    group: 'requests',
    text: `${request.number} · ${company.category(request.category)}`,
    hint: request.place,
    waits: true,
    run: () => here.go('requests', request.id),
  };
}

function colleagueEntries(): Entry[] {
  return (desk.state?.colleagues ?? []).filter(mayCallColleague).map((one) => ({
    id: `colleague-${one.id}`,
    group: 'colleagues',
    text: t('colleague.call', { who: one.name }),
    hint: stateName(one),
    waits: false,
    run: () => void callColleague(one.id),
  }));
}

function callEntries(wanted: string): Entry[] {
  const digits = wanted.replace(/[\s()-]/g, '');
  const fitting = (desk.state?.calls ?? []).filter(
    ({ number, residentName }) =>
      (/^\+?\d+$/.test(digits) && number?.includes(digits)) ||
      residentName?.toLocaleLowerCase().includes(wanted),
  );
  return fitting.slice(0, mostOfAKind).map((call) => ({
    id: `call-${call.id}`,
    group: 'calls',
    text: summaryName(call),
    hint: `${callerNumber(call.number)} · ${show.moment(call.arrivedAt)}`,
    waits: true,
    run: () => here.go('calls', call.id),
  }));
}

function screenEntries(): Entry[] {
  return session.screens.map((screen) => ({
    id: `screen-${screen}`,
    group: 'screens',
    text: t(`nav.${screen}`),
    hint: keyOfScreen(screen),
    waits: false,
    run: () => here.go(screen),
  }));
}

function commandEntries(): Entry[] {
  return offered
    .filter((name) => commands[name].can())
    .map((name) => ({
      id: `command-${name}`,
      group: 'commands',
      text: t(`help.${name}`),
      hint: keysOf[name][0],
      waits: false,
      run: () => commands[name].run(),
    }));
}
