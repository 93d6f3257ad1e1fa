import { ask } from '../../state/api.ts';
import type { SkillsHeld } from '../../state/contract.ts';

type Levels = SkillsHeld['levels'];

/** Levels that were chosen and are on their way to the server. Those of an operator go one after the other, each with what was seen. */
export class SkillChanges {
  #wanted = $state.raw<ReadonlyMap<number, Levels>>(new Map());

  levels({ operatorId, levels }: SkillsHeld): Levels {
    return this.#wanted.get(operatorId) ?? levels;
  }

  isSaving(operatorId: number): boolean {
    return this.#wanted.has(operatorId);
  }

  /** @returns what holds then, or null where an earlier choice is on its way and takes this one along. @throws DeskFailure */
  async set(seen: SkillsHeld, skill: string, level: number): Promise<SkillsHeld | null> {
    const id = seen.operatorId;
    const going = this.isSaving(id);
    this.#want(id, { ...this.levels(seen), [skill]: level });
    if (going) return null;
    let now = seen;
    let sent: Levels | undefined;
    try {
      while (sent !== this.#wanted.get(id)) {
        sent = this.#wanted.get(id);
        now = await ask('changeSkills', { id, body: { levels: sent ?? null, version: now.version } });
      }
      return now;
    } finally {
      this.#want(id, null);
    }
  }

  #want(operatorId: number, levels: Levels | null): void {
    const wanted = new Map(this.#wanted);
    if (levels) wanted.set(operatorId, levels);
    else wanted.delete(operatorId);
    this.#wanted = wanted;
  }
}
