import { tick } from 'svelte';
import { phone } from '../phone/phone.svelte.ts';
import { isComing, isInternal } from './caller.ts';
import type { Colleague, ConsultEnd, OperatorState, SuperviseHow } from './contract.ts';
import { desk } from './desk.svelte.ts';
import { disposition } from './disposition.svelte.ts';
import { notices } from './notices.svelte.ts';
import { ownPhone } from './own-phone.svelte.ts';
import { here } from './place.svelte.ts';
import { screens } from './router.ts';
import { session } from './session.svelte.ts';
import type { CommandName } from './shortcuts.ts';
import { work } from './work.svelte.ts';

interface Command {
  can: () => boolean;
  run: () => void;
}

/** What is open over the desk. */
class Overlays {
  palette = $state(false);
  help = $state(false);
  keypad = $state(false);
  transfer = $state(false);
  messages = $state(false);
  password = $state(false);

  /** What is pressed in these is done to the call on the desk. */
  closeOfCall(): void {
    this.keypad = false;
    this.transfer = false;
  }

  /** These cover whatever is below them. */
  closeDialogs(): void {
    this.palette = false;
    this.help = false;
    this.password = false;
  }

  close(): void {
    this.closeOfCall();
    this.closeDialogs();
    this.messages = false;
  }
}
export const overlays = new Overlays();

/** Asks the new request's form to take the focus. */
export const requestForm = { focus: (): void => undefined };

/** Asks the note on the call to take the focus. */
export const noteField = { focus: (): void => undefined };

const stage = (wanted: string) => () => desk.live && desk.call?.stage === wanted;
const talking = stage('talking');
/** The operator leads the call: he was not asked to help with it by a colleague. */
const leads = () => talking() && desk.call?.askedBy === null && !isInternal(desk.call);
const alone = () => leads() && desk.call?.consult === null;
const consulting = (...stages: string[]) => {
  return () => leads() && stages.includes(desk.call?.consult?.stage ?? '');
};
const endConsult = (how: ConsultEnd) => () => {
  if (desk.call) void notices.watch(desk.endConsult(desk.call.callId, how));
};

const isSupervising = () => (desk.state?.supervising ?? null) !== null;

const screenCommand = (index: number): Command => ({
  can: () => session.screens.includes(screens[index] ?? 'desk'),
  run: () => {
    const screen = screens[index];
    if (!screen) return;
    here.go(screen);
    // The next Tab is within the screen, and not at the screens’ list again.
    document.getElementById('main')?.focus();
  },
});

/** In these states calls come, or one is there. */
const takingCalls: ReadonlySet<OperatorState> = new Set(['ready', 'unreachable', 'ringing', 'talking']);

/** Everything that buttons, keys and the palette can do. One place says when and how. */
export const commands: Record<CommandName, Command> = {
  answer: {
    can: () => desk.call?.stage === 'ringing' && ['carded', 'ringing'].includes(phone.ring),
    run: () => phone.answer(),
  },
  hold: {
    can: alone,
    run: () => {
      if (desk.call) void notices.watch(desk.hold(desk.call.callId, !desk.call.held));
    },
  },
  mute: {
    can: () => (desk.call?.stage === 'talking' || isSupervising()) && !ownPhone.isSip,
    run: () => phone.mute(!phone.muted),
  },
  keypad: {
    can: () => phone.ring === 'talking',
    run: () => {
      overlays.keypad = !overlays.keypad;
    },
  },
  transfer: {
    can: alone,
    run: () => {
      overlays.transfer = !overlays.transfer;
    },
  },
  back: { can: consulting('ringing', 'talking', 'three'), run: endConsult('back') },
  three: { can: consulting('talking'), run: endConsult('join') },
  'hand-over': { can: consulting('talking', 'three'), run: endConsult('hand-over') },
  record: {
    can: leads,
    run: () => {
      if (desk.call) void notices.watch(desk.record(desk.call.callId, desk.call.recordingOff));
    },
  },
  'take-over': {
    can: () => desk.live && desk.state?.supervising?.stage === 'on',
    run: () => {
      const at = desk.state?.supervising;
      if (at) void notices.watch(desk.takeOver(at.callId));
    },
  },
  end: {
    can: () => desk.live && (isSupervising() || (desk.call !== null && !isComing(desk.call))),
    run: () => {
      const { call } = desk;
      if (isSupervising()) void notices.watch(desk.endSupervising());
      // What he sees is what he means: handed over to him in this very moment, the call is not ended.
      else if (call)
        void notices.watch(call.askedBy === null ? desk.end(call.callId) : desk.leave(call.callId));
    },
  },
  done: {
    can: () => desk.live && desk.state?.me.state === 'wrap-up' && !disposition.isOwed,
    run: () => void notices.watch(disposition.told.then(() => desk.wrappedUp())),
  },
  prolong: {
    can: () => desk.live && desk.state?.me.state === 'wrap-up',
    run: () => void notices.watch(desk.prolongWrapUp()),
  },
  ready: {
    can: () => desk.live,
    run: () => {
      const { me } = desk.state ?? {};
      if (!me) return;
      // In a call the pause takes hold after it, and the second time it is taken back.
      const takesCalls = takingCalls.has(me.state) && me.afterwards === null;
      void notices.watch(takesCalls ? desk.pause('break') : desk.ready());
    },
  },
  request: {
    can: () => true,
    run: () => {
      here.go('desk');
      requestForm.focus();
    },
  },
  note: {
    can: () => work.call !== null && !isComing(work.call),
    run: () => {
      here.go('desk');
      void tick().then(() => noteField.focus());
    },
  },
  messages: {
    can: () => true,
    run: () => {
      overlays.messages = !overlays.messages;
    },
  },
  palette: {
    can: () => true,
    run: () => {
      overlays.palette = !overlays.palette;
    },
  },
  help: {
    can: () => true,
    run: () => {
      overlays.help = !overlays.help;
    },
  },
  'screen-1': screenCommand(0),
  'screen-2': screenCommand(1),
  'screen-3': screenCommand(2),
  'screen-4': screenCommand(3),
  'screen-5': screenCommand(4),
  'screen-6': screenCommand(5),
  'screen-7': screenCommand(6),
  'screen-8': screenCommand(7),
  'screen-9': screenCommand(8),
  'screen-10': screenCommand(9),
  'screen-11': screenCommand(10),
};

/** Whether the talk of this operator can be listened to: it goes on, and is not one's own. */
export function maySupervise({ id, state, callId }: Colleague): boolean {
  return desk.live && session.leads && state === 'talking' && callId !== null && id !== desk.state?.me.id;
}

/** Listens to a talk, whispers to its operator, or joins it. */
export function supervise(callId: string, how: SuperviseHow): void {
  void notices.watch(desk.supervise(callId, how));
}

export function reject(): void {
  if (desk.call) void notices.watch(desk.reject(desk.call.callId));
}
