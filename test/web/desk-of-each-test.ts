import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { type DeskBench, type OpenDesk, startDeskBench } from './desk-bench.ts';
import type { FakeServer } from './fake-server.ts';

/** What a test has before it: the desk in its browser, and the server behind it. */
interface DeskOfTest {
  readonly page: Page;
  readonly server: FakeServer;
}

/** Each test of the file finds a desk open, on a day that begins anew; its page may have complained of nothing when the test is over. */
export function deskOfEachTest(): DeskOfTest {
  let bench: DeskBench | undefined;
  let desk: OpenDesk | undefined;
  beforeAll(async () => {
    bench = await startDeskBench();
  });
  afterAll(() => bench?.close());
  beforeEach(async () => {
    desk = await bench?.open();
    await desk?.page.getByTestId('presence').waitFor();
  });
  afterEach(() => expect(desk?.errors).toEqual([]));
  const during = <T>(one: T | undefined): T => {
    if (one === undefined) throw new Error('the desk is open in tests only');
    return one;
  };
  return {
    get page() {
      return during(desk).page;
    },
    get server() {
      return during(bench).server;
    },
  };
}
