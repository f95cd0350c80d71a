import { parseArgs } from 'node:util';
import type { Flags } from '../settings.ts';
import type { ProviderProcess } from './main.ts';

export type ProviderFlags = Flags &
  Pick<ProviderProcess, 'requireRole' | 'event' | 'kubeconfig' | 'nodeName'>;

/**
 * Parses the provider's flags without a command line library, for the executable. Unknown flags are ignored: a
 * kubelet may pass the args of the previous provider.
 */
export function parseFlags(args: readonly string[]): ProviderFlags {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    options: {
      map: { type: 'string', multiple: true },
      role: { type: 'string', multiple: true },
      cache: { type: 'string' },
      'require-role': { type: 'boolean' },
      event: { type: 'boolean' },
      kubeconfig: { type: 'string' },
      'node-name': { type: 'string' },
    },
  });
  return {
    maps: texts(values.map),
    roles: texts(values.role),
    cacheFolder: text(values.cache),
    requireRole: values['require-role'] === true,
    event: values.event === true,
    kubeconfig: text(values.kubeconfig),
    nodeName: text(values['node-name']),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}
