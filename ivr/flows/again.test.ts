import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { knownFlow, takingUp } from './again.ts';

/** What each flow that is made for something has in the log; the others are made for nothing. */
const given: Record<string, Record<string, unknown>> = {
  welcome: { languageKnown: true },
  changeLanguage: { next: { flow: 'nobodyThere', given: { queue: 'emergency', emergency: true } } },
  operator: { queue: 'dispatcher', sinceMs: 5, patient: true, emergency: true },
  nobodyThere: { queue: 'dispatcher', emergency: true },
  closed: { queue: 'dispatcher' },
  dutyTelephone: { number: '+380342501580' },
  readingsByPerson: { sentence: 'readings.unavailable' },
};

/** These begin again as another flow, for what they did is done. */
const beginsAs: Record<string, string> = { arrive: 'welcome', trouble: 'toPerson' };

const flows = flowsInSource();

test('the sources are read as they are', () => {
  expect(flows).toEqual(
    expect.arrayContaining(['arrive', 'mainMenu', 'nobodyThere', 'promiseCallback', 'goOn']),
  );
  expect(flows).not.toContain('askScore');
});

// A new flow that is missing in again.ts fails here.
test.each([...flows, 'trouble'].filter((flow) => !takingUp.includes(flow)))(
  'a call that was in %s is taken up there',
  (flow) => {
    const again = knownFlow({ flow, given: given[flow] });
    expect(again?.name).toBe(beginsAs[flow] ?? flow);
    if (!(flow in beginsAs)) expect(again?.given).toEqual(given[flow]);
  },
);

test('what an earlier version wrote, and what nobody knows, is no flow', () => {
  expect(knownFlow({ flow: 'nobodyThere' })).toBeNull();
  expect(knownFlow({ flow: 'changeLanguage', given: { next: 'mainMenu' } })).toBeNull();
  expect(knownFlow({ flow: 'karaoke' })).toBeNull();
});

/** The names of all functions of ivr/ that the type checker takes for an `IvrFlow`. */
function flowsInSource(): string[] {
  const root = path.join(import.meta.dirname, '../..');
  const files = readdirSync(path.join(root, 'ivr'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => path.join(root, 'ivr', file));
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(files, options);
  const checker = program.getTypeChecker();
  const flow = typeNamed('IvrFlow', program.getSourceFile(path.join(root, 'ivr/services.ts')), checker);
  const names = new Set<string>();
  const look = (node: ts.Node): void => {
    const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);
    if (isFunction && node.name && checker.isTypeAssignableTo(checker.getTypeAtLocation(node), flow))
      names.add(node.name.text);
    ts.forEachChild(node, look);
  };
  for (const file of files) {
    const source = program.getSourceFile(file);
    if (source) look(source);
  }
  return [...names].sort();
}

function typeNamed(name: string, source: ts.SourceFile | undefined, checker: ts.TypeChecker): ts.Type {
  const found = source?.statements.find((one) => ts.isTypeAliasDeclaration(one) && one.name.text === name);
  if (!found) throw new Error(`there is no type ${name}`);
  return checker.getTypeAtLocation(found);
}
