import type { DeskCall } from '../../agent-desk/contract/shapes.ts';
import type { TownCall } from './call.ts';
import { DeskClient } from './desk-client.ts';
import { registerPhone } from './phone.ts';
import type { Resident } from './resident.ts';
import { deferred, within } from './waiting.ts';
import type { World } from './world.ts';

/** An operator in a test's hands: a desk without a screen that draws each card at once, and a phone that rings until the test says. */
export class DeskWorker {
  readonly id: number;
  readonly desk: DeskClient;
  readonly phone: Resident;
  readonly #watchers: Set<() => void>;
  readonly #unregister: () => Promise<void>;

  /** Logs in as one of the demo's operators and registers the phone; the operator is paused, as after every log-in. */
  static async start(world: Pick<World, 'logins' | 'desk' | 'town'>, login: string): Promise<DeskWorker> {
    const account = world.logins.find((one) => one.login === login);
    if (!account) throw new Error(`nobody is called ${login}`);
    const watchers = new Set<() => void>();
    let shown = '';
    let told = 1;
    const desk = await DeskClient.logIn(world.desk, account, (changed) => {
      const { call } = changed.state;
      const offer =
        call?.stage === 'ringing' || call?.stage === 'dialling' ? `${call.callId} ${call.since}` : '';
      if (call && offer && offer !== shown) {
        shown = offer;
        // A caller who has gone meanwhile has no card to show.
        changed.ask('card-shown', call.callId).catch(() => undefined);
      }
      // A controller that is new, or a link that was cut, knows nothing of the phone.
      if (changed.snapshots > told) {
        told = changed.snapshots;
        changed.ask('phone', 'registered').catch(() => undefined);
      }
      for (const watcher of [...watchers]) watcher();
    });
    const phone = await registerPhone(world.town, desk.state.phone);
    // It rings until the test picks up.
    phone.owner.doesNotAnswer();
    await desk.ask('phone', 'registered');
    return new DeskWorker(desk, phone.owner, watchers, () => phone.unregister());
  }

  private constructor(
    desk: DeskClient,
    phone: Resident,
    watchers: Set<() => void>,
    unregister: () => Promise<void>,
  ) {
    this.id = desk.state.me.id;
    this.desk = desk;
    this.phone = phone;
    this.#watchers = watchers;
    this.#unregister = unregister;
  }

  get call(): DeskCall | null {
    return this.desk.state.call;
  }

  /** Waits until the state of the desk is as wanted. @throws when it is not within the limit */
  async sees(what: string, wanted: (desk: DeskClient) => boolean, limitMs = 15_000): Promise<void> {
    const seen = deferred<true>();
    const look = () => wanted(this.desk) && seen.resolve(true);
    this.#watchers.add(look);
    look();
    const came = await within(seen.promise, limitMs);
    this.#watchers.delete(look);
    if (!came) {
      const { me, call } = this.desk.state;
      throw new Error(
        `the desk of ${me.login} did not see: ${what} (${me.state}, ${call?.stage ?? 'no call'})`,
      );
    }
  }

  /** Picks up what rings next. Ask for it before what makes it ring. */
  async picksUp(limitMs = 20_000): Promise<TownCall> {
    const call = await this.phone.isCalled(limitMs);
    await call.answers();
    await this.sees('a talk', ({ state }) => state.call?.stage === 'talking');
    return call;
  }

  /** Ends the talk, and its wrap-up. */
  async endsTheTalk(): Promise<void> {
    if (this.call) await this.desk.ask('end', this.call.callId);
    await this.sees('wrap-up', ({ state }) => state.me.state === 'wrap-up');
    await this.desk.wrapsUp();
  }

  async stop(): Promise<void> {
    await this.#unregister();
    await this.desk.send('DELETE', '/api/session');
    this.desk.close();
  }
}
