import type { KubernetesChange } from '../nodes/kubernetes.ts';
import { podSpecPatch } from './api.ts';
import { quoted } from './quoted.ts';
import { targetOf } from './workloads.ts';

/** @param password for a pull Secret, the command that prints it. */
export function kubectlCommand(change: KubernetesChange, password = ''): string {
  const kubectl = `kubectl --namespace ${quoted(change.namespace)}`;
  switch (change.kind) {
    case 'set-image': {
      const image = quoted(`${change.container}=${change.image}`);
      return `${kubectl} set image ${quoted(targetOf(change.workload))} ${image}`;
    }
    case 'annotate-service-account': {
      const marks = Object.entries(change.annotations).map(([key, value]) =>
        quoted(`${key}=${value}`),
      );
      return `${kubectl} annotate serviceaccount ${quoted(change.serviceAccount)} --overwrite ${marks.join(' ')}`;
    }
    case 'undo-rollout':
      return `${kubectl} rollout undo ${quoted(targetOf(change.workload))}`;
    case 'set-pull-policy': {
      const { before, policy, workload } = change;
      if (workload.kind !== 'Pod') return templatePatch(kubectl, change);
      const edit = `s/"imagePullPolicy": "${before}"/"imagePullPolicy": "${policy}"/`;
      return replaced(kubectl, workload.name, edit);
    }
    case 'renew-pull-secret': {
      const { secret, registry } = change;
      return `${kubectl} create secret docker-registry ${quoted(secret)} --docker-server=${quoted(registry)} --docker-username=AWS --docker-password="$(${password})" --dry-run=client -o json | ${kubectl} replace --force -f -`;
    }
  }
}

function templatePatch(
  kubectl: string,
  change: Extract<KubernetesChange, { kind: 'set-pull-policy' }>,
): string {
  const patch = { spec: { template: { spec: podSpecPatch(change) } } };
  return `${kubectl} patch ${quoted(targetOf(change.workload))} --type strategic --patch ${quoted(JSON.stringify(patch))}`;
}

function replaced(kubectl: string, pod: string, edit: string): string {
  return `${kubectl} get pod ${quoted(pod)} -o json | sed ${quoted(edit)} | kubectl replace --force -f -`;
}
