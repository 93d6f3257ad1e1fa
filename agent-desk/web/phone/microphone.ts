/** What stands between the operator and a working microphone. */
export type MicrophoneProblem = 'denied' | 'missing' | 'busy' | 'insecure';

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
