import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Language } from '../../config/company.ts';
import type { Settings } from '../../config/settings.ts';
import { HolosError } from '../../errors.ts';
import { createLog, type Logger } from '../../log.ts';
import { AriError } from '../../telephony/asterisk/link-errors.ts';
import type { AriEvent, AsteriskNode } from '../../telephony/asterisk/node.ts';
import { isGone, unlessGone } from '../../telephony/call/room.ts';
import { TownCall } from './call.ts';
import { Ear } from './ear.ts';
import { type Exchange, startExchange } from './exchange.ts';
import { remember } from './latest-calls.ts';
import { Line } from './line.ts';
import { Repertoire, type RepertoireSources } from './repertoire.ts';
import { type CallOptions, Resident } from './resident.ts';
import { Sentences } from './sentences.ts';
import { Hearing } from './sound/hearing.ts';
import { RtpPort } from './sound/rtp.ts';
import { application, type TownPlace } from './start-asterisk.ts';
import { Timeline } from './timeline.ts';
import { deferred, within } from './waiting.ts';

export interface TownOptions {
  readonly place: TownPlace;
  /** What may be heard; only `hears` and its kin need it. */
  readonly repertoire?: RepertoireSources;
  /** Residents speak and await this language unless told otherwise. */
  readonly language?: Language;
  readonly log?: Logger;
}

/** The town that goes with a Holos of these settings; by default at its own port on the carrier's address. */
export function townPlace(settings: Settings, changes: Partial<TownPlace> = {}): TownPlace {
  const { ports } = settings;
  return {
    folder: path.join(settings.home, 'town'),
    cache: settings.cache,
    address: '127.0.0.2',
    sipPort: ports.townSip,
    httpPort: ports.townHttp,
    amiPort: ports.townAmi,
    rtpFirst: ports.townRtpFirst,
    rtpLast: ports.townRtpLast,
    holosAddress: settings.address,
    holosSipPort: ports.sip,
    codec: 'alaw',
    soundFirst: settings.soundFirst,
    ...changes,
  };
}

/**
 * Starts a town: an Asterisk of its own and this process at its ear and mouth.
 * @throws HolosError as startExchange does
 */
export async function startTown(options: TownOptions): Promise<Town> {
  const log = options.log ?? createLog('silent');
  return new Town(await startExchange(options.place, log), options, log);
}

/** Everybody with a telephone outside of Holos. */
export class Town {
  readonly node: AsteriskNode;
  readonly place: TownPlace;
  readonly repertoire: Repertoire;
  /** Operators' phones, and how each is taken away again. */
  readonly phones = new Map<string, () => Promise<void>>();
  readonly #faults: unknown[] = [];
  readonly #log: Logger;
  readonly #language: Language;
  readonly #exchange: Exchange;
  readonly #residents = new Map<string, Resident>();
  readonly #sentences: Sentences;
  readonly #calls = new Set<TownCall>();
  /** Residents who are dealing with a call that came in. */
  readonly #receiving = new Set<Promise<void>>();
  readonly #stopListening: (() => void)[];
  #everybodyElse: ((number: string) => Resident | undefined) | undefined;

  /** @param exchange stopped with the town */
  constructor(exchange: Exchange, options: TownOptions, log: Logger) {
    const { node } = exchange;
    this.node = node;
    this.#exchange = exchange;
    this.place = options.place;
    this.#log = log;
    this.#language = options.language ?? 'uk';
    this.repertoire = new Repertoire(options.repertoire ?? { voice: mute, keys: [] });
    this.#sentences = new Sentences(path.join(options.place.cache, 'town-speech'), log);
    this.#stopListening = [
      node.on('StasisStart', (event) => this.#arrives(event)),
      node.onState((state) => state === 'up' && this.#linkedAgain()),
    ];
  }

  /** The resident with this number, always the same one; without a number, somebody who withholds it. */
  resident(number: string | null, language = this.#language): Resident {
    if (number === null) return new Resident(this.#forResidents, null, language);
    const known = this.#residents.get(comparable(number));
    if (known) return known;
    const resident = new Resident(this.#forResidents, number, language);
    this.#residents.set(comparable(number), resident);
    return resident;
  }

  /** Who answers numbers that nobody was asked for by `resident`; where this gives none, there is no such number. */
  everybodyElse(who: (number: string) => Resident | undefined): void {
    this.#everybodyElse = who;
  }

  /**
   * What went wrong in residents' behaviours since this was asked last, besides calls that ended before they were done: the fault of one
   * test is not that of the next.
   */
  takeFaults(): unknown[] {
    return this.#faults.splice(0);
  }

  /** Calls that are not over. */
  get calls(): readonly TownCall[] {
    return [...this.#calls];
  }

  /** A sentence of sentences.yaml as a WAV file. */
  sentence(name: string, language = this.#language): Promise<string> {
    return this.#sentences.file(name, language);
  }

  /** The same sentence in words. */
  words(name: string, language = this.#language): string {
    return this.#sentences.words(name, language);
  }

  /** Everybody hangs up. */
  async hangUpAll(): Promise<void> {
    await Promise.all(this.calls.map((call) => call.hangsUp()));
    await Promise.all(this.calls.map((call) => call.isOverWithin(5000)));
  }

  async stop(): Promise<void> {
    for (const stopListening of this.#stopListening) stopListening();
    // Where its Asterisk cannot be reached, all calls and phones end with it.
    if (this.node.state === 'up') {
      await this.hangUpAll();
      await Promise.all([...this.phones.values()].map((unregister) => unregister()));
    }
    await within(Promise.allSettled(this.#receiving), 2000);
    await this.#exchange.stop();
  }

  #linkedAgain(): void {
    const looks = this.calls.map((call) => call.look());
    Promise.all(looks).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'some calls were not looked after'),
    );
  }

  readonly #forResidents = {
    place: (number: string | null, dialled: string, options: CallOptions) =>
      this.#place(number, dialled, options),
    sentence: (name: string, language: Language) => this.sentence(name, language),
  };

  async #place(number: string | null, dialled: string, options: CallOptions): Promise<TownCall> {
    const id = `town-${randomUUID()}`;
    const from = options.from === undefined ? number : options.from;
    // Both are met here, whichever fails: a channel that is not made does not start, either.
    await Promise.all([
      this.#inStasis(id),
      this.node.ari('channels', 'create', {
        channelId: id,
        endpoint: `PJSIP/${dialled}@holos`,
        app: application,
        appArgs: 'outgoing',
        formats: this.place.codec,
        body: { variables: showing(from) },
      }),
    ]);
    const { call, begin } = await this.#connect(id, dialled, options.language ?? this.#language);
    begin();
    const timeout = Math.ceil((options.ringMs ?? 60_000) / 1000);
    await this.node.ari('channels', 'dial', { channelId: id, timeout });
    return call;
  }

  #arrives({ channel, args }: AriEvent): void {
    if (!channel || args?.[0] !== 'town') return;
    const called = args[1] ?? '';
    const resident = this.#residents.get(comparable(called)) ?? this.#everybodyElse?.(called);
    const receiving = this.#receive(channel.id, channel.caller.number || null, resident)
      .catch(async (error: unknown) => {
        // Who called has hung up before the telephone was ready.
        if (error instanceof AriError && (await isGone(this.node, channel.id))) return;
        this.#faults.push(error);
        this.#log.error({ err: error }, 'a resident failed');
      })
      .finally(() => this.#receiving.delete(receiving));
    this.#receiving.add(receiving);
  }

  async #receive(id: string, caller: string | null, resident: Resident | undefined): Promise<void> {
    // Who called may have hung up; Asterisk goes on to tell of a channel for a moment after that.
    if (!resident)
      return unlessGone(this.node.ari('channels', 'hangup', { channelId: id, reason_code: '1' }));
    // An application does not hear of the end of a channel that came by itself, unless it asks.
    const eventSource = `channel:${id}`;
    await this.node.ari('applications', 'subscribe', { applicationName: application, eventSource });
    const { call, begin } = await this.#connect(id, caller, resident.language);
    begin();
    await call.rings();
    await resident.receive(call);
    if (!call.isOver) await call.hangsUp();
  }

  /** Puts a channel on a bridge with a sound channel that leads here. */
  async #connect(
    id: string,
    farNumber: string | null,
    language: Language,
  ): Promise<{ call: TownCall; begin: () => void }> {
    const { address, codec } = this.place;
    const timeline = new Timeline();
    const hearing = new Hearing(timeline.startedAtMs);
    const rtp = await RtpPort.open(address, codec, hearing);
    const line = new Line(this.node, id, farNumber, rtp, timeline);
    const ear = new Ear(hearing, timeline, this.repertoire, language);
    const call = new TownCall(line, ear, timeline, (file) => this.#sentences.wordsIn(file));
    this.#calls.add(call);
    remember(call);
    const [bridge, sound] = [`${id}-bridge`, `${id}-sound`];
    const over = line.ended(24 * 3600_000).then(() => this.#disconnect(call, bridge, sound));
    over.catch((error: unknown) => this.#log.warn({ err: error }, 'a call left something behind'));
    const ready = this.#inStasis(sound);
    const [media] = await Promise.all([
      this.node.ari<{ channelvars: Record<string, string> }>('channels', 'externalMedia', {
        channelId: sound,
        app: application,
        external_host: `${address}:${rtp.port}`,
        format: codec,
      }),
      this.node.ari('bridges', 'createWithId', { bridgeId: bridge, type: 'mixing' }),
      ready,
    ]);
    const { UNICASTRTP_LOCAL_ADDRESS: host = address, UNICASTRTP_LOCAL_PORT: port } = media.channelvars;
    rtp.sendTo(host, Number(port));
    await this.node.ari('bridges', 'addChannel', {
      bridgeId: bridge,
      channel: `${id},${sound}`,
      // Else the sound channel's empty number would stand in From.
      inhibitConnectedLineUpdates: true,
    });
    const begin = () => {
      timeline.begin();
      hearing.begin(timeline.startedAtMs);
    };
    return { call, begin };
  }

  /** A channel can be put on a bridge only when it has come to the application. Ask before it is made. */
  async #inStasis(id: string): Promise<void> {
    const started = deferred<true>();
    const stop = this.node.onSubject(id, ({ type }) => type === 'StasisStart' && started.resolve(true));
    try {
      if (await within(started.promise, 5000)) return;
      throw new HolosError('town.no-channel', 'A channel of the town did not start within 5 s.', { id });
    } finally {
      stop();
    }
  }

  async #disconnect(call: TownCall, bridge: string, sound: string): Promise<void> {
    this.#calls.delete(call);
    await Promise.allSettled([
      this.node.ari('channels', 'hangup', { channelId: sound }),
      this.node.ari('bridges', 'destroy', { bridgeId: bridge }),
    ]);
  }
}

/** In From stands what an outgoing channel believes of its other end. */
function showing(number: string | null): Record<string, string> {
  if (number === null) return { 'CONNECTEDLINE(num,i)': 'anonymous', 'CONNECTEDLINE(num-pres,i)': 'prohib' };
  return { 'CONNECTEDLINE(num,i)': number };
}

/** Usual forms of one number compare as the same: the last nine digits of a long one. */
function comparable(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.length >= 9 ? digits.slice(-9) : digits || number;
}

const mute = {
  say: () =>
    Promise.reject(new HolosError('town.no-voice', 'This town was started without a voice to listen for.')),
  words: () => {
    throw new HolosError('town.no-voice', 'This town was started without a voice to listen for.');
  },
};
