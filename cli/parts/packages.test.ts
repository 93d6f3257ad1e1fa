import { expect, test } from 'vitest';
import { missingPackages, needsToRun, needsToTest, needsWith } from './packages.ts';

test('nothing is installed where every program is there', () => {
  expect(missingPackages(needsToTest, () => true)).toEqual([]);
});

test('a bare machine gets each package once', () => {
  expect(missingPackages(needsToRun, () => false)).toEqual([
    'mariadb-server-core',
    'mariadb-client-core',
    'espeak-ng',
    'ffmpeg',
  ]);
});

test('a machine with MariaDB of its own gets nothing of MariaDB', () => {
  expect(missingPackages(needsToRun, (program) => program.startsWith('mariadb'))).toEqual([
    'espeak-ng',
    'ffmpeg',
  ]);
});

test('a database of one’s own needs no MariaDB here', () => {
  const needs = needsWith({ databaseUrl: 'mysql://holos@db.example/holos' });
  expect(missingPackages(needs, () => false)).toEqual(['espeak-ng', 'ffmpeg']);
  expect(needsWith({})).toBe(needsToRun);
});

test('no package brings a service, which would run beside or instead of the machine’s own', () => {
  const packages = missingPackages(needsToTest, () => false);
  expect(packages).not.toContain('mariadb-server');
  expect(packages).not.toContain('asterisk');
});

test('only the tests need a browser', () => {
  expect(missingPackages(needsToRun, () => false)).not.toContain('chromium');
  expect(missingPackages(needsToTest, () => false)).toContain('chromium');
});
