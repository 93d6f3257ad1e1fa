import { existsSync } from 'node:fs';
import type { Settings } from '../../config/settings.ts';
import { firstLoginFile } from '../../db/seeds/logins.ts';
import { HolosError } from '../../errors.ts';
import { inForce } from '../../ivr/in-force/in-force.ts';
import type { Status } from '../status-file.ts';

/** Prints where the desk is and who may log in, and says what is wrong with the company that was asked for, though calls are taken. */
export async function tellHowItRuns(settings: Settings, status: Status): Promise<void> {
  console.log(`Desk: ${status.desk}`);
  console.log(`SIP:  ${status.sip}`);
  if (status.logins?.length) {
    console.log('\nLog in as:');
    for (const { login, password, role } of status.logins)
      console.log(`  ${login.padEnd(12)} ${password.padEnd(16)} ${role}`);
  }
  const first = firstLoginFile(settings.home);
  if (!status.logins && existsSync(first))
    console.log(`\nThe first administrator's login and password stand in ${first}.`);
  const wrong = await whatIsWrong(settings, status);
  if (wrong !== null) console.error(`\n${wrong}`);
}

/**
 * Why calls are not taken by what was asked for; null when they are. Holos may have run already: then the files, or HOLOS_COMPANY,
 * may have changed since it read them.
 */
export async function whatIsWrong(settings: Settings, { company }: Status): Promise<string | null> {
  if (!company || company.fault !== null) return company?.fault ?? null;
  if (company.name !== settings.company)
    return `HOLOS_COMPANY is ${settings.company}, but Holos runs with ${company.name}: ./holos down and up to change it.`;
  try {
    return (await inForce(settings)).fault;
  } catch (error) {
    if (error instanceof HolosError) return error.message;
    throw error;
  }
}
