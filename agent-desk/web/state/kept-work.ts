import { z } from 'zod';
import { type DeskCall, deskCall, requestSummary, resident } from './contract.ts';
import { forget, keep, readKept } from './kept.ts';

const draft = z.object({
  category: z.string(),
  text: z.string(),
  /** null: not touched yet, so it follows the resident and the caller's number. */
  place: z.string().nullable(),
  phone: z.string().nullable(),
  /** It was sent with this key, and is not known to be saved. */
  deskKey: z.string().nullable().default(null),
});
const kept = z.object({
  chosen: resident.nullable(),
  draft,
  written: z.array(requestSummary),
  /** Requests to which the call was linked. */
  linked: z.array(z.number()).default([]),
  /** Null: not touched on this desk. */
  note: z.string().nullable().default(null),
});
/** What an operator does about one call, as this browser keeps it for as long as the call is his. */
export type KeptWork = z.infer<typeof kept>;
export type Draft = KeptWork['draft'];

export const noWork = (): KeptWork => ({
  chosen: null,
  draft: { category: '', text: '', place: null, phone: null, deskKey: null },
  written: [],
  linked: [],
  note: null,
});

const keyOf = (call: DeskCall | null) => `work.${call?.callId ?? 'none'}`;
export const workOf = (call: DeskCall | null) => readKept('sessionStorage', keyOf(call), kept) ?? noWork();
/** Something is typed that was not saved. */
export const isUnsaved = ({ draft: { text } }: KeptWork) => text.trim() !== '';
/** Ended calls of which something is unsaved, though another call has come: the latest last. */
export const laidAside = () => readKept('sessionStorage', 'aside', z.array(deskCall)) ?? [];

/** What is left of a draft once `sent` of it is saved: whatever was typed, or chosen, while that was under way is of the next request. */
export function typedSince(sent: Draft, now: Draft): Draft {
  const { draft: none } = noWork();
  const isMore = now.text.startsWith(sent.text);
  return {
    category: now.category === sent.category ? none.category : now.category,
    text: isMore ? now.text.slice(sent.text.length).trimStart() : now.text,
    place: now.place === sent.place ? none.place : now.place,
    phone: now.phone === sent.phone ? none.phone : now.phone,
    deskKey: none.deskKey,
  };
}

export function keepWork(call: DeskCall | null, work: KeptWork): void {
  keep('sessionStorage', keyOf(call), work);
}

export function layAside(call: DeskCall): void {
  keep('sessionStorage', 'aside', [...othersAside(call), call]);
}

export function forgetWork(call: DeskCall | null): void {
  forget('sessionStorage', keyOf(call));
  keep('sessionStorage', 'aside', othersAside(call));
}

function othersAside(call: DeskCall | null): DeskCall[] {
  return laidAside().filter(({ callId }) => callId !== call?.callId);
}
