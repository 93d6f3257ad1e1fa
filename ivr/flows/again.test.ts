import { readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import type { Call } from '../../telephony/call/call.ts';
import type { Telephone } from '../../telephony/call/leg.ts';
import type { TalkEnd } from '../queue/talk-end.ts';
import type { IvrServices } from '../services.ts';
import { type AfterTalk, afterTalk } from './after-talk.ts';
import { knownFlow, lineAgain, takingUp } from './again.ts';

/** What each flow that is made for something has in the log; the others are made for nothing. */
const given: Record<string, Record<string, unknown>> = {
  welcome: { languageKnown: true },
  changeLanguage: { next: { flow: 'nobodyThere', given: { queue: 'emergency', emergency: true } } },
  operator: { queue: 'dispatcher', sinceMs: 5, patient: true, emergency: true, calledBack: true },
  nobodyThere: { queue: 'dispatcher', emergency: true },
  callBackLater: { queue: 'dispatcher', sinceMs: 5, emergency: false },
  afterTalk: {
    end: { kind: 'transferred', to: { operatorId: 3 } },
    waited: { queue: 'dispatcher', sinceMs: 5, waitsSinceMs: 9, emergency: true },
  },
  outsideTelephone: {
    number: '+380342501580',
    waiting: { flow: 'operator', given: { queue: 'dispatcher', sinceMs: 5, triedOutside: true } },
    sentOn: true,
  },
  closed: { queue: 'dispatcher' },
  dutyTelephone: { number: '+380342501580' },
  readingsByPerson: { sentence: 'readings.unavailable' },
};

/** These begin again as another flow, for what they did is done. */
const beginsAs: Record<string, string> = {
  arrive: 'welcome',
  ownTalk: 'toPerson',
  trouble: 'toPerson',
};

const flows = flowsInSource();

test('the sources are read as they are', () => {
  expect(flows).toEqual(
    expect.arrayContaining(['arrive', 'mainMenu', 'nobodyThere', 'promiseCallback', 'goOn']),
  );
  expect(flows).not.toContain('askScore');
});

// A new flow that is missing in again.ts fails here.
test.each(flows.filter((flow) => !takingUp.includes(flow)))(
  'a call that was in %s is taken up there',
  (flow) => {
    const again = knownFlow({ flow, given: given[flow] });
    expect(again?.name).toBe(beginsAs[flow] ?? flow);
    if (!(flow in beginsAs)) expect(again?.given).toEqual(given[flow]);
  },
);

test('whoever stood in the line stands there again, at his place, and as he waited', () => {
  const given = { queue: 'emergency', sinceMs: 9, triedOutside: true, firstTo: 3, calledBack: true };
  const waiting = { queue: 'dispatcher', since: new Date(5), emergency: true };
  const how = { queue: 'dispatcher', sinceMs: 5, patient: true, emergency: true };
  // His operator was lost: he stands first, unless a supervisor has sent him to another queue since.
  const first = (queue: string) =>
    lineAgain({ flow: 'operator', given: { ...given, queue, firstAtMs: 8 } }, waiting).given?.firstAtMs;
  expect([first('dispatcher'), first('emergency')]).toEqual([8, undefined]);
  // He has talked in between: what he waited before is not waited for again.
  const talked = { ...given, waitsSinceMs: 7 };
  expect(lineAgain({ flow: 'operator', given: talked }, waiting).given?.waitsSinceMs).toBe(7);
  const again = lineAgain({ flow: 'operator', given }, waiting);
  expect(again.name).toBe('operator');
  expect(again.given).toEqual({ ...how, triedOutside: true, firstTo: 3, calledBack: true });
  // An earlier version wrote nothing of how he waits.
  expect(lineAgain({ flow: 'operator' }, waiting).given).toEqual(how);
});

const waited: AfterTalk = { queue: 'dispatcher', sinceMs: 5, waitsSinceMs: 9, emergency: false };
const call = { say: async () => undefined, forgetKeys: () => undefined } as unknown as Call;
/** Where a call goes that was taken up after its talk had ended in this way. */
const goesTo = (end: TalkEnd) => {
  const { name: flow, given } = afterTalk(end, waited);
  return knownFlow(JSON.parse(JSON.stringify({ flow, given })))?.(call, {} as IvrServices);
};

test('whoever was being handed on is handed on again, or stands in the line at his place', async () => {
  const queue = await goesTo({ kind: 'transferred', to: { queue: 'accounting' } });
  expect(queue?.given).toEqual({ ...waited, queue: 'accounting' });
  const colleague = await goesTo({ kind: 'transferred', to: { operatorId: 3 } });
  expect(colleague?.given).toEqual({ ...waited, patient: true, firstTo: 3 });
  const outside = await goesTo({ kind: 'transferred', to: { number: '+380342501580' } });
  const waiting = { flow: 'operator', given: { ...waited, patient: true } };
  const firstAtMs = waited.waitsSinceMs;
  expect(outside?.given).toEqual({ number: '+380342501580', waiting, sentOn: true });
  const to = {} as Telephone;
  const withOneWhoHasGone = await goesTo({ kind: 'handed-over', to, who: { operatorId: 3 } });
  expect(withOneWhoHasGone?.given).toEqual({ ...waited, patient: true, firstAtMs });
});

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
