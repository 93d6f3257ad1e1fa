import { execFile, spawn } from 'node:child_process';
import os from 'node:os';
import { promisify } from 'node:util';

/** How commands are made root's, or why this user cannot, as a part of a sentence. */
type Permission = { readonly right: readonly string[] } | { readonly refusal: string };

/** Whether and how a user may do what only root may. */
export interface Administrator {
  /** @param purpose what for, in a sentence, said before sudo asks for a password */
  permission(hasSudo: boolean, purpose: string): Promise<Permission>;
}

/** What this process can see and do of its user; a test gives another. */
export interface Surroundings {
  readonly uid: number;
  readonly name: string;
  readonly isTerminal: boolean;
  /** Runs sudo with these words; true when it agrees. `asking` lets it talk with the person at the terminal. */
  sudo(words: readonly string[], asking: boolean): Promise<boolean>;
  tell(text: string): void;
}

/** As root everything; else by sudo, which may need a password that only a person at a terminal can give. */
export function administrator(around: Surroundings): Administrator {
  const { uid, name, isTerminal, sudo, tell } = around;
  return {
    async permission(hasSudo, purpose) {
      if (uid === 0) return { right: [] };
      if (!hasSudo) return { refusal: `${name} may not install them, since this machine has no sudo` };
      if (await sudo(['-n', 'true'], false)) return { right: ['sudo', '-n'] };
      if (!isTerminal)
        return {
          refusal: `sudo lets ${name} install nothing without a password, which only a terminal can ask for`,
        };
      tell(`${purpose} sudo asks for your password to install them.`);
      if (await sudo(['-v'], true)) return { right: ['sudo'] };
      return { refusal: `sudo does not let ${name} install them` };
    },
  };
}

/** What sudo may take to say yes or no where it need not ask. */
const quickMs = 10_000;

export const thisUser: Administrator = administrator({
  uid: process.getuid?.() ?? -1,
  name: os.userInfo().username,
  isTerminal: process.stdin.isTTY === true,
  sudo: (words, asking) => (asking ? ask(words) : quietly(words)),
  tell: (text) => console.error(text),
});

function quietly(words: readonly string[]): Promise<boolean> {
  return promisify(execFile)('sudo', [...words], { timeout: quickMs }).then(
    () => true,
    () => false,
  );
}

function ask(words: readonly string[]): Promise<boolean> {
  const child = spawn('sudo', [...words], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code === 0));
  });
}
