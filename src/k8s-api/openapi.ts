import { openApiSchemas } from './openapi-schemas.ts';
import { allResources, groups, type Resource } from './resources.ts';

/**
 * OpenAPI documents. Version 3 has the fields of each kind, for `kubectl explain`, and declares that PATCH of each kind
 * accepts `fieldValidation`, so that kubectl leaves validation to the server. Version 2 is an empty protobuf
 * document, with which older versions of kubectl skip client-side validation.
 */
export function openApiV3(path: string): object | undefined {
  const all = ['', ...groups];
  if (path === '/openapi/v3') {
    const entries = all.map((group) => {
      const root = rootOf(group).slice(1);
      return [root, { serverRelativeURL: `/openapi/v3/${root}?hash=0` }];
    });
    return { paths: Object.fromEntries(entries) };
  }
  const group = all.find((one) => path === `/openapi/v3${rootOf(one)}`);
  return group === undefined ? undefined : document(group);
}

function rootOf(group: string): string {
  return group === '' ? '/api/v1' : `/apis/${group}/v1`;
}

function document(group: string): object {
  const ofGroup = allResources.filter((resource) => resource.group === group);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1' },
    paths: Object.fromEntries(
      ofGroup.map((resource) => [pathOf(resource), { patch: patch(resource) }]),
    ),
    components: { schemas: openApiSchemas() },
  };
}

function pathOf({ group, plural, namespaced }: Resource): string {
  return `${rootOf(group)}${namespaced ? '/namespaces/{namespace}' : ''}/${plural}/{name}`;
}

function patch({ group, version, kind }: Resource): object {
  return {
    'x-kubernetes-action': 'patch',
    'x-kubernetes-group-version-kind': { group, version, kind },
    parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: { 200: { description: 'OK' } },
  };
}
