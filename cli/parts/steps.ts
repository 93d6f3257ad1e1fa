/** Tells what a step is doing meanwhile, in a few words. Of a `detail` one in five seconds is enough where lines are kept. */
export type Say = (text: string, detail?: 'detail') => void;

const detailEveryMs = 5000;

/** Where steps are shown: a terminal is redrawn, anything else gets lines. */
export interface Screen {
  readonly isTerminal: boolean;
  write(text: string): void;
}

const standardError: Screen = {
  isTerminal: process.stderr.isTTY === true,
  write: (text) => process.stderr.write(text),
};

/** Steps that go on beside each other share the last line of a terminal: it shows the one that has something new to tell. */
const goingOn = new WeakMap<Screen, Set<() => string>>();

/**
 * Runs one step and shows it: what it does, how it goes on, how long it took. `run` may return what came of it, in a few words.
 */
export async function step<T>(
  name: string,
  run: (say: Say) => Promise<T>,
  screen: Screen = standardError,
): Promise<T> {
  const started = performance.now();
  let said = '';
  let toldAt = started;
  const line = (sign: string, text: string) => `${sign} ${name}${text ? `: ${text}` : ''}`;
  const elapsed = () => seconds(performance.now() - started);
  const beside = goingOn.get(screen) ?? new Set();
  goingOn.set(screen, beside);
  const now = () => `${line('…', said).slice(0, 100)} · ${elapsed()}`;
  beside.add(now);
  const redraw = () => screen.write(`\r\x1b[2K${[...beside].at(-1)?.() ?? ''}`);
  const ticking = screen.isTerminal ? setInterval(redraw, 200) : undefined;
  const finish = (sign: string, text: string) => {
    clearInterval(ticking);
    beside.delete(now);
    screen.write(`${screen.isTerminal ? '\r\x1b[2K' : ''}${line(sign, text)} · ${elapsed()}\n`);
  };
  try {
    const result = await run((text, detail) => {
      if (text === said) return;
      said = text;
      beside.delete(now);
      beside.add(now);
      if (screen.isTerminal) return redraw();
      if (detail && performance.now() - toldAt < detailEveryMs) return;
      toldAt = performance.now();
      screen.write(`${line('…', text)}\n`);
    });
    finish('✓', typeof result === 'string' ? result : '');
    return result;
  } catch (error) {
    finish('✗', '');
    throw error;
  }
}

export function seconds(ms: number): string {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
