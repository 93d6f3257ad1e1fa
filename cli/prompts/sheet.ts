import type { Language } from '../../config/company.ts';
import { type Line, languageNames } from './lines.ts';

const columns = ['File', 'Text', 'Stress', 'What is around it', 'Seconds', 'Recorded'];
/** With it, spreadsheets know that the letters are UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A table for spreadsheets (RFC 4180). */
export function asCsv(lines: readonly Line[]): string {
  const rows = lines.map(({ file, text, stressed, context, seconds, recorded }) =>
    [file, text, stressed, context, String(seconds), recorded ? 'yes' : ''].map(quoted).join(','),
  );
  return `${BYTE_ORDER_MARK}${[columns.join(','), ...rows].join('\r\n')}\r\n`;
}

/** A text that begins like a formula is not one. */
function quoted(field: string): string {
  return `"${field.replace(/^[=+@-]/, "'$&").replaceAll('"', '""')}"`;
}

/** A page to print. */
export function asHtml(lines: readonly Line[], language: Language): string {
  const rows = lines.map(
    ({ file, stressed, context, seconds, recorded }) =>
      `<tr><td><code>${escaped(file)}</code>${recorded ? '<br>recorded' : ''}</td><td class="text">${escaped(stressed)}</td><td class="context">${escaped(context)}</td><td>${seconds}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>Holos: prompts in ${languageNames[language]}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; margin: 24px; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #bbb; padding: 6px 10px; text-align: start; vertical-align: top; }
tr { break-inside: avoid; }
.text { font-size: 20px; min-width: 45%; }
.context { color: #555; font-size: 14px; }
</style>
</head>
<body>
<h1>Prompts in ${languageNames[language]}</h1>
<ul lang="en">
<li>One file a line, named as it stands here; WAV (48 kHz, one channel, not compressed) is best.</li>
<li>Speak calmly and kindly, as to one person, at one distance from the microphone; leave a second of silence before and after.</li>
<li>A piece of a sentence is spoken as in the sentence that stands beside it: “[ ]” marks it there.</li>
<li>Level and silence are evened out when the files are taken in.</li>
</ul>
<table>
<thead><tr><th>File</th><th>Text</th><th>What is around it</th><th>Seconds</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

function escaped(text: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
