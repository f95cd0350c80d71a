import type { ObjectStore } from './object-store.ts';
import { resources } from './resources.ts';

const systemNamespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** Creates the namespaces that every cluster has; the controllers create their service accounts. */
export function bootstrap(store: ObjectStore): void {
  for (const name of systemNamespaces) {
    if (store.find(resources.namespaces, '', name) === undefined) {
      const labels = { 'kubernetes.io/metadata.name': name };
      const object = { metadata: { name, labels }, spec: { finalizers: ['kubernetes'] } };
      store.create(resources.namespaces, { ...object, status: { phase: 'Active' } } as never);
    }
    ensureDefaultAccount(store, name);
  }
}

/** Creates a namespace's `default` service account, without which no pod is admitted. */
export function ensureDefaultAccount(store: ObjectStore, namespace: string): void {
  if (store.find(resources.serviceaccounts, namespace, 'default') !== undefined) return;
  store.create(resources.serviceaccounts, { metadata: { name: 'default', namespace } });
}
