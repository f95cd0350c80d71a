let turn: Promise<void> | undefined;

/** Resolves when the event loop has processed all input of this turn. */
export function endOfTurn(): Promise<void> {
  turn ??= new Promise((resolve) => {
    setImmediate(() => {
      turn = undefined;
      resolve();
    });
  });
  return turn;
}
