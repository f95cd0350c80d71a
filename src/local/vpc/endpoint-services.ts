/** A service of AWS that endpoints lead to. */
export interface EndpointService {
  /** Such as `com.amazonaws.eu-west-1.ecr.api`. */
  readonly name: string;
  readonly types: readonly ('Interface' | 'Gateway')[];
  /** Names that an interface endpoint with private DNS answers for; a leading `*.` stands for one label. */
  readonly privateNames: readonly string[];
}

type Form = readonly [id: string, ...names: readonly string[]];

/**
 * Services with the names that they are called by, `R` for the Region.
 * Source: AWS PrivateLink guide, "AWS services that integrate"; ECR User Guide, "Interface VPC endpoints".
 */
const forms: readonly Form[] = [
  ['ecr.api', 'api.ecr.R.amazonaws.com', 'ecr.R.api.aws'],
  ['ecr.dkr', '*.dkr.ecr.R.amazonaws.com', '*.dkr-ecr.R.on.aws'],
  ['sts', 'sts.R.amazonaws.com'],
  ['ec2', 'ec2.R.amazonaws.com'],
  ['eks', 'eks.R.amazonaws.com'],
  ['eks-auth', 'eks-auth.R.api.aws'],
  ['kms', 'kms.R.amazonaws.com'],
  ['logs', 'logs.R.amazonaws.com'],
  ['monitoring', 'monitoring.R.amazonaws.com'],
  ['secretsmanager', 'secretsmanager.R.amazonaws.com'],
  ['ssm', 'ssm.R.amazonaws.com'],
  ['ssmmessages', 'ssmmessages.R.amazonaws.com'],
  ['elasticloadbalancing', 'elasticloadbalancing.R.amazonaws.com'],
  ['autoscaling', 'autoscaling.R.amazonaws.com'],
  ['sqs', 'sqs.R.amazonaws.com'],
];

/** The services that have endpoints in a Region. */
export function endpointServices(region: string): readonly EndpointService[] {
  const s3Names = ['*.s3.R.amazonaws.com', 's3.R.amazonaws.com'];
  return [
    ...forms.map(([id, ...names]) => service(region, id, ['Interface'], names)),
    service(region, 's3', ['Gateway', 'Interface'], s3Names),
    service(region, 'dynamodb', ['Gateway', 'Interface'], ['dynamodb.R.amazonaws.com']),
  ];
}

function service(
  region: string,
  id: string,
  types: EndpointService['types'],
  names: readonly string[],
): EndpointService {
  return {
    name: `com.amazonaws.${region}.${id}`,
    types,
    privateNames: names.map((name) => name.replace('R', region)),
  };
}

export function endpointService(region: string, name: string): EndpointService | undefined {
  return endpointServices(region).find((one) => one.name === name);
}
