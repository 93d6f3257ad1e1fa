import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readSettings, type Settings } from '../config/settings.ts';
import { HolosError } from '../errors.ts';
import { type Command, readArguments } from './command.ts';
import { placesIn, project } from './parts/places.ts';
import { demandFreePorts, portsWanted, runningIn, type WantedPort } from './parts/ports.ts';
import { prepare } from './parts/prepare.ts';
import { makePrivateFolder } from './parts/private-folder.ts';
import { livingPid } from './parts/processes.ts';
import { deskAddress, isReady } from './parts/readiness.ts';
import { startTown } from './parts/start.ts';
import { step } from './parts/steps.ts';
import { stopAll } from './parts/stop.ts';

export const dev: Command = {
  name: 'dev',
  summary: 'Run in the foreground; the desk and the server reload when their sources change.',
  usage: 'dev',
  async run(args) {
    readArguments(args, {});
    const settings = { ...readSettings(), demo: true };
    const places = placesIn(settings.home);
    if (livingPid(places.keeperPid, settings.home) !== undefined) {
      throw new HolosError(
        'cli.runs-already',
        'Holos runs in the background: stop it first with ./holos down.',
      );
    }
    await demandFreePorts([...portsWanted(settings, runningIn(settings.home)), deskOfSources(settings)]);
    await prepare(settings);
    for (const folder of [places.run, places.log]) makePrivateFolder(folder);
    rmSync(places.stopping, { force: true });
    const controller = startController(settings);
    try {
      const desk = await startDesk(settings);
      desk.printUrls();
      const ended = new AbortController();
      const town = townOnceCallsAreTaken(settings, ended.signal);
      await untilInterrupted(controller);
      ended.abort();
      await town;
      await desk.close();
    } finally {
      await step('stop', async (say) => (await stopAll(settings.home, say)).join(', '));
      controller.kill('SIGTERM');
    }
    return 0;
  },
};

function deskOfSources({ address, ports }: Settings): WantedPort {
  return { what: 'the desk from its sources', kind: 'tcp', address, port: ports.desk + 100 };
}

function startController(settings: Settings): ChildProcess {
  const tsx = `${project}/node_modules/.bin/tsx`;
  return spawn(process.execPath, [tsx, 'watch', '--clear-screen=false', 'main.ts'], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Ctrl-C is for us: we end it in order.
    detached: true,
    env: { ...process.env, HOLOS_HOME: settings.home, HOLOS_DEMO: '1' },
  });
}

/** The desk from its sources; what it asks of the server goes to the controller's port. */
async function startDesk(settings: Settings) {
  // A second of loading, which `./holos help` need not wait for.
  const { createServer } = await import('vite');
  const target = deskAddress(settings);
  const server = await createServer({
    root: `${project}/agent-desk/web`,
    server: {
      host: settings.address,
      port: deskOfSources(settings).port,
      strictPort: true,
      proxy: { '/api': target, '/socket.io': { target, ws: true } },
    },
  });
  return server.listen();
}

/** Its residents call, and can be called; sources with a fault are waited for until they are mended. */
async function townOnceCallsAreTaken(settings: Settings, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    if (await isReady(deskAddress(settings))) return await startTown(settings);
    await pause(500);
  }
}

function untilInterrupted(controller: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
    controller.once('exit', () => resolve());
  });
}
