import type { Graph } from '../spec/graph/graph.ts';
import type { Resource } from '../spec/graph/resource.ts';
import type { RenderedFile } from './rendered.ts';

/** Every policy document of a graph, each as plain JSON under its address. */
export function renderIam({ resources }: Graph): RenderedFile[] {
  return resources.flatMap((resource) => {
    const document = documentOf(resource);
    if (document === undefined) return [];
    const path = `${resource.address}.json`;
    return [{ path, text: `${JSON.stringify(document, null, 2)}\n` }];
  });
}

function documentOf(resource: Resource): object | undefined {
  switch (resource.kind) {
    case 'role':
      return resource.properties.trust;
    case 'role-policy':
    case 'repository-policy':
      return resource.properties.document;
    case 'registry-policy':
      return { Version: '2012-10-17', Statement: resource.properties.statements };
    case 'creation-template':
      return resource.properties.policy;
    default:
      return undefined;
  }
}
