import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isCalm } from './calm.ts';

/** A byte of these lasts so many times as long as one of other tests. */
const slow: readonly (readonly [path: string, times: number])[] = [
  // Processes are started and killed all the time.
  ['/test/drills/', 3],
  // Their tests stand in a file of their own, and are many.
  ['/calm/database-', 200],
  ['/calm/recording', 4],
];

/** What takes longest comes first, of what wants calm as well: it must not be what all wait for in the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const lasts = ({ moduleId }: TestSpecification) =>
      statSync(moduleId).size * (slow.find(([path]) => moduleId.includes(path))?.[1] ?? 1);
    const late = ({ moduleId }: TestSpecification) => Number(isCalm(moduleId));
    return [...files].sort((a, b) => late(a) - late(b) || lasts(b) - lasts(a));
  }
}
