import { obtainToken } from '../obtain.ts';
import { asFailure, wholeTimeLimit, within } from '../run.ts';
import type { Settings } from '../settings.ts';
import type { Token } from '../token.ts';
import { dockerConfigPath } from './docker-config.ts';
import { type Keeping, keepLogin } from './store.ts';
import type { Target } from './targets.ts';

export interface LoginResult {
  readonly registry: string;
  /** ISO 8601, where the login ends. */
  readonly expiresAt?: string;
  readonly kept?: string;
  readonly error?: { readonly code: string; readonly message: string; readonly hint: string };
}

/**
 * Logs in to registries in parallel; a failure for one does not affect the others. The file is written for one
 * after the other.
 */
export async function login(
  targets: readonly Target[],
  keeping: Keeping,
  settings: Settings,
): Promise<LoginResult[]> {
  const path = dockerConfigPath(settings.environment);
  const { environment } = settings;
  const asked = targets.map((target) => askFor(target, settings));
  const results: LoginResult[] = [];
  for (const [index, answer] of (await Promise.allSettled(asked)).entries()) {
    const name = targets[index]?.host ?? 'the registry of this account';
    try {
      if (answer.status === 'rejected') throw answer.reason;
      const { host, token } = answer.value;
      const kept = await keepLogin(host, token, keeping, { path, environment });
      const { expiresAt } = token;
      const end = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() };
      results.push({ registry: host, kept, ...end });
    } catch (error) {
      const { code, message, hint } = asFailure(error);
      results.push({ registry: name, error: { code, message, hint } });
    }
  }
  return results;
}

/** @throws CredentialError */
export async function askFor(
  { host, registry }: Target,
  settings: Settings,
): Promise<{ readonly host: string; readonly token: Token }> {
  const token = await within(wholeTimeLimit, (signal) =>
    obtainToken(registry, { ...settings, signal, warn: () => undefined }),
  );
  return { host: host ?? token.ownHost ?? '', token };
}
