import { cacheService, secretPrefix } from '../../ecr/upstreams.ts';
import { accountOf, nameOf, parseArn } from '../../names/arn.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { cacheRoleArn, upstreamImage } from '../cache.ts';
import { broken, holds, notSeen } from '../link.ts';
import type { LinkOutcome } from '../proof.ts';
import type { Subject } from '../subject.ts';
import { type CacheRuleFacts, lookUp, roleAt, upstreamSecretAt } from '../world.ts';
import { checkUpstreamRegistry } from './cache-upstream-registry.ts';

/** What ECR needs to read upstream and to fill the registry: each outcome stands for itself. */
export function checkUpstream(
  subject: Subject,
  place: EcrImage,
  rule: CacheRuleFacts,
): LinkOutcome[] {
  const upstream = upstreamImage(rule, place);
  return [
    ...(rule.role === undefined ? [checkServiceRole(subject, place)] : []),
    ...(rule.secret === undefined ? [] : checkCredentials(subject, rule, rule.secret)),
    ...(upstream === undefined ? [] : [checkUpstreamRegistry(subject, rule, upstream)]),
  ];
}

function checkServiceRole({ world }: Subject, place: EcrImage): LinkOutcome {
  const arn = cacheRoleArn(place);
  const role = lookUp(world, roleAt(arn));
  if (role.state === 'unseen') return notSeen(role.need);
  if (role.state === 'known') return holds(`ECR fills the registry as ${nameOf(arn)}`);
  return broken('HW1417', `${nameOf(arn)}, as which ECR fills the registry, is gone`, {
    text: 'Create the service-linked role again: ECR makes it with the first cache rule only.',
    changes: [
      {
        kind: 'create-service-linked-role',
        account: place.registryId,
        service: cacheService,
        reversibility: 'by hand',
      },
    ],
  });
}

function checkCredentials({ world }: Subject, rule: CacheRuleFacts, arn: string): LinkOutcome[] {
  const secret = lookUp(world, upstreamSecretAt(arn));
  if (secret.state === 'unseen') return [notSeen(secret.need), ...checkRefusal(rule, arn)];
  const { name, key, isDeleted } = secret.state === 'known' ? secret.value : noSecret;
  if (secret.state === 'absent') {
    return [
      wrongSecret(`secret ${arn} of cache rule ${rule.prefix} is not there`, {
        text: `Create a secret whose name begins with ${secretPrefix}, with ${form}, and give its ARN to the rule with aws ecr update-pull-through-cache-rule.`,
      }),
    ];
  }
  if (!name.startsWith(secretPrefix)) {
    return [
      wrongSecret(`secret ${name} of cache rule ${rule.prefix} has a name that ECR does not read`, {
        text: `Create it under a name that begins with ${secretPrefix}, and give its ARN to the rule with aws ecr update-pull-through-cache-rule.`,
      }),
    ];
  }
  const at = { account: accountOf(arn) ?? '', region: parseArn(arn)?.region ?? '', secret: arn };
  if (isDeleted) {
    return [
      wrongSecret(`secret ${name} of cache rule ${rule.prefix} is scheduled for deletion`, {
        text: 'Take the deletion back.',
        changes: [{ kind: 'restore-secret', ...at, reversibility: 'reversible' }],
      }),
    ];
  }
  if (key === undefined) return checkRefusal(rule, arn);
  return [
    broken(
      'HW1408',
      {
        text: `secret ${name} of cache rule ${rule.prefix} is encrypted with ${key}, and ECR reads those under aws/secretsmanager only`,
        message: refused,
      },
      {
        text: 'Encrypt the secret with the default key of Secrets Manager.',
        changes: [
          {
            kind: 'set-secret-key',
            ...at,
            key: 'alias/aws/secretsmanager',
            reversibility: 'by hand',
          },
        ],
      },
    ),
  ];
}

const noSecret = { name: '', key: undefined, isDeleted: false };
const refused = 'The authentication to the upstream registry failed';
const form = 'the value {"username": "…", "accessToken": "…"}';

function wrongSecret(text: string, fix: Parameters<typeof broken>[2]): LinkOutcome {
  return broken('HW1407', { text, message: refused }, fix);
}

/** What ECR itself says of the credentials: it tries them when it is asked to validate the rule. */
function checkRefusal({ prefix, upstream, refusal }: CacheRuleFacts, arn: string): LinkOutcome[] {
  if (refusal === undefined || refusal.state === 'absent') return [];
  if (refusal.state === 'unseen') return [notSeen(refusal.need)];
  const { value: why } = refusal;
  const said = `ecr:ValidatePullThroughCacheRule says of cache rule ${prefix}: ${why}`;
  if (/secret|accessToken|username/i.test(why)) {
    return [
      wrongSecret(said, {
        text: `Give secret ${arn} ${form}, with exactly these keys: aws secretsmanager put-secret-value.`,
      }),
    ];
  }
  if (!/\b40[13]\b|denied|unauthori[sz]ed|authenti|credential|log ?in/i.test(why)) {
    return [notSeen({ fact: said, permission: `${upstream}, as ECR reaches it` })];
  }
  return [
    broken(
      'HW1409',
      { text: said, message: refused },
      {
        text: `Have ${upstream} issue new credentials, and store them in secret ${arn}, as ${form}: aws secretsmanager put-secret-value.`,
      },
    ),
  ];
}
