import { bundles } from '../../aws/client/system-certificates.ts';
import type { Rooted } from './rooted.ts';

/** Bytes of a bundle: distributions have a quarter of a MiB. */
const bundleLimit = 4 * 1024 * 1024;

/**
 * The authorities that a node's programs trust: those of its distribution, or of the file that a process is told to take.
 * @returns PEM; undefined where the node has no such file.
 */
export async function authoritiesOf(
  root: Rooted,
  configured: string | undefined,
): Promise<string[] | undefined> {
  for (const path of configured ? [configured] : bundles) {
    const pem = await root.read(path, bundleLimit).catch(() => undefined);
    if (pem !== undefined) return [pem];
  }
  return undefined;
}
