import { z } from 'zod';

/** Both sides are kept as what Asterisk calls `sln`: 8,000 samples a second, 16 bits, little-endian, no header. */
export const SAMPLES_PER_MS = 8;
export const BYTES_PER_SAMPLE = 2;
export const FORMAT = 'sln';

/** `resident` is what came from the resident, `heard` what the resident heard. Left and right, in this order. */
export const sides = ['resident', 'heard'] as const;
export type Side = (typeof sides)[number];

/** A side's first file is number 1. */
export function fileOf({ side, number }: { side: Side; number: number }): string {
  return `${side}-${number}.${FORMAT}`;
}

/** Which file of which side it is by its name, or null where it is neither's. */
export function readFileName(file: string): { side: Side; number: number } | null {
  const [, name, number] = /^([a-z]+)-(\d+)\.sln$/.exec(file) ?? [];
  const side = sides.find((one) => one === name);
  return side ? { side, number: Number(number) } : null;
}

/** One file of one side. A side has a second track only when its capture broke off during the call. */
export const trackShape = z.object({
  side: z.enum(sides),
  /** The file's name in the recording's folder. */
  file: z.string().regex(/^[a-z]+-\d+\.sln$/),
  /** Where the file's first sample stands, counted from the recording's start. */
  startMs: z.number(),
  /** Time that passed without a sample being written: at this sample of the file, so much more was lost. */
  pauses: z.array(z.object({ atSample: z.number().int(), ms: z.number() })),
});
export type Track = z.infer<typeof trackShape>;
