import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../errors.ts';

/** The one account that Asterisk knows, for ARI and AMI alike. */
export const controllerUser = 'holos';

/** The password of that account: made once, kept in a file in the home that only its owner reads. */
export async function controllerPassword(home: string): Promise<string> {
  const file = path.join(home, 'asterisk', 'password');
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    const handle = await open(file, 'wx', 0o600);
    const password = randomBytes(24).toString('hex');
    await handle.writeFile(password);
    await handle.sync();
    await handle.close();
    return password;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return (await readFile(file, 'utf8')).trim();
  }
}
