/** One measured thing beside what it is compared with. */
export interface Figure {
  readonly name: string;
  readonly ours: string;
  /** The plain dialplan's, in the same run; a dash where there is nothing to compare with. */
  readonly peer: string;
  readonly ratio: string;
  readonly target: string;
  readonly ok: boolean;
}

const head = ['Figure', 'Holos', 'plain dialplan', 'Holos : plain', 'target', ''] as const;

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

export function times(ours: number, peer: number): string {
  return `${(ours / peer).toFixed(2)}×`;
}

function cells(figure: Figure): string[] {
  const { name, ours, peer, ratio, target, ok } = figure;
  return [name, ours, peer, ratio, target, ok ? 'ok' : 'missed'];
}

/** For the terminal. */
export function asText(figures: readonly Figure[]): string {
  const rows = [[...head], ...figures.map(cells)];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** For docs/bench.md. */
export function asMarkdown(figures: readonly Figure[]): string {
  const rows = [[...head], head.map(() => '---'), ...figures.map(cells)];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}
