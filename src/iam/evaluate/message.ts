import type { AccessRequest, PolicyType } from './types.ts';

/** Policy types as AWS's texts name them (IAM User Guide, "Troubleshoot access denied"). */
const names: Record<PolicyType, string> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  scp: 'service control policy',
  rcp: 'resource control policy',
  vpce: 'VPC endpoint policy',
  trust: 'role trust policy',
};

/**
 * AWS's text for a denied request. It names one type of policy only. For SCPs and RCPs AWS prints the explicit
 * form even when an Allow is missing.
 */
export function denialMessage(request: AccessRequest, type: PolicyType, explicit: boolean): string {
  const { principal, action, resource } = request;
  const start = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource.resource}`;
  if (explicit || type === 'scp' || type === 'rcp') {
    return `${start} with an explicit deny in ${article(type)} ${names[type]}`;
  }
  return `${start} because no ${names[type]} allows the ${action} action`;
}

function article(type: PolicyType): string {
  if (type === 'trust') return 'the';
  return type === 'identity' ? 'an' : 'a';
}
