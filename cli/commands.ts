import type { Command } from './command.ts';
import { createHelp } from './help.ts';

/** How each command is had, in the order in which help shows them: only the one that is wanted is loaded. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./up.ts')).up,
  down: async () => (await import('./down.ts')).down,
  demo: async () => (await import('./demo.ts')).demo,
  status: async () => (await import('./status.ts')).status,
  call: async () => (await import('./call.ts')).call,
  check: async () => (await import('./check.ts')).check,
  prompts: async () => (await import('./prompts.ts')).prompts,
  reload: async () => (await import('./reload.ts')).reload,
  people: async () => (await import('./people.ts')).people,
  logout: async () => (await import('./logout.ts')).logout,
  logs: async () => (await import('./logs.ts')).logs,
  test: async () => (await import('./test.ts')).test,
  bench: async () => (await import('./bench.ts')).bench,
  dev: async () => (await import('./dev.ts')).dev,
  help: async () => createHelp(allCommands),
};

/** Undefined when there is no such command. */
export async function commandNamed(name: string): Promise<Command | undefined> {
  return Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined;
}

export function allCommands(): Promise<readonly Command[]> {
  return Promise.all(Object.values(loaders).map((load) => load()));
}
