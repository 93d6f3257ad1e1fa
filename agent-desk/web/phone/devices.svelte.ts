export interface Device {
  id: string;
  label: string;
}

/** The microphones and headsets there are now, followed as they are plugged in and out. */
class Devices {
  #microphones = $state.raw<Device[]>([]);
  #headsets = $state.raw<Device[]>([]);
  #groups = new Set<string>();

  get microphones(): Device[] {
    return this.#microphones;
  }
  get headsets(): Device[] {
    return this.#headsets;
  }

  /** Whether this browser lets a page choose where sound comes out. */
  readonly headsetCanBeChosen = 'setSinkId' in HTMLMediaElement.prototype;

  follow(changed: () => void): () => void {
    const media = navigator.mediaDevices;
    if (!media) return () => undefined;
    const read = () => void this.read().then(changed);
    media.addEventListener('devicechange', read);
    return () => media.removeEventListener('devicechange', read);
  }

  /** Whether this microphone (by its group) and this headset (by its id; '' is the system's own) are plugged in. */
  has(group: string, headset: string): boolean {
    const heard = headset === '' || this.#headsets.some((one) => one.id === headset);
    return heard && (group === '' || this.#groups.has(group));
  }

  /** Labels are empty until the person has allowed the microphone. */
  async read(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const of = (kind: MediaDeviceKind) =>
      all
        .filter((one) => one.kind === kind && one.deviceId && one.deviceId !== 'default')
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    // The entry `default` stands for one of the others, and goes with it.
    const inputs = all.filter((one) => one.kind === 'audioinput' && one.deviceId !== 'default');
    this.#groups = new Set(inputs.map((one) => one.groupId));
    this.#microphones = of('audioinput');
    this.#headsets = of('audiooutput');
  }
}

export const devices = new Devices();
