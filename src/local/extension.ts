import type { IncomingMessage, ServerResponse } from 'node:http';

/** Handles what lies outside AWS's own paths. @returns false to let the next handler try. */
export type Extension = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<boolean>;
