import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { requireWithinBounds } from './body-bounds.ts';
import { ApiError } from './status.ts';
import type { YamlAnswer } from './yaml-worker.ts';

/** Largest body that is parsed as YAML, in bytes. Parsing YAML is slow, and kubectl sends JSON. */
const maxYaml = 256 << 10;

/**
 * Parses a body that may be YAML. JSON, which kubectl sends with any content type, is parsed as JSON.
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

/** Texts are parsed one after another, each in a new thread. */
let latest: Promise<unknown> = Promise.resolve();

/** Parses YAML in a worker thread. @returns the value as JSON. */
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
