import { CredentialError } from './errors.ts';
import type { Registry } from './registry.ts';

/** One role to assume. */
export interface RoleStep {
  readonly roleArn: string;
  readonly externalId?: string | undefined;
}

/** For each account whose images are pulled, or `*`, the roles to assume one after the other. */
export type RoleMap = ReadonlyMap<string, readonly RoleStep[]>;

const arn = /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/**
 * Parses `ACCOUNT=ROLE_ARN`, with `*` for every account, further roles after `>`, and `?external-id=ID` after a
 * role that requires one.
 * @throws CredentialError `request` naming the invalid part.
 */
export function parseRoleMap(entries: readonly string[]): RoleMap {
  return new Map(
    entries.map((entry) => {
      const [, account = '', chain = ''] = /^(\d{12}|\*)=(.+)$/.exec(entry) ?? [];
      if (account === '') throw refused(entry);
      return [account, chain.split('>').map((step) => parseStep(step.trim(), entry))] as const;
    }),
  );
}

function parseStep(step: string, entry: string): RoleStep {
  const [roleArn = '', query] = step.split('?');
  const externalId = query && /^external-id=(.{2,1224})$/.exec(query)?.[1];
  if (!arn.test(roleArn) || (query !== undefined && !externalId)) throw refused(entry);
  return { roleArn, ...(externalId ? { externalId } : {}) };
}

/** The roles for a registry: those of its account, else those of every account. */
export function rolesFor(registry: Registry, roles: RoleMap): readonly RoleStep[] {
  const account = registry.kind === 'private' ? registry.ecr.registryId : 'public';
  return roles.get(account) ?? roles.get('*') ?? [];
}

function refused(entry: string): CredentialError {
  const shown = entry.replace(/external-id=.*/, 'external-id=…');
  return new CredentialError(
    'configuration',
    `${JSON.stringify(shown)} is not ACCOUNT=ROLE_ARN[?external-id=ID][>ROLE_ARN...]`,
  );
}
