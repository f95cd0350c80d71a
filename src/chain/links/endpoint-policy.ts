import { knownCauseOf } from '../../causes/known.ts';
import { distinctNeeds, type Need } from '../../causes/need.ts';
import { type Decision, PolicyError } from '../../iam/index.ts';
import { addOnAccountOf } from '../../names/add-on-registries.ts';
import type { VpcEndpoint, Way } from '../../network/index.ts';
import { broken, holds, linkOf, notSeen, skipped } from '../link.ts';
import type { Finding } from '../proof.ts';
import { pullQuestionOf } from '../pull-question.ts';
import { secretsFor } from '../secrets.ts';
import { contextOf } from '../vpc/context.ts';
import { openedPolicy, setEndpointPolicy } from '../vpc/endpoint-fixes.ts';
import { compileEndpointPolicy, decideAtEndpoint, isOpenToAll } from '../vpc/endpoint-policies.ts';
import {
  type EndpointRequest,
  endpointOfWay,
  requestForLayer,
  requestsOfRole,
} from '../vpc/endpoint-requests.ts';
import { type InVpc, inVpc, waysOf } from '../vpc/ways.ts';
import { said } from './denials.ts';
import { guardRisk } from './fixes.ts';

/** The policies of the endpoints on the way let the role pull, and let AWS hand out its layers. */
export const endpointPolicy = linkOf('endpoint-policy', inVpc, (subject) => {
  const ways = waysOf(subject);
  const used = ways.flatMap((way) => {
    const endpoint = endpointOfWay(subject.network.value, way);
    return endpoint === undefined ? [] : [{ way, endpoint }];
  });
  if (used.length === 0) {
    return ways.every(({ outcome }) => outcome?.kind === 'reached')
      ? holds('no endpoint is on the way')
      : skipped('no way was seen to lead through an endpoint');
  }
  const results = used.map(({ way, endpoint }) => check(subject, way, endpoint));
  const [first, ...others] = results.flatMap(({ finding }) => finding ?? []);
  if (first !== undefined) return { ...broken(first.code, first.deciding, first.fix), others };
  const needs = results.flatMap((result) => result.needs);
  if (needs.length > 0) return notSeen(...distinctNeeds(needs));
  const ids = [...new Set(used.map(({ endpoint }) => endpoint.vpcEndpointId))];
  return holds(`the policies of ${ids.join(', ')} let the pull through`);
});

interface Checked {
  readonly finding?: Finding;
  readonly needs: readonly Need[];
}

function check(subject: InVpc, way: Way, endpoint: VpcEndpoint): Checked {
  try {
    const policy = compileEndpointPolicy(endpoint.policyDocument);
    if (isOpenToAll(policy)) return { needs: [] };
    const { asked, needs: open } = askedThrough(subject, way, endpoint);
    const needs: Need[] = [...open];
    for (const one of asked) {
      const found = decideAtEndpoint(policy, one);
      if (found.kind === 'unseen') {
        needs.push(
          ...found.conditions.map(({ key, operator, values }) => ({
            fact: `${key} of the request: the policy of ${endpoint.vpcEndpointId} asks for ${operator} ${values.join(', ')}`,
            permission: 'a pull as the node makes it',
          })),
        );
      } else if (found.decision.decision !== 'allowed') {
        return {
          finding: findingOf(subject, way, endpoint, asked, one, found.decision),
          needs: [],
        };
      }
    }
    return { needs };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const fact = `what the policy of ${endpoint.vpcEndpointId} allows: ${error.message}`;
    return { needs: [{ fact, permission: 'a policy that can be read' }] };
  }
}

/** What is asked through an endpoint, or what would show who asks. */
function askedThrough(
  subject: InVpc,
  way: Way,
  endpoint: VpcEndpoint,
): { readonly asked: readonly EndpointRequest[]; readonly needs: readonly Need[] } {
  if (way.host.service === 's3') return { asked: [requestForLayer(subject, endpoint)], needs: [] };
  const { role } = subject;
  const { working } = secretsFor(subject);
  if (working !== undefined) {
    const fact = `whose token Secret ${working.name} holds: the policy of ${endpoint.vpcEndpointId} names who may pull`;
    return { asked: [], needs: [{ fact, permission: 'a look at who renews the Secret' }] };
  }
  if (role.state === 'known') {
    const question = pullQuestionOf(subject, role.value);
    return { asked: requestsOfRole(subject, way, endpoint, question), needs: [] };
  }
  // A node without a role is told of at its own link.
  return { asked: [], needs: role.state === 'unseen' ? [role.need] : [] };
}

function findingOf(
  subject: InVpc,
  way: Way,
  endpoint: VpcEndpoint,
  asked: readonly EndpointRequest[],
  refused: EndpointRequest,
  decision: Decision,
): Finding {
  const { role } = subject;
  const { action, resource } = refused.request;
  const [deny] = decision.deciding;
  const label =
    deny?.sid === undefined ? `statement ${(deny?.statement ?? 0) + 1}` : `"${deny.sid}"`;
  const what = `${action} on ${resource.resource}`;
  const text =
    deny === undefined
      ? `no statement of the policy of endpoint ${endpoint.vpcEndpointId} allows ${what}`
      : `${label} of the policy of endpoint ${endpoint.vpcEndpointId} denies ${what}`;
  const code = codeOf(subject, way, endpoint, refused);
  const arn = way.host.service !== 's3' && role.state === 'known' ? role.value.arn : undefined;
  const { repositoryArn } = subject.place;
  const opened = openedPolicy(
    endpoint,
    asked,
    arn === undefined ? undefined : { roleArn: arn, repositoryArn },
  );
  return {
    code,
    deciding: {
      ...(way.host.service === 's3' ? { text } : said(text, decision)),
      policy: endpoint.vpcEndpointId,
      ...(deny === undefined ? {} : { statement: deny }),
    },
    fix: {
      text: knownCauseOf(code)?.fix ?? '',
      ...(deny === undefined || opened === undefined
        ? {}
        : { risk: guardRisk(label, opened.lost) }),
      ...(opened === undefined
        ? {}
        : { changes: [setEndpointPolicy(contextOf(subject), endpoint, opened.document)] }),
    },
  };
}

/** Keys of conditions by which a policy keeps to its own organization or accounts. */
const perimeter = /^aws:(Principal|Resource)(Org|Account)/i;

function codeOf(
  { place }: InVpc,
  { host }: Way,
  endpoint: VpcEndpoint,
  refused: EndpointRequest,
): string {
  if (host.service === 'ecr.api') return 'HW1102';
  if (host.service === 's3') {
    const without = { ...refused, isUnseen: (key: string) => perimeter.test(key) };
    const found = decideAtEndpoint(compileEndpointPolicy(endpoint.policyDocument), without);
    const otherwise = found.kind === 'unseen' || found.decision.decision === 'allowed';
    return otherwise ? 'HW1104' : 'HW1103';
  }
  if (refused.request.action === 'ecr:BatchImportUpstreamImage') return 'HW1106';
  return place.registryId === addOnAccountOf(place.region) ? 'HW1105' : 'HW1101';
}
