import { closeSync, openSync, writeFileSync } from 'node:fs';
import type { Language } from '../../config/company.ts';
import { codeOf, HolosError } from '../../errors.ts';
import { languageNames, linesOf } from './lines.ts';
import { openLibrary, progress } from './open-library.ts';
import { asCsv, asHtml } from './sheet.ts';

/** Writes the sheet that a voice actor reads from: HTML to print, or with a name that ends in `.csv` a table. To standard output: CSV. */
export async function writeScript(language: Language, out: string | undefined): Promise<number> {
  demandWritable(out);
  const lines = await linesOf(await openLibrary([language]), language, progress);
  const html = out !== undefined && /\.html?$/i.test(out);
  const sheet = html ? asHtml(lines, language) : asCsv(lines);
  if (out === undefined) {
    process.stdout.write(sheet);
    return 0;
  }
  writeFileSync(out, sheet);
  const seconds = lines.reduce((sum, line) => sum + line.seconds, 0);
  console.log(
    `${out}: ${lines.length} texts in ${languageNames[language]}, about ${Math.ceil(seconds / 60)} minutes of voice.`,
  );
  return 0;
}

/** Told before minutes are spent on speaking. What stands in the file is left until the new sheet is ready. */
function demandWritable(out: string | undefined): void {
  if (out === undefined) return;
  try {
    closeSync(openSync(out, 'a'));
  } catch (error) {
    const message = `${out} cannot be written (${codeOf(error)}): give --out another file.`;
    throw new HolosError('cli.cannot-write', message, { file: out }, error);
  }
}
