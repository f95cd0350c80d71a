import { log } from '../log/log.ts';

let endsWithReader = true;

/**
 * Handles readers that go away, as `head` does: a command whose output nobody reads any more ends without a
 * word. One whose output can't be written, to a full disk as an example, says so and ends with 1. A command that
 * serves, such as `hawser local up`, goes on without output.
 */
export function handleClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!endsWithReader || stream === process.stderr) return;
      if (error.code === 'EPIPE' || error.code === 'EIO') process.exit();
      log(`can't write the output: ${error.message}`);
      process.exit(1);
    });
  }
}

/** From now on this process goes on when nobody reads its output. */
export function outliveReaders(): void {
  endsWithReader = false;
}
