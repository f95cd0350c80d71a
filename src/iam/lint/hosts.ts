import { repositoryArn } from '../../names/repository.ts';
import type { StatementRule } from './types.ts';

/** Reports a registry host or an image reference in Resource, which needs the ARN of a repository. */
const host =
  /(?:^|\/)(?<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?<region>[a-z0-9-]+)\.[a-z0-9.-]+(?::\d+)?(?:\/(?<name>[^:@]*))?/;

/** The probable ARN for an entry of Resource that is or contains the host of a registry. */
export function hostIn(resource: string): string | undefined {
  const { account, region = '', name } = host.exec(resource)?.groups ?? {};
  if (account === undefined) return undefined;
  return repositoryArn({ registryId: account, region, name: name || '*' });
}

export const hostAsResource: StatementRule = ({ resources = [], notResources = [] }) =>
  [...resources, ...notResources].flatMap((resource) => {
    const meant = hostIn(resource);
    if (meant === undefined) return [];
    const message = `${resource} names a registry by its host, which matches no repository; write ${meant}.`;
    return [{ code: 'RESOURCE_IS_HOST', severity: 'error', message }];
  });
