import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { link, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegular } from '../../files/read.ts';
import type { TokenKey } from './token-cache.ts';

/**
 * Encrypts and authenticates what is stored under one key, so that no other key opens it and changes are
 * detected.
 */
export interface Sealer {
  readonly seal: (value: object) => string;
  readonly key: Buffer;
  readonly head: string;
}

const cipher = 'aes-256-gcm';
const secretBytes = 32;

/**
 * The sealer for one registry and identity. Its key is derived from a random secret in the folder and from the
 * identity: a copy of a token's file alone, or another identity, cannot open it.
 * @throws Error when the secret can be neither read nor created.
 */
export async function sealerFor(folder: string, { registry, identity }: TokenKey): Promise<Sealer> {
  const secret = await readSecret(join(folder, 'secret'));
  const key = Buffer.from(hkdfSync('sha256', secret, identity, registry, 32));
  const head = `hawser-token-1 ${registry} `;
  return {
    key,
    head,
    seal(value) {
      const iv = randomBytes(12);
      const sealing = createCipheriv(cipher, key, iv).setAAD(Buffer.from(head));
      const body = Buffer.concat([sealing.update(JSON.stringify(value)), sealing.final()]);
      return `${head}${Buffer.concat([iv, sealing.getAuthTag(), body]).toString('base64')}\n`;
    },
  };
}

/** @returns the sealed text, or undefined when it was not sealed by this sealer. */
export function open<T>({ key, head }: Sealer, text: string): T | undefined {
  if (!text.startsWith(head)) return undefined;
  const bytes = Buffer.from(text.slice(head.length), 'base64');
  try {
    const opening = createDecipheriv(cipher, key, bytes.subarray(0, 12))
      .setAAD(Buffer.from(head))
      .setAuthTag(bytes.subarray(12, 28));
    const json = Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]);
    return JSON.parse(json.toString()) as T;
  } catch {
    return undefined;
  }
}

/** The folder's secret. If several processes create one at the same time, all use the first. */
async function readSecret(path: string): Promise<Buffer> {
  const known = await readRegular(path).catch(() => undefined);
  if (known?.length === secretBytes) return known;
  const made = `${path}.${randomBytes(8).toString('hex')}.new`;
  await writeFile(made, randomBytes(secretBytes), { mode: 0o600, flag: 'wx' });
  try {
    if (known !== undefined) await rm(path, { force: true });
    await link(made, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(made, { force: true });
  }
  return readRegular(path);
}
