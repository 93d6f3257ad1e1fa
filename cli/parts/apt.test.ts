import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { installPackages } from './apt.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'holos-apt-'));
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A machine with MySQL, as its apt-get speaks: MariaDB takes its place, unless nothing may be removed. */
function onMachineWithMySql(): void {
  const aptGet = path.join(folder, 'apt-get');
  writeFileSync(
    aptGet,
    `#!/bin/sh
case " $* " in
*' update '*) exit 0 ;;
*' --no-remove '*) echo 'E: Packages need to be removed but remove is disabled.' >&2; exit 100 ;;
*' --simulate '*) echo 'Remv mysql-server-8.0 [8.0.40-1]'; echo 'Inst mariadb-server-core (1:10.11)' ;;
*) touch '${folder}/removed' ;;
esac
`,
  );
  chmodSync(aptGet, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

test('nothing that the machine has is removed: what would have to go is told', async () => {
  onMachineWithMySql();
  await expect(installPackages([], ['mariadb-server-core'], () => undefined)).rejects.toMatchObject({
    code: 'cli.install-removes',
    message: expect.stringMatching(
      /would have to remove mysql-server-8\.0 from this machine.*HOLOS_DATABASE_URL/,
    ),
  });
  expect(existsSync(path.join(folder, 'removed'))).toBe(false);
});
