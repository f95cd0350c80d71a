let endsWithReader = true;

/**
 * Handles readers that go away, as `head` does: a command whose output nobody reads any more ends without a
 * word; one that serves, such as `hawser local up`, goes on without output.
 */
export function handleClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
      if (endsWithReader && stream === process.stdout) process.exit();
    });
  }
}

/** From now on this process goes on when nobody reads its output. */
export function outliveReaders(): void {
  endsWithReader = false;
}
