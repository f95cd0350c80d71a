import type { AccessRequest } from '../../iam/index.ts';
import { accountOf, formatArn } from '../../names/arn.ts';
import { layerBucketOf, type VpcEndpoint, type Way } from '../../network/index.ts';
import type { PullQuestion } from '../pull-question.ts';
import { cacheRuleOf } from '../subject.ts';
import type { NetworkFacts } from '../world.ts';
import type { InVpc } from './ways.ts';

/** What is asked through an endpoint, and which condition keys of it are open. */
export interface EndpointRequest {
  readonly request: AccessRequest;
  readonly isUnseen: (key: string) => boolean;
}

/**
 * Whom the redirect to a layer is signed by: an account of AWS's own, in no organization of a customer (ECR User Guide,
 * "Minimum Amazon S3 bucket permissions": the policy has to allow everybody). No account has this id.
 */
const awsAccount = '000000000000';
const awsItself = 'AWS';

/** The endpoint that a way goes through; undefined where it goes through none. */
export function endpointOfWay(network: NetworkFacts, way: Way): VpcEndpoint | undefined {
  const { resolution, outcome } = way;
  if (outcome?.kind !== 'reached') return undefined;
  if (resolution.kind === 'endpoint') return resolution.endpoint;
  const endpoints = network.endpoints.state === 'known' ? network.endpoints.value : [];
  const hops = new Set(outcome.hops.map(({ component }) => component));
  return endpoints.find(({ vpcEndpointId }) => hops.has(vpcEndpointId));
}

/** What the registry or its API is asked by the role through an endpoint. */
export function requestsOfRole(
  subject: InVpc,
  { host }: Way,
  endpoint: VpcEndpoint,
  { request, unseen }: PullQuestion,
): EndpointRequest[] {
  const own = keysOf(subject, endpoint);
  const known = new Set(Object.keys(own).map((key) => key.toLowerCase()));
  const context = { ...request.context, ...own };
  const isUnseen = (key: string) => !known.has(key.toLowerCase()) && unseen.isKey(key);
  const { principal, registryId } = request;
  const { place, world } = subject;
  const ask = (action: string, resource: string, accountId: string): EndpointRequest => ({
    request: { principal, action, resource: { resource, accountId }, context },
    isUnseen,
  });
  if (host.service === 'ecr.api') {
    return [ask('ecr:GetAuthorizationToken', '*', accountOf(principal) ?? registryId)];
  }
  const isCached =
    cacheRuleOf(place, world).state === 'known' && subject.imageFacts.state !== 'known';
  return [
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
    ...(isCached ? ['ecr:BatchImportUpstreamImage'] : []),
  ].map((action) => ask(action, place.repositoryArn, registryId));
}

/** What S3 is asked for a layer: with a signature of AWS's own, whoever pulls. */
export function requestForLayer(subject: InVpc, endpoint: VpcEndpoint): EndpointRequest {
  const arn = formatArn({
    partition: subject.place.partition,
    service: 'iam',
    region: '',
    accountId: awsAccount,
    resource: 'role/ecr',
  });
  return {
    request: {
      principal: arn,
      action: 's3:GetObject',
      resource: { resource: layersArnOf(subject), accountId: awsAccount },
      context: {
        ...keysOf(subject, endpoint),
        'aws:PrincipalArn': arn,
        'aws:PrincipalAccount': awsAccount,
        'aws:PrincipalOrgID': awsItself,
        'aws:ResourceAccount': awsAccount,
        'aws:ResourceOrgID': awsItself,
        'aws:SecureTransport': 'true',
        'aws:CurrentTime': subject.world.seenAt,
      },
    },
    isUnseen: () => false,
  };
}

/** The layers in the bucket of the image's Region. */
function layersArnOf({ place }: InVpc): string {
  return `arn:${place.partition}:s3:::${layerBucketOf(place.region)}/*`;
}

/** `aws:SourceVpc` is the VPC of the endpoint, which may be another than the node's. */
function keysOf({ network, networkInterface }: InVpc, { vpcEndpointId }: VpcEndpoint) {
  const { privateIp } = networkInterface.value;
  const holder = network.value.far.find(
    ({ endpoints }) =>
      endpoints.state === 'known' &&
      endpoints.value.some((one) => one.vpcEndpointId === vpcEndpointId),
  );
  const { vpcId } = holder ?? networkInterface.value;
  return {
    'aws:SourceVpce': vpcEndpointId,
    'aws:SourceVpc': vpcId,
    ...(privateIp === undefined ? {} : { 'aws:VpcSourceIp': privateIp }),
  };
}
