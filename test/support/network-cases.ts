// What is told of each cause in the network of a node, and what mends it.

export const addOns = '602401143452';

export interface NetworkCase {
  readonly cause: string;
  readonly link: 'dns' | 'network' | 'endpoint-policy';
  /** What decided, as it is told. */
  readonly says: RegExp;
  /** What the printed command does; undefined where there is none. */
  readonly fix?: RegExp;
  readonly account?: string;
  /** It is proven by what the kubelet met: the pod that failed is asked about. */
  readonly byLastTry?: true;
}

const mend =
  /^aws ec2 create-vpc-endpoint .*ecr\.api.*&& aws ec2 create-vpc-endpoint .*ecr\.dkr.*s3/;
export const networkCases: readonly NetworkCase[] = [
  {
    cause: 'HW0901',
    link: 'dns',
    says: /enableDnsSupport off/,
    fix: /--enable-dns-support Value=true/,
  },
  {
    cause: 'HW0902',
    link: 'dns',
    says: /enableDnsHostnames off/,
    fix: /--enable-dns-hostnames Value=true/,
  },
  {
    cause: 'HW0903',
    link: 'dns',
    says: /no private DNS/,
    fix: /modify-vpc-endpoint .*--private-dns-enabled$/,
  },
  {
    cause: 'HW0904',
    link: 'dns',
    says: /name DNS server 10\.[\d.]+, and the node tried \d+\.[\d.]+ for .*, to which no way leads .*resolver leads .* through vpce-/,
    fix: /^aws ec2 associate-dhcp-options --region us-east-1 --dhcp-options-id dopt-\w+ --vpc-id vpc-\w+$/,
    byLastTry: true,
  },
  {
    cause: 'HW0905',
    link: 'dns',
    says: /hosted zone Z0HUBDKR \(dkr\.ecr\.us-east-1\.amazonaws\.com\), which leads .* to an endpoint in vpc-0hub, is not associated/,
    fix: /^aws route53 associate-vpc-with-hosted-zone --hosted-zone-id Z0HUBDKR --vpc VPCRegion=us-east-1,VPCId=vpc-\w+$/,
  },
  {
    cause: 'HW0906',
    link: 'dns',
    says: /private hosted zone Z0FAULT0906 \(dkr\.ecr\.us-east-1\.amazonaws\.com\) points .* to 10\..*no interface of vpc-\w+ has address/,
    fix: /^aws route53 change-resource-record-sets --hosted-zone-id Z0FAULT0906 .* && aws route53 delete-hosted-zone --id Z0FAULT0906$/,
  },
  {
    cause: 'HW0909',
    link: 'dns',
    says: /Z0FAULT0909 .* answers for prod-us-east-1-starport-layer-bucket.*has no record/,
    fix: /^aws route53 delete-hosted-zone --id Z0FAULT0909$/,
  },
  {
    cause: 'HW0910',
    link: 'dns',
    says: /Z0FAULT0910 .* answers for \d+\.dkr\.ecr.*has no record/,
    fix: /delete-hosted-zone/,
  },
  { cause: 'HW1001', link: 'network', says: /no route to .*NO_ROUTE_TO_DESTINATION/, fix: mend },
  { cause: 'HW1002', link: 'network', says: /blackhole.*BAD_STATE_ROUTE/, fix: mend },
  {
    cause: 'HW1003',
    link: 'network',
    says: /no public IPv4 address.*IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS/,
    fix: mend,
  },
  { cause: 'HW1004', link: 'network', says: /behind NAT gateway nat-/, fix: mend },
  {
    cause: 'HW1005',
    link: 'network',
    says: /NAT gateway nat-\w+ had no port left for \d+ connections/,
    fix: mend,
    byLastTry: true,
  },
  {
    cause: 'HW1006',
    link: 'network',
    says: /no endpoint com\.amazonaws\.us-east-1\.ecr\.dkr/,
    fix: /^aws ec2 create-vpc-endpoint \S+.*ecr\.dkr[^&]*$/,
  },
  {
    cause: 'HW1007',
    link: 'network',
    says: /no endpoint com\.amazonaws\.us-east-1\.ecr\.api/,
    fix: /^aws ec2 create-vpc-endpoint \S+.*ecr\.api[^&]*$/,
  },
  {
    cause: 'HW1008',
    link: 'network',
    says: /no endpoint com\.amazonaws\.us-east-1\.s3/,
    fix: /--vpc-endpoint-type Gateway .*\.s3 --route-table-ids rtb-[^&]*$/,
  },
  {
    cause: 'HW1009',
    link: 'network',
    says: /gateway endpoint vpce-\w+ is not in route table/,
    fix: /modify-vpc-endpoint .*--add-route-table-ids rtb-/,
  },
  {
    cause: 'HW1010',
    link: 'network',
    says: /private DNS of endpoint vpce-\w+ does not answer for prod-us-east-1-starport/,
    fix: /--vpc-endpoint-type Gateway/,
  },
  {
    cause: 'HW1011',
    link: 'network',
    says: /lets the node in to endpoint .*SG_HAS_NO_RULES/,
    fix: /^aws ec2 authorize-security-group-ingress [^&]*$/,
  },
  {
    cause: 'HW1012',
    link: 'network',
    says: /lets the node out to .*SG_HAS_NO_RULES/,
    fix: /authorize-security-group-egress/,
  },
  {
    cause: 'HW1013',
    link: 'network',
    says: /rule 50 \(0\.0\.0\.0\/0\) of network ACL \S+ denies port 443 out .*SUBNET_ACL_RESTRICTION/,
    fix: /create-network-acl-entry .*--rule-number 49 .*--egress --cidr-block 0\.0\.0\.0\/0 --port-range From=443,To=443$/,
  },
  {
    cause: 'HW1014',
    link: 'network',
    says: /is in no subnet/,
    fix: /modify-vpc-endpoint .*--add-subnet-ids subnet-/,
  },
  {
    cause: 'HW1018',
    link: 'network',
    says: /route of rtb-\w+ to 10\.0\.128\.0\/17 leads to pcx-\w+, which is gone/,
    fix: /^aws ec2 delete-route [^&]*$/,
  },
  {
    cause: 'HW1026',
    link: 'network',
    says: /Block Public Access is block-bidirectional in us-east-1.*VPC_BLOCK_PUBLIC_ACCESS_ENABLED/,
    fix: mend,
  },
  {
    cause: 'HW1101',
    link: 'endpoint-policy',
    says: /no statement of the policy of endpoint vpce-\w+ allows ecr:BatchGetImage/,
    fix: /modify-vpc-endpoint .*--policy-document/,
  },
  {
    cause: 'HW1102',
    link: 'endpoint-policy',
    says: /allows ecr:GetAuthorizationToken on \*/,
    fix: /--policy-document/,
  },
  {
    cause: 'HW1103',
    link: 'endpoint-policy',
    says: /allows s3:GetObject on arn:aws:s3:::prod-us-east-1-starport-layer-bucket/,
    fix: /--policy-document/,
  },
  {
    cause: 'HW1104',
    link: 'endpoint-policy',
    says: /allows s3:GetObject/,
    fix: /--policy-document/,
  },
  {
    cause: 'HW1105',
    link: 'endpoint-policy',
    says: /allows ecr:BatchGetImage on arn:aws:ecr:us-east-1:602401143452/,
    fix: /--policy-document/,
    account: addOns,
  },
];
