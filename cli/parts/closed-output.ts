/**
 * Ends the command when whoever reads its output goes away (`./holos call … | head`): that is no fault. What was started for it is
 * stopped as after SIGTERM, by whoever listens for that; where nobody does, there is nothing to stop.
 */
export function endWithOutput(): void {
  let ending = false;
  const ends = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    // What is told while it ends finds no reader either.
    if (ending) return;
    ending = true;
    if (!process.emit('SIGTERM')) process.exit(0);
  };
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ends);
}
