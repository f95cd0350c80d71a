import { parseArgs } from 'node:util';
import type { Flags } from '../settings.ts';

/**
 * The provider's flags without a command line library, for the executable. What it does not know is
 * ignored: a kubelet may pass the args of the provider that was there before.
 */
export function parseFlags(args: readonly string[]): Flags & { readonly requireRole: boolean } {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      map: { type: 'string', multiple: true },
      role: { type: 'string', multiple: true },
      cache: { type: 'string' },
      'require-role': { type: 'boolean' },
    },
  });
  return {
    maps: texts(values.map),
    roles: texts(values.role),
    cacheFolder: typeof values.cache === 'string' ? values.cache : undefined,
    requireRole: values['require-role'] === true,
  };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
