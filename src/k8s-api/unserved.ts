/** Kubernetes resources that the emulated cluster does not serve, by plural name. */
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

/** The message for a resource that is not served: why a Kubernetes resource is missing here, else the API server's text. */
export function unservedText(plural: string): string {
  return leftOut.has(plural)
    ? `the emulated cluster has no ${plural}: it has only the resources that image pulls need (see kubectl api-resources); use a deployment to create pods`
    : 'the server could not find the requested resource';
}
