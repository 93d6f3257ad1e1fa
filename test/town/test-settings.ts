import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSettings, type Settings } from '../../config/settings.ts';

/**
 * Settings for one test file: a home of its own that `remove` takes away; programs and sounds that were fetched or made
 * once are shared through the usual cache.
 */
export async function testSettings(
  changes: Partial<Settings> = {},
): Promise<{ settings: Settings; remove: () => Promise<void> }> {
  const usual = readSettings();
  const home = await mkdtemp(path.join(tmpdir(), 'holos-test-'));
  return {
    settings: { ...usual, home, cache: usual.cache, ...changes },
    // A program that was ended a moment ago may write its last while this goes on.
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
