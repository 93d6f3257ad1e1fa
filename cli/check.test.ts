import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { check } from './check.ts';

let home: string;
let told: string;

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'holos-check-'));
  vi.stubEnv('HOLOS_HOME', home);
  told = '';
  for (const method of ['log', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((line: string) => {
      told += `${line}\n`;
    });
  }
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(home, { recursive: true, force: true });
});

test.each(['750-600', '8800'])('the company %s that comes with Holos is in order', async (company) => {
  vi.stubEnv('HOLOS_COMPANY', company);
  expect({ code: await check.run([]), told }).toMatchObject({ code: 0 });
});

test('faults of the company file and of the prompts are told together', async () => {
  const file = path.join(home, 'company.yaml');
  writeFileSync(file, 'name: { uk: Дім }\n');
  vi.stubEnv('HOLOS_COMPANY', file);
  mkdirSync(path.join(home, 'prompts'));
  writeFileSync(path.join(home, 'prompts', 'uk.yaml'), 'goodbye: Дзвоніть 15 80\n');
  expect(await check.run([])).toBe(1);
  expect(told).toContain('company.yaml:1: hotlines');
  expect(told).toContain('goodbye: has a numeral in it');
});

test('a company file that is not there is told, with what to do', async () => {
  mkdirSync(path.join(home, 'prompts'));
  vi.stubEnv('HOLOS_COMPANY', path.join(home, 'none.yaml'));
  expect(await check.run([])).toBe(1);
  expect(told).toContain('none.yaml is not there');
});

test('commands of the settings that a start could not use are told', async () => {
  vi.stubEnv('HOLOS_SPEECH_COMMAND', 'speak "so');
  vi.stubEnv('HOLOS_SMS_COMMAND', "send 'it");
  expect(await check.run([])).toBe(1);
  expect(told).toContain('HOLOS_SPEECH_COMMAND cannot be used: a quote is not closed');
  expect(told).toContain('HOLOS_SMS_COMMAND cannot be used: a quote is not closed');
});
