import { isSameNumber, phoneNumber } from '../format/phone.ts';
import { text } from '../texts/texts.svelte.ts';
import { ask } from './api.ts';
import type { Company } from './contract.ts';

type Named = { id: string; name: Company['name'] };

/** Hotlines, categories and executors of the company, fetched at each log-in, and whenever the link was lost: a reload may have changed them. */
class CompanyState {
  #company = $state.raw<Company | null>(null);
  #loading: Promise<void> | null = null;

  get isLoaded(): boolean {
    return this.#company !== null;
  }

  get categories(): Company['categories'] {
    return this.#company?.categories ?? [];
  }
  get hotlines(): Company['hotlines'] {
    return this.#company?.hotlines ?? [];
  }
  get incidentKinds(): Company['incidentKinds'] {
    return this.#company?.incidentKinds ?? [];
  }
  get queues(): Company['queues'] {
    return this.#company?.queues ?? [];
  }
  get executors(): Company['executors'] {
    return this.#company?.executors ?? [];
  }
  get dispositions(): Company['dispositions'] {
    return this.#company?.dispositions ?? [];
  }
  get pauses(): Company['pauses'] {
    return this.#company?.pauses ?? [];
  }
  get dialerLanes(): number {
    return this.#company?.dialerLanes ?? 0;
  }
  get name(): string {
    return this.#company ? text(this.#company.name) : '';
  }
  get timezone(): string | undefined {
    return this.#company?.timezone;
  }

  /** Whether the company file has none with this id any more. */
  lacks(list: 'hotlines' | 'incidentKinds', id: string): boolean {
    return this.isLoaded && !this[list].some((one) => one.id === id);
  }

  /** Once at a time. What failed can be tried again, and what was known before holds until then. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const now = await ask('company');
    // Mostly it is as before, and then nothing is drawn anew.
    if (JSON.stringify(now) !== JSON.stringify(this.#company)) this.#company = now;
  }

  hotline(id: string): string {
    return this.#nameIn(this.#company?.hotlines, id);
  }
  queue(id: string): string {
    return this.#nameIn(this.#company?.queues, id);
  }
  executor(id: string): string {
    return this.#nameIn(this.#company?.executors, id);
  }
  /** The executor whose telephone this is, or the number as people write it. */
  telephone(number: string): string {
    const found = this.executors.find(({ phone }) => phone !== null && isSameNumber(phone, number));
    return found ? text(found.name) : phoneNumber(number);
  }
  category(id: string): string {
    return this.#nameIn(this.#company?.categories, id);
  }

  certificate(id: string): string {
    return this.#nameIn(this.#company?.certificates, id);
  }
  disposition(id: string): string {
    return this.#nameIn(this.#company?.dispositions, id);
  }
  incidentKind(id: string): string {
    return this.#nameIn(this.#company?.incidentKinds, id);
  }

  #nameIn(list: Named[] | undefined, id: string): string {
    const found = list?.find((one) => one.id === id);
    return found ? text(found.name) : id;
  }
}

export const company = new CompanyState();
