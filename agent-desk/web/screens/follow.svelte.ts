import { tick, untrack } from 'svelte';
import { devices } from '../phone/devices.svelte.ts';
import { followPermission } from '../phone/microphone.ts';
import { phone } from '../phone/phone.svelte.ts';
import { callNote } from '../state/call-note.svelte.ts';
import { callerName, callerNumber, isInternal } from '../state/caller.ts';
import { overlays } from '../state/commands.svelte.ts';
import { company } from '../state/company.svelte.ts';
import type { DeskCall, PhoneAccess } from '../state/contract.ts';
import { desk } from '../state/desk.svelte.ts';
import { messages } from '../state/messages.svelte.ts';
import { notices } from '../state/notices.svelte.ts';
import { ownPhone } from '../state/own-phone.svelte.ts';
import { here } from '../state/place.svelte.ts';
import { preferences } from '../state/preferences.svelte.ts';
import { setByText } from '../state/presence.ts';
import { session } from '../state/session.svelte.ts';
import { work } from '../state/work.svelte.ts';
import { t } from '../texts/texts.svelte.ts';

/** A link that is away for longer was not lost by a new controller alone. */
const networkGoneMs = 5_000;

/** Ties desk, phone and card to each other for as long as the shell is drawn. */
export function followDesk(): void {
  const access = $derived(desk.state && !ownPhone.isSip ? accessTo(desk.state.phone) : null);
  const ringingId = $derived(desk.call?.stage === 'ringing' ? desk.call.callId : null);
  /** The phone is rung for these when the server hears that they are on the screen. */
  const awaitedId = $derived(isAwaited(desk.call) ? desk.call.callId : null);
  const callId = $derived(desk.call?.callId ?? null);
  const supervisedId = $derived(desk.state?.supervising?.callId ?? null);
  const isOpen = $derived(desk.state !== null);

  // Before anything is drawn: the desk may still hold what belongs to whoever sat here before.
  untrack(() => {
    work.begin();
    messages.begin();
  });
  // What an effect does (and does not watch) stands in untrack: it changes the very state it reads.
  $effect(() => untrack(() => desk.open()));
  $effect(() => untrack(() => void notices.watch(company.load())));
  // The server may not have been there for it; and one that was started anew may go by another company file.
  $effect(() => {
    if (desk.snapshots > 1 || (desk.snapshots > 0 && !company.isLoaded))
      untrack(() => void notices.watch(company.load()));
  });
  $effect(() =>
    untrack(() => {
      if (ownPhone.isSip) return;
      void phone.headset.check();
      const stops = [
        devices.follow(() => void phone.headset.devicesChanged()),
        followPermission((allowed) => void phone.headset.permitted(allowed)),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    }),
  );
  $effect(() => {
    if (access) untrack(() => phone.start(JSON.parse(access)));
  });
  $effect(() => () => untrack(() => phone.stop()));
  $effect(() => () => untrack(() => callNote.leave()));
  // Whoever logs in next has not opened it.
  $effect(() => () => untrack(() => overlays.close()));
  // Left open over the next talk it takes the focus, and Enter sends that caller away.
  $effect(() => {
    void callId;
    untrack(() => overlays.closeOfCall());
  });
  // Not out of a talk: what cannot be saved is said there, and kept.
  $effect(() => {
    if (session.over && desk.state && desk.call === null) untrack(() => session.ended('revoked'));
  });
  // Whenever the desk changes, and not only when the phone does: a talk that waits for this phone is rung again at every word of it.
  $effect(() => {
    if (desk.live && !ownPhone.isSip) void notices.watch(desk.phone(phone.report));
  });
  $effect(() => {
    // The call leaves the desk a moment before the operator's state says that he wraps it up.
    const call = isInternal(desk.call) ? null : desk.call;
    if (desk.state) work.follow(call, ['talking', 'wrap-up'].includes(desk.state.me.state));
  });
  $effect(() => {
    // Only when it leaves: the phone may be rung a moment before the desk is told for which call.
    if (isOpen && (callId ?? supervisedId) === null) untrack(() => phone.gone());
  });
  // After the call that was lost with the network has left the phone.
  let lostAtMs: number | null = null;
  $effect(() => {
    if (desk.link === 'lost') lostAtMs ??= Date.now();
    if (!desk.live) return;
    const wasGone = lostAtMs !== null && Date.now() - lostAtMs > networkGoneMs;
    lostAtMs = null;
    if (wasGone && access) untrack(() => phone.renew(JSON.parse(access)));
  });
  $effect(() => {
    if (supervisedId !== null) untrack(() => phone.expects(supervisedId));
  });
  $effect(() => {
    if (awaitedId === null || !desk.live) return;
    untrack(() => {
      overlays.closeDialogs();
      here.go('desk');
      void tellShown(awaitedId);
    });
  });
  // Who leaves a talk himself knows why the bar goes; whoever is let out of it is told.
  let wasSupervising = false;
  $effect(() => {
    const { supervising = null, superviseEnded = null } = desk.state ?? {};
    if (wasSupervising && supervising === null && superviseEnded)
      untrack(() => notices.told(t(`supervise.ended.${superviseEnded}`)));
    wasSupervising = supervising !== null;
  });
  // What a supervisor has changed of this operator is said once; where nothing is pressed it stands on the desk, too.
  let saidOfMe: string | null = null;
  $effect(() => {
    const { me } = desk.state ?? {};
    const said = me ? setByText(me) : null;
    if (said !== null && said !== saidOfMe) untrack(() => notices.done(said));
    saidOfMe = said;
  });
  $effect(() => {
    const { call } = desk;
    document.title = call?.stage === 'ringing' ? t('call.title', { who: callerName(call) }) : titleOfScreen();
  });
  $effect(() => {
    if (ringingId !== null && desk.call && document.hidden) return notify(desk.call);
  });
}

/** The card is on the screen once it is drawn and the browser has painted it; a hidden page paints nothing. */
async function tellShown(callId: string): Promise<void> {
  await tick();
  await new Promise<void>((resolve) => {
    if (document.hidden) setTimeout(resolve);
    else requestAnimationFrame(() => resolve());
  });
  if (desk.call?.callId !== callId || !isAwaited(desk.call)) return;
  phone.carded(callId);
  await notices.watch(desk.cardShown(callId));
}

/** As text, without what changes while the phone is used: it registers anew only where it must. */
function accessTo({ state: _, ...access }: PhoneAccess): string {
  return JSON.stringify(access);
}

function isAwaited(call: DeskCall | null): call is DeskCall {
  return call?.stage === 'ringing' || call?.stage === 'dialling';
}

function titleOfScreen(): string {
  return `${t(`nav.${here.screen}`)} · ${t('app.name')}`;
}

function notify(call: DeskCall): (() => void) | undefined {
  if (!('Notification' in window) || Notification.permission !== 'granted') return undefined;
  const told = new Notification(t('call.title', { who: callerName(call) }), {
    body: isInternal(call)
      ? t('colleague.calls')
      : `${callerNumber(call.number)} · ${company.hotline(call.hotline)}`,
    tag: call.callId,
    lang: preferences.language,
    requireInteraction: true,
  });
  told.onclick = () => {
    window.focus();
    told.close();
  };
  return () => told.close();
}
