import { type Answer, readUpTo } from './transport.ts';

/** Bodies of errors are small; more than this many bytes are not read. */
const maxBody = 8 * 1024;

/**
 * Reads the message of a registry's error body (distribution-spec, error codes).
 * @returns it as containerd prints it, such as `denied: User: … is not authorized…`, or undefined for any other
 * body.
 */
export async function registryMessage(answer: Answer): Promise<string | undefined> {
  const body = await readUpTo(answer, maxBody).catch(() => Buffer.alloc(0));
  const errors = errorsIn(body).map(({ code, message }) => {
    const words = code.toLowerCase().replaceAll('_', ' ');
    return message === '' ? words : `${words}: ${message}`;
  });
  return errors.length > 1 ? `errors:\n${errors.join('\n')}\n` : errors[0];
}

function errorsIn(body: Buffer): { code: string; message: string }[] {
  try {
    const value = JSON.parse(body.toString()) as { errors?: unknown } | null;
    const list: unknown[] = Array.isArray(value?.errors) ? value.errors : [];
    return list.map((entry) => {
      const { code, message } = (entry ?? {}) as { code?: unknown; message?: unknown };
      return {
        code: typeof code === 'string' ? code : 'UNKNOWN',
        message: typeof message === 'string' ? message : '',
      };
    });
  } catch {
    return [];
  }
}
