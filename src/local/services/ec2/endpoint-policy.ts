import { PolicyError, validatePolicyText } from '../../../iam/index.ts';
import { AwsError } from '../../protocol/aws-error.ts';

/** The policy that an endpoint has when it is given none: everything (AWS PrivateLink guide, "Endpoint policies"). */
const open = {
  Interface: JSON.stringify({
    Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
  }),
  Gateway: JSON.stringify({
    Version: '2008-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
  }),
};

/** The text of an endpoint's policy. @throws AwsError `InvalidPolicyDocument`. */
export function endpointPolicy(text: string | undefined, type: 'Interface' | 'Gateway'): string {
  if (text === undefined || text === '') return open[type];
  try {
    validatePolicyText(text, 'vpce');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    throw new AwsError('InvalidPolicyDocument', error.message);
  }
  return text;
}
