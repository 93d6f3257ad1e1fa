import { statSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { isCalm } from './calm.ts';

/** Drills start and kill processes all the time: a byte of them lasts so many times as long as one of other tests. */
const drillsLast = 3;

/** What takes longest comes first, of what wants calm as well: it must not be what all wait for in the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const lasts = ({ moduleId }: TestSpecification) =>
      statSync(moduleId).size * (moduleId.includes('/test/drills/') ? drillsLast : 1);
    const late = ({ moduleId }: TestSpecification) => Number(isCalm(moduleId));
    return [...files].sort((a, b) => late(a) - late(b) || lasts(b) - lasts(a));
  }
}
