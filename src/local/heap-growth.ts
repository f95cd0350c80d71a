import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Room for new objects, in bytes: V8 gives it up to 64 MiB by itself, most of which then stays taken. */
const youngGeneration = 8 << 20;
/** How much the heap may grow before it is collected, in percent of what was in use after the last time; V8: up to 300. */
const growing = 30;
/** Objects that are made at once to have V8 grow the room; a few times that is enough. */
const batch = 20_000;

/**
 * Has V8 collect garbage sooner: what a burst of requests leaves behind takes some MiB of the machine's memory, not
 * some hundred. A collection that gives memory back to the system shrinks the room again, so that this is called after it too.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString(`--heap-growing-percent=${growing}`);
  setFlagsFromString('--semi-space-growth-factor=2');
  const kept: object[][] = [];
  for (let tries = 0; youngSize() < youngGeneration && tries < 50; tries++) {
    kept.push(Array.from({ length: batch }, (_, index) => ({ index })));
  }
  setFlagsFromString('--semi-space-growth-factor=1');
}

function youngSize(): number {
  return (
    getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ??
    youngGeneration
  );
}
