import { arnParts, splitArn } from '../../names/arn.ts';
import { isRegionLike } from '../../names/registry-host.ts';
import type { Finding, StatementRule } from './types.ts';

/**
 * ARNs of repositories with a name that is not allowed: names are in lower case, and tags and digests belong to
 * images, which have no ARN. Source: ECR API Reference, CreateRepository, repositoryName; Service Authorization
 * Reference.
 */
export const repositoryNames: StatementRule = ({ resources = [], notResources = [] }) =>
  [...resources, ...notResources].flatMap((resource): Finding[] => {
    const why = whyNone(resource);
    if (why === undefined) return [];
    return [
      {
        code: 'RESOURCE_NAMES_NO_REPOSITORY',
        severity: 'error',
        message: `${resource} matches no repository: ${why}.`,
      },
    ];
  });

function whyNone(resource: string): string | undefined {
  const parts = splitArn(resource);
  if (parts.length < arnParts || parts[2] !== 'ecr') return undefined;
  const path = parts.slice(arnParts - 1).join(':');
  if (!path.startsWith('repository/')) return undefined;
  const region = parts[3] ?? '';
  if (/^[a-z]/.test(region) && !/[*?$]/.test(region) && !isRegionLike(region)) {
    return `${JSON.stringify(region)} is not the name of a Region`;
  }
  // A variable or a wildcard may stand for anything that a name allows.
  const name = path.slice('repository/'.length).replaceAll(/\$\{[^}]*\}/g, '*');
  const tagged = /[:@]/.exec(name);
  if (tagged !== null) {
    const meant = resource.slice(0, resource.length - name.length + tagged.index);
    return `policies apply to repositories, not to tags or digests; write ${meant}`;
  }
  if (/[A-Z]/.test(name)) {
    return `repository names are in lower case; write ${resource.slice(0, -name.length)}${name.toLowerCase()}`;
  }
  const odd = /[^a-z0-9._/*?-]/.exec(name)?.[0];
  if (odd !== undefined) return `the name of a repository cannot contain ${JSON.stringify(odd)}`;
  return /^\/|\/\/|\/$/.test(name)
    ? 'the name of a repository cannot have an empty path component'
    : undefined;
}
