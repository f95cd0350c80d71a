let turn: Promise<void> | undefined;

/** Resolves when the event loop has dealt with everything that came in with this turn. */
export function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}
