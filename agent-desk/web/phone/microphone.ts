/** What stands between the operator and a working microphone. */
export type MicrophoneProblem = 'denied' | 'missing' | 'unplugged' | 'busy' | 'insecure';

export type Microphone =
  | { stream: MediaStream; problem: null }
  | { stream: null; problem: MicrophoneProblem };

/** `?rawaudio` in the address leaves the sound as it is, for measuring it. */
const raw = new URLSearchParams(location.search).has('rawaudio');

/** Opens the microphone. One that was chosen and is gone is replaced by the system's own. */
export async function openMicrophone(deviceId: string): Promise<Microphone> {
  if (!navigator.mediaDevices) return { stream: null, problem: 'insecure' };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(wanted(deviceId)), problem: null };
  } catch (error) {
    if (deviceId && nameOf(error) === 'OverconstrainedError') return openMicrophone('');
    return { stream: null, problem: problemOf(error) };
  }
}

/** Tells when the person allows the microphone or takes the leave back, also outside of the page. */
export function followPermission(changed: (allowed: boolean) => void): () => void {
  const stop = new AbortController();
  navigator.permissions
    ?.query({ name: 'microphone' })
    .then((permission) => {
      const told = () => changed(permission.state === 'granted');
      permission.addEventListener('change', told, { signal: stop.signal });
    })
    .catch((error: unknown) => console.info('this browser does not tell of the permission', error));
  return () => stop.abort();
}

/** Which device a stream comes from: microphone and headset of one device are of one group. '' where it is not told. */
export function groupOf(stream: MediaStream | null): string {
  return stream?.getAudioTracks()[0]?.getSettings().groupId ?? '';
}

export function closeStream(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Which problem an error of getUserMedia stands for (names: W3C Media Capture and Streams, 10.2). */
export function problemOf(error: unknown): MicrophoneProblem {
  const name = nameOf(error);
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  return 'busy';
}

function nameOf(error: unknown): string {
  return error instanceof DOMException || error instanceof Error ? error.name : '';
}

function wanted(deviceId: string): MediaStreamConstraints {
  return {
    audio: {
      ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
      echoCancellation: !raw,
      noiseSuppression: !raw,
      autoGainControl: !raw,
    },
  };
}
