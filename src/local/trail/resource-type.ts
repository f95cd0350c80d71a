/** CloudFormation's names, which CloudTrail uses. */
export function resourceType(arn: string): string {
  const [, , service = '', , , rest = ''] = arn.split(':');
  const kinds: Readonly<Record<string, string>> = {
    'ecr repository': 'AWS::ECR::Repository',
    'iam role': 'AWS::IAM::Role',
    'iam user': 'AWS::IAM::User',
    'iam policy': 'AWS::IAM::Policy',
    'iam instance-profile': 'AWS::IAM::InstanceProfile',
    'ec2 instance': 'AWS::EC2::Instance',
    'secretsmanager secret': 'AWS::SecretsManager::Secret',
    'events rule': 'AWS::Events::Rule',
  };
  return kinds[`${service} ${rest.split('/')[0]}`] ?? `AWS::${service.toUpperCase()}`;
}
