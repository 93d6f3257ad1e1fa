import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { allCommands } from './commands.ts';
import { project } from './parts/places.ts';

const read = (...names: string[]) => readFileSync(path.join(project, ...names), 'utf8');
const running = read('docs', 'running.md');
const settings = [...new Set(read('config', 'settings.ts').match(/^ {2}HOLOS_[A-Z_]+(?=:)/gm))].map((name) =>
  name.trim(),
);

const commands = await allCommands();

describe('docs/running.md', () => {
  test.each(commands.map((command) => command.usage))('describes ./holos %s', (usage) => {
    expect(running).toContain(`./holos ${usage}`);
  });

  test('there are settings to describe', () => {
    expect(settings).toContain('HOLOS_HOME');
  });

  test.each(settings)('describes %s in its table', (name) => {
    expect(running).toMatch(new RegExp(`^\\| \`${name}\` \\| .+ \\| .+ \\|$`, 'm'));
  });

  test('describes no setting that nothing reads', () => {
    const described = [...new Set(running.match(/HOLOS_[A-Z_]+/g))];
    expect(described.filter((name) => !settings.includes(name))).toEqual([]);
  });
});

test('docs/decisions/README.md lists every decision', () => {
  const folder = path.join(project, 'docs', 'decisions');
  const files = readdirSync(folder).filter((name) => /^\d{3}-/.test(name));
  const index = read('docs', 'decisions', 'README.md');
  for (const file of files) expect(index).toContain(`(${file})`);
});

test('every link between the documents leads somewhere', () => {
  const documents = ['README.md', 'docs/running.md', 'docs/architecture.md', 'docs/decisions/README.md'];
  const broken = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)]
      .map((match) => path.join(path.dirname(document), match[1] ?? ''))
      .filter((target) => !existsSync(path.join(project, target))),
  );
  expect(broken).toEqual([]);
});
