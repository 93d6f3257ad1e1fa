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

/** Whether a range of package.json's engines takes a version: `^20.19 || >=22.12`, `>= 18`, `20`. */
function takes(range: string, version: readonly number[]): boolean {
  return range.split('||').some((alternative) => {
    const [, kind, numbers = ''] = /^\s*(\^|>=|)\s*v?([\d.]*)/.exec(alternative) ?? [];
    const least = numbers.split('.').map(Number);
    const [major = 0, minor = 0, patch = 0] = version;
    const [atLeast = 0, andMinor = 0, andPatch = 0] = least;
    if (kind !== '>=' && major !== atLeast && alternative.trim() !== '*') return false;
    const by = major - atLeast || minor - andMinor || patch - andPatch;
    return alternative.trim() === '*' || by >= 0;
  });
}

test('every Node that package.json takes is enough for every package', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { engines?: { node?: string }; optional?: boolean }>;
  };
  const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
  const least = engines.node.match(/[\d.]+/g) ?? [];
  const [inWords] = read('holos').match(/Holos needs Node [^']*/) ?? [];
  for (const version of least) expect(inWords).toContain(version.replace(/(\.0)+$/, ''));
  const tooOld = Object.entries(packages).flatMap(([name, { engines, optional }]) =>
    // What is optional is there for other machines; where it is missing, nothing fails.
    optional
      ? []
      : least
          .filter((version) => !takes(engines?.node ?? '*', version.split('.').map(Number)))
          .map((version) => `${name}: ${engines?.node}, not ${version}`),
  );
  expect(tooOld).toEqual([]);
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
