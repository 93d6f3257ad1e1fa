/** Where sound comes out. '' is the system's own choice, and what is used where the chosen headset is gone. */
export interface Sink {
  setSinkId?(id: string): Promise<void>;
}

export async function playOn(sink: Sink, headset: string): Promise<void> {
  if (!sink.setSinkId) return;
  try {
    await sink.setSinkId(headset);
  } catch (error) {
    console.warn('the chosen headset cannot be used', error);
    if (headset) await sink.setSinkId('');
  }
}

const soonMs = 400;

/** Whether the browser holds sound back until the person touches the page: then a call would ring unheard. */
export async function isSoundHeld(): Promise<boolean> {
  const context = new AudioContext();
  const running = await Promise.race([
    context.resume().then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(context.state === 'running'), soonMs)),
  ]);
  await context.close();
  return !running;
}

/** The far end's voice. */
export class Voice {
  readonly #audio = new Audio();

  play(stream: MediaStream, headset: string): void {
    this.#audio.srcObject = stream;
    playOn(this.#audio, headset)
      .then(() => this.#audio.play())
      .catch((error: unknown) => console.error('the voice cannot be played', error));
  }

  async moveTo(headset: string): Promise<void> {
    await playOn(this.#audio, headset);
  }

  stop(): void {
    this.#audio.pause();
    this.#audio.srcObject = null;
  }
}
