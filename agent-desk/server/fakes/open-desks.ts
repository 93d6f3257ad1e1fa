import request from 'supertest';
import type { StepData } from '../../../events.ts';
import type { DeskGreeting } from '../../contract/live.ts';
import { FakeBrowser } from './browser.ts';
import { type Person, people, type TestDesk, testDesk } from './testing.ts';

/** A server with browsers that open desks at it, and calls that arrive. */
export class OpenDesks {
  readonly desk: TestDesk;
  readonly #browsers: FakeBrowser[] = [];
  #calls = 0;

  private constructor(desk: TestDesk) {
    this.desk = desk;
  }

  static async start(): Promise<OpenDesks> {
    return new OpenDesks(await testDesk({ lookAtSessionsMs: 100 }));
  }

  closeBrowsers(): void {
    for (const browser of this.#browsers.splice(0)) browser.close();
  }

  /** @returns what a browser keeps after logging in */
  async cookieOf({ login, password }: { login: string; password: string }): Promise<string> {
    const response = await request(this.desk.url).post('/api/session').send({ login, password }).expect(200);
    return response.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
  }

  cookieFor(who: Person): Promise<string> {
    return this.cookieOf(people[who]);
  }

  browse(cookie: string, headers: Record<string, string> = {}, greeting: DeskGreeting = {}): FakeBrowser {
    const browser = new FakeBrowser(this.desk.url, { Cookie: cookie, ...headers }, greeting);
    this.#browsers.push(browser);
    return browser;
  }

  async open(who: Person): Promise<FakeBrowser> {
    const browser = this.browse(await this.cookieFor(who));
    await browser.until(({ state }) => state !== undefined);
    return browser;
  }

  /** A call of a resident's, unless nobody is known by the number. */
  arrive({ number = '+380501110002', known = true } = {}) {
    this.#calls += 1;
    const callId = `n1-${this.#calls}`;
    const step = (data: StepData) => this.desk.bus.emit('step', { ...data, callId, at: new Date() });
    const residentIds = known ? this.desk.residents.residentIds.slice(2) : [];
    step({ kind: 'arrived', hotline: '750-600', number, direction: 'in' });
    step({ kind: 'identified', as: known ? 'one' : 'none', residentIds });
    return { callId, step };
  }
}
