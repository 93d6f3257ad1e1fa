import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { uk } from '../texts/uk.ts';
import type { DeskCall, Operator, RequestDetails } from './contract.ts';

const at = '2026-11-27T08:00:00.000Z';
const text = 'Тече стояк на кухні';
const olena: Operator = { id: 1, login: 'olena', name: 'Олена', role: 'operator' };
const called = (callId: string, stage: DeskCall['stage']): DeskCall => ({
  ...{ callId, stage, held: false, consult: null, colleague: null, askedBy: null, recordingOff: false },
  ...{ supervised: null, hotline: 'city', number: null, language: 'uk', since: at, steps: [] },
  card: { as: 'none', residents: [], openRequests: [], houseRequests: [], earlierCalls: [] },
});
const [first, second] = [called('call-1', 'talking'), called('call-2', 'ringing')];
const request: RequestDetails = {
  ...{ id: 7, number: 'З-7', category: 'leak', executor: 'crew', text, place: '', phone: null },
  ...{ status: 'new', createdAt: at, dueAt: at, residentId: null, callId: 'call-1', messageMs: null },
  ...{ refusal: null, history: [] },
};

/** A browser's tab: what it keeps outlives the page. */
class Storage {
  [key: string]: unknown;
  getItem(key: string) {
    return (this[key] as string | undefined) ?? null;
  }
  setItem(key: string, value: string) {
    this[key] = value;
  }
  removeItem(key: string) {
    delete this[key];
  }
}

/** The page is loaded, and its desk is sat down at. */
async function desk() {
  vi.resetModules();
  const [{ work }, { session }, { notices }] = await Promise.all([
    import('./work.svelte.ts'),
    import('./session.svelte.ts'),
    import('./notices.svelte.ts'),
  ]);
  work.begin();
  return { work, session, notices };
}
const types = (work: Awaited<ReturnType<typeof desk>>['work'], typed: string) => {
  work.draft.text = typed;
  work.keep();
};

const answers = vi.fn<(path: string, body: string) => unknown>();
beforeEach(() => {
  // Notices stay for seconds, which here do not pass.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal('window', { sessionStorage: new Storage(), localStorage: new Storage() });
  answers.mockReset();
  vi.stubGlobal('fetch', async (path: string, { body }: { body?: string }) =>
    Response.json(await answers(path, body ?? '')),
  );
});
afterAll(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('what is unsaved of an ended call is laid aside for the next one, and comes back after it', async () => {
  const { work, notices } = await desk();
  work.follow(first, false);
  types(work, text);
  work.follow(null, true);
  work.follow(null, false);
  expect(work.call?.callId).toBe('call-1');
  work.follow(second, false);
  expect(work).toMatchObject({ call: { callId: 'call-2' }, draft: { text: '' } });
  expect(notices.list).toMatchObject([{ text: uk['this.aside'] }]);
  work.follow(null, true);
  expect(work.call?.callId).toBe('call-2');
  work.follow(null, false);
  expect(work).toMatchObject({ call: { callId: 'call-1' }, ended: true, draft: { text } });
  work.close();
  work.follow(null, false);
  expect(work).toMatchObject({ call: null, draft: { text: '' } });
});

test('a page that is loaded anew shows what is unsaved of an ended call, also of one that was laid aside', async () => {
  const before = await desk();
  before.work.follow(first, false);
  types(before.work, text);
  before.work.follow(null, false);
  const { work } = await desk();
  work.follow(null, false);
  expect(work).toMatchObject({ call: { callId: 'call-1' }, ended: true, draft: { text } });
  work.follow(second, false);
  const after = await desk();
  after.work.follow(second, false);
  after.work.follow(null, false);
  expect(after.work).toMatchObject({ call: { callId: 'call-1' }, draft: { text } });
});

test('a request that is saved while the next call comes is not unsaved any more', async () => {
  const { work } = await desk();
  let answer: (request: unknown) => void = () => undefined;
  answers.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  work.follow(first, false);
  types(work, text);
  const written = work.write();
  work.follow(second, false);
  types(work, 'Не горить ліхтар');
  answer(request);
  await written;
  expect(work.draft.text).toBe('Не горить ліхтар');
  types(work, '');
  work.follow(null, false);
  expect(work.call).toBeNull();
});

test('what is typed while a request is being saved is of the next one, and not lost', async () => {
  const { work } = await desk();
  let answer: (request: unknown) => void = () => undefined;
  answers.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  work.follow(first, false);
  Object.assign(work.draft, { category: 'leak', place: 'вул. Січова, 2' });
  types(work, text);
  const written = work.write();
  types(work, `${text}\nІ ще ліфт`);
  work.draft.category = 'lift';
  answer(request);
  await written;
  expect(work.draft).toEqual({
    category: 'lift',
    text: 'І ще ліфт',
    place: null,
    phone: null,
    deskKey: null,
  });
});

test('what is being saved is not to be saved once more, also after another call that came meanwhile; what is written in that one may be', async () => {
  const { work } = await desk();
  let answer: (request: unknown) => void = () => undefined;
  answers.mockReturnValue(new Promise((resolve) => (answer = resolve)));
  work.follow(first, false);
  types(work, text);
  const written = work.write();
  expect(work.saving).toBe(true);
  work.follow(second, false);
  expect(work.saving).toBe(false);
  work.follow(null, false);
  expect(work).toMatchObject({ call: { callId: 'call-1' }, draft: { text }, saving: true });
  answer(request);
  await written;
  expect(work).toMatchObject({ draft: { text: '' }, saving: false });
});

test('a request that could not be saved may be saved again', async () => {
  const { work } = await desk();
  answers.mockRejectedValue(new Error('no network'));
  work.follow(first, false);
  types(work, text);
  await expect(work.write()).rejects.toThrow();
  expect(work).toMatchObject({ draft: { text }, saving: false });
});

test('a request that is saved leaves nothing of it in the form', async () => {
  const { work } = await desk();
  answers.mockReturnValue(request);
  work.follow(first, false);
  Object.assign(work.draft, { category: 'leak', phone: '+380501112233' });
  types(work, text);
  await work.write();
  expect(work.draft).toEqual({ category: '', text: '', place: null, phone: null, deskKey: null });
});

test('a request that is sent again because no answer came has the same key, the next one another; what was added since then is of that', async () => {
  const { work } = await desk();
  const keys: string[] = [];
  answers.mockImplementation((path, body) => {
    if (path !== '/api/requests') return first.card;
    keys.push(JSON.parse(body).deskKey);
    return keys.length === 1 ? Promise.reject(new TypeError('Failed to fetch')) : request;
  });
  work.follow(first, false);
  types(work, text);
  await expect(work.write()).rejects.toThrow();
  const reloaded = await desk();
  reloaded.work.follow(first, false);
  types(reloaded.work, `${text}\nІ ще ліфт`);
  await reloaded.work.write();
  expect(reloaded.work.draft).toMatchObject({ text: 'І ще ліфт' });
  await reloaded.work.write();
  expect(keys).toEqual([keys[0], keys[0], expect.stringMatching(/^[\da-f]{32}$/)]);
  expect(keys[2]).not.toBe(keys[0]);
});

test('who logs in after somebody else finds nothing of his; whose session was ended finds all', async () => {
  const { work, session } = await desk();
  answers.mockReturnValue(olena);
  await session.logIn('olena', 'right');
  types(work, text);
  session.ended('revoked');
  await session.logIn('olena', 'right');
  work.begin();
  expect(work.draft.text).toBe(text);
  session.ended('revoked');
  answers.mockReturnValue({ ...olena, id: 2 });
  await session.logIn('roman', 'right');
  work.begin();
  expect(work.draft.text).toBe('');
});
