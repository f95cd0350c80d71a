/** What changes the value of a condition key in the requests of a pull, by the first pattern that the key matches. */
const remedies: readonly (readonly [keys: RegExp, remedy: string])[] = [
  [
    /^aws:(VpcSourceIp|SourceIp|SourceVpc|SourceVpcArn|SourceVpce|Vpce\w+)$/i,
    'change the network path that the pull takes: the VPC, the endpoint or the public address that it comes from',
  ],
  [
    /^aws:(PrincipalOrg\w+|PrincipalAccount)$/i,
    'pull with a role of an account that the statement lets through',
  ],
  [
    /^aws:(ResourceOrg\w+|ResourceAccount)$/i,
    'pull from a registry of an account that the statement lets through',
  ],
  [
    /^aws:MultiFactorAuth(Present|Age)$/i,
    'the node cannot change it: no machine signs in with multi-factor authentication, so the statement has to leave machines out',
  ],
  [
    /^(aws:userid|aws:SourceInstanceARN|aws:Ec2InstanceSource\w+|ec2:\w+)$/i,
    'let another instance or another role pull: the key tells which instance asks, and with which session of which role',
  ],
  [
    /^aws:(FederatedProvider|SourceIdentity|TokenIssueTime|AssumedRoot|RoleSessionName|ChatbotSourceArn)$/i,
    'get the credentials of the pull in another way: the key tells how their session began',
  ],
  [
    /^aws:(Source(Arn|Account|Org\w+)|CalledVia\w*|ViaAWSService|PrincipalIsAWSService|PrincipalServiceName\w*)$/i,
    'the node cannot change it: the key tells which service of AWS asks for the node, and a node asks by itself',
  ],
  [/^(aws|ecr):(Resource|Principal)Tag\//i, 'change the tag that the key names'],
];

/**
 * What to do where a Deny applies by the value that a key has in the requests of a pull.
 * Source: IAM User Guide, "AWS global condition context keys"; EC2's keys in the Service Authorization Reference.
 */
export function remedyFor(key: string): string {
  const found = remedies.find(([keys]) => keys.test(key));
  return found?.[1] ?? `have the pull made by whoever sends another ${key}`;
}
