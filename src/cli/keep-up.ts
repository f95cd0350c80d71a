import type { LocalAws } from '../local/local-aws.ts';
import { log } from '../log/log.ts';
import { outliveReaders } from './closed-pipes.ts';

/** Keeps the local AWS up until a signal; then it finishes what was acknowledged and the process ends. */
export function keepUp(local: LocalAws): void {
  outliveReaders();
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    local.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log(`could not stop cleanly: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
