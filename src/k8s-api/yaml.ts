import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { requireWithinBounds } from './body-bounds.ts';
import { ApiError } from './status.ts';
import type { YamlAnswer } from './yaml-worker.ts';

/** Largest body that is read as YAML, in bytes: reading it takes a while, and kubectl sends JSON. */
const maxYaml = 256 << 10;

/**
 * Reads a body that may be YAML; JSON, which is what kubectl sends under any name, is read as such.
 * @throws ApiError RequestEntityTooLarge; Error when it is neither.
 */
export async function parseYaml(text: string): Promise<unknown> {
  if (/^\s*[{[]/.test(text)) requireWithinBounds(Buffer.from(text));
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (Buffer.byteLength(text) > maxYaml) {
    throw new ApiError(
      'RequestEntityTooLarge',
      `a YAML body may be no larger than ${maxYaml} bytes; send it as JSON`,
    );
  }
  const mine = latest.then(() => inThread(text));
  latest = mine.catch(() => undefined);
  return JSON.parse(await mine);
}

/** One text after another: each takes a thread of its own. */
let latest: Promise<unknown> = Promise.resolve();

/** Reads YAML where nobody waits for it. @returns the same as JSON. */
function inThread(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const file = new URL(`./yaml-worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: text });
    worker.once('message', (answer: YamlAnswer) => {
      if ('json' in answer) resolve(answer.json);
      else if (answer.isTooLarge) reject(new ApiError('RequestEntityTooLarge', answer.message));
      else reject(new Error(answer.message));
    });
    worker.once('error', reject);
  });
}
