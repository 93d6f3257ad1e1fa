export interface Device {
  id: string;
  label: string;
}

/** The microphones and headsets there are now, followed as they are plugged in and out. */
class Devices {
  #microphones = $state.raw<Device[]>([]);
  #headsets = $state.raw<Device[]>([]);

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

  /** Labels are empty until the person has allowed the microphone. */
  async read(): Promise<void> {
    const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
    const of = (kind: MediaDeviceKind) =>
      all
        .filter((one) => one.kind === kind && one.deviceId && one.deviceId !== 'default')
        .map(({ deviceId, label }) => ({ id: deviceId, label }));
    this.#microphones = of('audioinput');
    this.#headsets = of('audiooutput');
  }
}

export const devices = new Devices();
