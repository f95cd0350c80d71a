import { allResources, groups, groupVersion, type Resource } from './resources.ts';
import { reviewGroups, reviewResources } from './self-review.ts';

const allGroups: readonly string[] = [...groups, ...reviewGroups];

/** The paths in the answer to `GET /`. */
const rootPaths = [
  '/api',
  '/api/v1',
  '/apis',
  ...allGroups.flatMap((group) => [`/apis/${group}`, `/apis/${group}/v1`]),
  '/healthz',
  '/livez',
  '/openapi/v2',
  '/openapi/v3',
  '/readyz',
  '/version',
];

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];

/** The version that the cluster reports, no older than its nodes'; kubectl compares it with its own. */
export const serverVersion = {
  major: '1',
  minor: '34',
  gitVersion: 'v1.34.2-eks-hawser',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-01-01T00:00:00Z',
  goVersion: 'go1.24.6',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/**
 * The discovery documents: the groups, versions and resources.
 * @returns undefined for any other path.
 */
export function discover(path: string): object | undefined {
  if (path === '/version') return serverVersion;
  if (path === '/api') {
    return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
  }
  if (path === '/apis') {
    return { kind: 'APIGroupList', apiVersion: 'v1', groups: allGroups.map(groupDocument) };
  }
  if (path === '/') return { paths: rootPaths };
  const ofGroup = allGroups.find((group) => path === `/apis/${group}`);
  if (ofGroup !== undefined)
    return { kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(ofGroup) };
  const all = ['', ...allGroups];
  const group = all.find((one) => path === (one === '' ? '/api/v1' : `/apis/${one}/v1`));
  return group === undefined ? undefined : resourceList(group);
}

function groupDocument(name: string): object {
  const version = { groupVersion: `${name}/v1`, version: 'v1' };
  return { name, versions: [version], preferredVersion: version };
}

function resourceList(group: string): object {
  const ofGroup = allResources.filter((resource) => resource.group === group);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: groupVersion({ group, version: 'v1' }),
    resources: [
      ...ofGroup.flatMap((resource) => [main(resource), ...subresources(resource)]),
      ...reviewResources(group),
    ],
  };
}

function main({ plural, singular, namespaced, kind, shortNames, inAll }: Resource): object {
  return {
    name: plural,
    singularName: singular,
    namespaced,
    kind,
    verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(inAll ? { categories: ['all'] } : {}),
  };
}

function subresources({ plural, namespaced, subresources }: Resource): object[] {
  return subresources.map(({ name, kind, group, version, verbs }) => ({
    name: `${plural}/${name}`,
    singularName: '',
    namespaced,
    ...(group === undefined ? {} : { group }),
    ...(version === undefined ? {} : { version }),
    kind,
    verbs,
  }));
}
