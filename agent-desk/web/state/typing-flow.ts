/** Who types does not stop at once when the field is taken from under his hands. */
const restMs = 1_000;

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/**
 * Whether a key belongs to what is being typed: a call may ring in the middle of a word, and its card takes the place of the field.
 * A space that was meant for a name must not answer it then.
 */
export class TypingFlow {
  #lastMs = Number.NEGATIVE_INFINITY;

  /** Told of every key. @returns whether it is typed: into a field, or within a moment of one that was */
  takes({ key, ctrlKey, metaKey, altKey }: Pressed, inField: boolean, nowMs: number): boolean {
    const isTyped = inField || nowMs - this.#lastMs < restMs;
    const writes = (key.length === 1 || key === 'Backspace') && !ctrlKey && !metaKey && !altKey;
    if (isTyped && writes) this.#lastMs = nowMs;
    return isTyped;
  }
}
