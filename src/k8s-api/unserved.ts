/** Kinds of Kubernetes that the emulated cluster leaves out, by their plural names. */
const leftOut: ReadonlySet<string> = new Set([
  'clusterrolebindings',
  'clusterroles',
  'controllerrevisions',
  'cronjobs',
  'customresourcedefinitions',
  'daemonsets',
  'endpoints',
  'endpointslices',
  'horizontalpodautoscalers',
  'ingresses',
  'jobs',
  'leases',
  'limitranges',
  'networkpolicies',
  'persistentvolumeclaims',
  'persistentvolumes',
  'poddisruptionbudgets',
  'podtemplates',
  'priorityclasses',
  'replicationcontrollers',
  'resourcequotas',
  'rolebindings',
  'roles',
  'runtimeclasses',
  'services',
  'statefulsets',
  'storageclasses',
]);

/** What is said of a resource that is not served: that of a Kubernetes cluster, or why one of its kinds is not here. */
export function unservedText(plural: string): string {
  return leftOut.has(plural)
    ? `the emulated cluster has no ${plural}: it has what pulls of images touch, as kubectl api-resources lists it, and pods are made by deployments`
    : 'the server could not find the requested resource';
}
