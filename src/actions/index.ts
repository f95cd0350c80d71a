/** Changes as data, and their printers. Pure. */
export { accountOfChange, advice, type Change, type PlannedChange } from './change.ts';
export type * from './nodes/admission.ts';
export type { Advice, ConfigureKubelet } from './nodes/advice.ts';
export type { ChangeFacts, PolicyText, Reversibility } from './nodes/base.ts';
export type * from './nodes/ec2.ts';
export type * from './nodes/ecr.ts';
export type * from './nodes/iam.ts';
export type * from './nodes/kms.ts';
export type * from './nodes/kubernetes.ts';
export type * from './nodes/organizations.ts';
export type * from './nodes/route53.ts';
export type * from './nodes/secrets-manager.ts';
export type * from './nodes/service-quotas.ts';
export { type ApiCall, type AwsCall, apiCallOf, type KubernetesCall } from './print/api.ts';
export { diffOf } from './print/diff.ts';
export { commandOf, commandsOf } from './print/shell.ts';
export { terraformOf } from './print/terraform.ts';
export { rolledKinds } from './print/workloads.ts';
