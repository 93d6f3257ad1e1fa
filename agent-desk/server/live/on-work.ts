import type { HolosEvents } from '../../../events.ts';
import { longestList } from '../../contract/lists.ts';
import type { Campaign } from '../../contract/shapes.ts';
import { presentAttempt } from '../present/campaign.ts';
import type { Change, Look } from './change.ts';
import type { LiveState } from './state.ts';
import type { CallbackList, World } from './world.ts';

/** A request was written or changed: the cards that show it are looked up again. */
export function onRequest(
  live: LiveState,
  { requestId }: HolosEvents['request'],
  look: Look,
): Change<string[]> {
  const refresh = async () => {
    const concern = await live.parts.world.concernOf(requestId);
    if (!concern) return [];
    const { residentId, buildingId, numbers } = concern;
    return live.cards.refresh(
      ({ residents }, { number }) =>
        (number !== null && numbers.includes(number)) ||
        residents.some(({ id, building }) => id === residentId || building.id === buildingId),
    );
  };
  return {
    look: look(refresh(), []),
    change: (callIds) => {
      for (const callId of callIds) live.showAgain(callId);
    },
  };
}

/** A recording has begun or is over: the details of its call, where they are open, are asked for anew. */
export function onRecording(live: LiveState, { callId }: HolosEvents['recording']): Change<null> {
  return { look: null, change: () => live.boards.tellAll({ type: 'recording', callId }) };
}

export function onCampaign(
  live: LiveState,
  { campaignId }: HolosEvents['campaign'],
  look: Look,
): Change<Campaign | null> {
  return {
    look: look(live.parts.world.campaign(campaignId), null),
    change: (campaign) => {
      if (campaign) live.boards.tellAll({ type: 'campaign', campaign });
    },
  };
}

export function onCampaignsRest(live: LiveState, { until }: HolosEvents['campaigns-rest']): Change<null> {
  const event = { type: 'campaigns-rest', until: until?.toISOString() ?? null } as const;
  return { look: null, change: () => live.boards.tellAll(event) };
}

/** An attempt; when it is over, the campaign's count of numbers done too. */
export function onAttempt(
  live: LiveState,
  event: HolosEvents['attempt'],
  look: Look,
): Change<Campaign | null> {
  return {
    look: event.state === 'done' ? look(live.parts.world.campaign(event.campaignId), null) : null,
    change: (campaign) => {
      live.boards.tellAll({ type: 'attempt', attempt: presentAttempt({ ...event, id: event.attemptId }) });
      if (campaign) live.boards.tellAll({ type: 'campaign', campaign });
    },
  };
}

/**
 * A call back was promised, made or given up, or is another than before.
 * @param fill looks who is on the list in its stead, where there are more than stand there
 */
export function onCallback(
  live: LiveState,
  id: number,
  look: Look,
  fill: () => void,
): Change<Awaited<ReturnType<World['callback']>>> {
  return {
    look: look(live.parts.world.callback(id), null),
    change: (found) => {
      if (!found) return;
      const stood = live.boards.shared.callbacks.some((one) => one.id === id);
      live.boards.tellAll({ type: 'callback', ...found });
      if (stood && Math.max(found.open.promised, found.open.abandoned) >= longestList) fill();
    },
  };
}

/** Whoever of those who have waited longest is not on the desks comes there. */
export function onFewerCallbacks(live: LiveState, look: Look): Change<CallbackList | null> {
  return {
    look: look(live.parts.world.callbacks(), null),
    change: (found) => {
      if (!found) return;
      const there = new Set(live.boards.shared.callbacks.map(({ id }) => id));
      for (const callback of found.callbacks) {
        if (there.has(callback.id)) continue;
        live.boards.tellAll({ type: 'callback', callback, open: found.callbacksOpen });
      }
    },
  };
}
