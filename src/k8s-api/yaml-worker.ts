// Worker thread that parses one YAML text, because a long one would block the event loop.
import { parentPort, workerData } from 'node:worker_threads';
import { load } from 'js-yaml';
import { requireFewValues } from './body-bounds.ts';
import { ApiError } from './status.ts';

/** The text as JSON, or the error. */
export type YamlAnswer =
  | { readonly json: string }
  | { readonly message: string; readonly isTooLarge: boolean };

parentPort?.postMessage(answer(String(workerData)));

function answer(text: string): YamlAnswer {
  try {
    const value = load(text);
    requireFewValues(value);
    return { json: JSON.stringify(value ?? null) };
  } catch (error) {
    return { message: (error as Error).message, isTooLarge: error instanceof ApiError };
  }
}
