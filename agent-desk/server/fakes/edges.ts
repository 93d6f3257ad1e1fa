import { Readable } from 'node:stream';
import { type Dialer, NobodyToCall } from '../../../dialer/dialer.ts';
import { HolosError } from '../../../errors.ts';
import type { RecordedSound, RecordingStore } from '../../../recordings/store.ts';
import type { RecordingHealth, StoreState } from '../../../recordings/store-health.ts';
import type { PhoneOwner, Phones } from '../parts.ts';

/** Recordings kept in memory; one that grows is `finished: false`. */
export class FakeRecordings implements RecordingStore {
  readonly sounds = new Map<number, { bytes: Buffer; finished: boolean }>();

  async open(recordingId: number): Promise<RecordedSound> {
    const sound = this.sounds.get(recordingId);
    if (!sound) throw new HolosError('recording.unknown', 'There is no such recording.');
    const { bytes, finished } = sound;
    return {
      recordingId,
      callId: 'n1-1',
      sizeBytes: bytes.length,
      durationMs: bytes.length / 32,
      finished,
      read: (first, last) => Readable.from([bytes.subarray(first, last + 1)]),
    };
  }
}

/** A place for recordings whose state a test decides. */
export class FakeRecordingHealth implements RecordingHealth {
  state: StoreState = { fault: null, freeBytes: 1e12 };
  now = { recording: 0, broken: 0, failures: 0 };

  readonly figures = () => this.now;
  readonly store = async () => this.state;
  readonly faults = async () => (this.state.fault === null ? [] : [this.state.fault]);
}

type Summary = Awaited<ReturnType<Dialer['start']>>;

/** A dialer that calls nobody. */
export class FakeDialer implements Dialer {
  readonly campaigns: Summary[] = [];
  restsUntil: Date | null = null;

  async create({ name, question, numbers }: Parameters<Dialer['create']>[0]) {
    const good = numbers.filter((number) => /^\+\d+$/.test(number));
    const refused = numbers
      .filter((number) => !good.includes(number))
      .map((number) => ({ number, why: 'not-a-number' as const }));
    if (good.length === 0) throw new NobodyToCall(refused);
    const campaign: Summary = {
      id: this.campaigns.length + 1,
      name,
      question,
      state: 'draft',
      createdAt: new Date(),
      numbers: good.length,
      done: 0,
    };
    this.campaigns.push(campaign);
    return { ...campaign, refused };
  }

  async list() {
    return this.campaigns;
  }

  async get(id: number) {
    return { ...this.#find(id), attempts: [] };
  }

  async start(id: number) {
    return Object.assign(this.#unfinished(id), { state: 'running' as const });
  }

  async pause(id: number) {
    return Object.assign(this.#unfinished(id), { state: 'paused' as const });
  }

  async stop() {}

  #unfinished(id: number): Summary {
    const campaign = this.#find(id);
    if (campaign.state === 'finished') throw new HolosError('campaign.finished', 'It is finished.');
    return campaign;
  }

  #find(id: number): Summary {
    const campaign = this.campaigns.find((one) => one.id === id);
    if (!campaign) throw new HolosError('campaign.unknown', 'There is no such campaign.');
    return campaign;
  }
}

/** Phones whose passwords name their log-in: the same for the same, another for another. */
export class FakePhones implements Phones {
  readonly released: number[] = [];
  readonly forgotten: number[] = [];

  async prepare({ operatorId, sessionId, kind }: PhoneOwner) {
    return { user: `operator-${operatorId}`, password: `${kind} phone of ${sessionId.slice(0, 6)}` };
  }

  async release(operatorId: number) {
    this.released.push(operatorId);
  }

  async forget(operatorId: number) {
    this.forgotten.push(operatorId);
  }
}
