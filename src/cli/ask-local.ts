import { UsageError } from './usage-error.ts';

/**
 * Asks a running local AWS over its admin routes.
 * @returns the body of the answer.
 * @throws UsageError when nothing listens there, or it refuses.
 */
export async function ask(
  endpoint: string,
  method: 'GET' | 'POST',
  route: string,
  body?: object,
): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(`${endpoint}/_hawser/${route}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new UsageError(
      `no local AWS answers at ${endpoint}`,
      'Start one with hawser local up, or say where it is with --endpoint.',
    );
  }
  const text = await answer.text();
  if (answer.ok) return text;
  const { error } = JSON.parse(text) as { error?: { message?: string; hint?: string } };
  throw new UsageError(error?.message ?? `${route} answered ${answer.status}`, error?.hint ?? '');
}
