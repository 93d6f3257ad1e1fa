import path from 'node:path';

/** The folder that holds this project. */
export const project = path.resolve(import.meta.dirname, '..', '..');

/** The files by which the commands, the keeper and the controller know of each other; all below HOLOS_HOME. */
export function placesIn(home: string) {
  const at = (...names: string[]) => path.join(home, ...names);
  return {
    run: at('run'),
    log: at('log'),
    /** Held while a command starts or stops this home. */
    lock: at('run', 'lock'),
    /** While it exists the keeper starts nothing, and a controller that is told to end takes all with it. */
    stopping: at('run', 'stopping'),
    /** Written by the controller: cli/status-file.ts. */
    status: at('run', 'status.json'),
    keeperPid: at('run', 'keeper.pid'),
    controllerPid: at('run', 'controller.pid'),
    asteriskPid: at('asterisk', 'run', 'asterisk.pid'),
    townKeeperPid: at('run', 'town-keeper.pid'),
    townPid: at('town', 'run', 'asterisk.pid'),
    databasePid: at('database', 'my.pid'),
    controllerLog: at('log', 'controller.log'),
    townLog: at('log', 'town.log'),
    asteriskLog: at('asterisk', 'log', 'asterisk.log'),
    databaseLog: at('database', 'mariadb.log'),
  };
}
