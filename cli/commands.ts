import { bench } from './bench.ts';
import { call } from './call.ts';
import { check } from './check.ts';
import type { Command } from './command.ts';
import { demo } from './demo.ts';
import { dev } from './dev.ts';
import { down } from './down.ts';
import { createHelp } from './help.ts';
import { logout } from './logout.ts';
import { logs } from './logs.ts';
import { prompts } from './prompts.ts';
import { reload } from './reload.ts';
import { status } from './status.ts';
import { test } from './test.ts';
import { up } from './up.ts';

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [
  up,
  down,
  demo,
  status,
  call,
  check,
  prompts,
  reload,
  logout,
  logs,
  test,
  bench,
  dev,
  createHelp(() => commands),
];
