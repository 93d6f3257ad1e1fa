import { expect, test } from 'vitest';
import { type AptSource, chooseMirror, readSources } from './mirror.ts';

const debianSources = `Types: deb
# A comment with another address: http://old.example/debian
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
`;

const known = (uri: string, origin: string, label = origin): AptSource => ({
  uri,
  release: 'bookworm',
  signedBy: '',
  origin,
  label,
});

test('a .sources file: the main archive, not the security one', () => {
  const sources = readSources('debian.sources', debianSources);
  expect(sources).toHaveLength(3);
  expect(chooseMirror(sources.reverse())).toBe('http://mirror.example/debian');
});

test('a .list file, with and without options; comments, sources and CDs are passed over', () => {
  const text = `# deb http://old.example/debian bookworm main
deb cdrom:[Debian]/ bookworm main
deb-src http://source.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/other.gpg] https://other.example/node nodistro main
deb http://list.example/debian/ bookworm main contrib
`;
  expect(chooseMirror(readSources('sources.list', text))).toBe('http://list.example/debian/');
});

test('a source that is switched off does not count', () => {
  expect(
    chooseMirror(readSources('debian.sources', `Enabled: no\n${debianSources.split('\n\n')[0]}`)),
  ).toBeUndefined();
});

test('somebody else’s source is never taken, even under a Debian-like address', () => {
  expect(chooseMirror([known('https://other.example/debian', 'Other')])).toBeUndefined();
  expect(
    chooseMirror([known('https://x.example/ubuntu', 'Ubuntu'), known('https://m.example/frozen', 'Debian')]),
  ).toBe('https://m.example/frozen');
});

test('a file that apt does not read does not count', () => {
  expect(readSources('google.list.disabled', 'deb http://list.example/debian bookworm main')).toEqual([]);
});
