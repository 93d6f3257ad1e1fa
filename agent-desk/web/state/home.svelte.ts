import { ask } from './api.ts';
import type { Home, Sms } from './contract.ts';
import { Fetched } from './fetched.svelte.ts';

/** What the card does not need before the first word: the resident's meters and e-mail, what is broken there, SMS to the number. */
class HomeState {
  readonly home = new Fetched<Home>();
  readonly sms = new Fetched<Sms[]>();

  /** Asked for anew each time a card is opened. Stops when the returned function is called. */
  load(residentId: number | null): (() => void) | undefined {
    this.home.put(null);
    if (residentId === null) return undefined;
    void this.home.load((signal) => ask('home', { id: residentId, signal }));
    return () => this.home.stop();
  }

  loadSms(number: string | null): (() => void) | undefined {
    this.sms.put(null);
    if (number === null) return undefined;
    void this.sms.load((signal) => ask('sms', { query: { number }, signal }));
    return () => this.sms.stop();
  }
}

export const home = new HomeState();
