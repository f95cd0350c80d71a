import { compilePolicy, evaluate } from '../../iam/index.ts';

/** Layers are AWS's own: whoever signs their URLs is in no account of a customer. */
const service = { principal: 'arn:aws:iam::000000000000:root', accountId: '000000000000' };

const all = compilePolicy(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  }),
  'identity',
);

/** Whether the policy of an endpoint for S3 lets a layer pass. @param key of the object, bucket in front. */
export function layerPasses(policy: string, key: string): boolean {
  const { decision } = evaluate(
    {
      principal: service.principal,
      action: 's3:GetObject',
      resource: { resource: `arn:aws:s3:::${key}`, accountId: service.accountId },
      context: {},
    },
    { identity: [all], vpce: [compilePolicy(policy, 'vpce')] },
  );
  return decision === 'allowed';
}
