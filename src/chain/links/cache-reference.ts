import type { PlannedChange } from '../../actions/index.ts';
import { kindNamedBy, upstreamHostOf, upstreamName, upstreamOf } from '../../ecr/upstreams.ts';
import type { EcrImage } from '../../names/ecr-image.ts';
import { nearest } from '../../names/nearest.ts';
import { cacheRulesIn } from '../cache.ts';
import { broken } from '../link.ts';
import type { LinkOutcome, PlannedFix } from '../proof.ts';
import type { Subject } from '../subject.ts';
import type { CacheRuleFacts } from '../world.ts';
import { registryOf, setImage } from './fixes.ts';
import { imageIn } from './image-in.ts';

/** How many letters of a prefix may be wrong, missing or additional for it to be meant. */
const slips = 2;

/**
 * A repository that is not there, and whose name begins as the cached ones of an upstream do: no rule has that prefix.
 * @returns undefined where the name tells nothing of an upstream, or the repository is known to be nearby.
 */
export function withoutRule(subject: Subject, place: EcrImage): LinkOutcome | undefined {
  const { world } = subject;
  const elsewhere = world.elsewhere[place.repositoryKey];
  if (elsewhere?.state === 'known' && elsewhere.value.length > 0) return undefined;
  const [prefix = '', ...rest] = place.name.split('/');
  if (rest.length === 0) return undefined;
  const rules = cacheRulesIn(place, world);
  const kind = kindNamedBy(prefix);
  const [near] = nearest(
    prefix,
    rules.map((rule) => rule.prefix),
    1,
    slips,
  );
  const meant =
    rules.find((rule) => rule.prefix === near) ??
    rules.find(({ upstream }) => kind !== undefined && upstreamOf(upstream)?.kind === kind);
  if (meant === undefined && kind === undefined) return undefined;
  const text = `account ${place.registryId} has neither a repository ${place.name} in ${place.region} nor a cache rule with the prefix ${prefix}`;
  const message = `The repository with name '${place.name}' does not exist in the registry with id '${place.registryId}'`;
  const fix =
    meant === undefined
      ? newRule(place, prefix, kind ?? '')
      : otherPrefix(subject, place, meant, rest.join('/'));
  return broken('HW1401', { text, message }, fix);
}

function otherPrefix(
  subject: Subject,
  { registryKey }: EcrImage,
  { prefix, upstream }: CacheRuleFacts,
  rest: string,
): PlannedFix {
  const name = prefix === 'ROOT' ? rest : `${prefix.replace(/\/$/, '')}/${rest}`;
  return {
    text: `The rule for ${upstream} has the prefix ${prefix}: correct the reference, or create a rule with the other prefix.`,
    changes: setImage(subject, imageIn(subject, `${registryKey}/${name}`)),
  };
}

function newRule(place: EcrImage, prefix: string, kind: string): PlannedFix {
  const upstream = upstreamHostOf(kind);
  if (upstream === undefined || upstreamOf(upstream)?.needsCredential !== false) {
    return {
      text: `Correct the prefix, or create a cache rule for ${kind}: it takes a secret with credentials, whose name begins with ecr-pullthroughcache/.`,
    };
  }
  const rule: PlannedChange = {
    kind: 'create-cache-rule',
    ...registryOf(place),
    prefix,
    upstream,
    reversibility: 'reversible',
  };
  return { text: `Correct the prefix, or create the rule for ${upstream}.`, changes: [rule] };
}

/**
 * What no rule brings, whoever pulls: Docker Hub's official images are under `library/` and no others are, and caches
 * fill by tag (ECR User Guide, "Pulling an image with a pull through cache rule"; aws/containers-roadmap#2837).
 */
export function mistakenReference(
  subject: Subject,
  place: EcrImage,
  rule: CacheRuleFacts,
): LinkOutcome | undefined {
  const name = upstreamName(rule, place.name);
  if (upstreamOf(rule.upstream)?.kind === 'docker-hub') {
    if (!name.includes('/')) return withoutLibrary(subject, place, rule);
    if (/^library\/[^/]+\//.test(name)) return withLibrary(subject, place, rule, name);
  }
  return byDigest(subject, place, rule);
}

const refused = 'The authentication to the upstream registry failed';

function withoutLibrary(subject: Subject, place: EcrImage, rule: CacheRuleFacts): LinkOutcome {
  const name = upstreamName(rule, place.name);
  const front = place.name.slice(0, place.name.length - name.length);
  const key = `${place.registryKey}/${front}library/${name}`;
  return broken(
    'HW1402',
    {
      text: `cache rule ${rule.prefix} asks Docker Hub for ${name}: its official images are under library/`,
      message: refused,
    },
    {
      text: `Name it ${front}library/${name}.`,
      changes: setImage(subject, imageIn(subject, key)),
    },
  );
}

function withLibrary(
  subject: Subject,
  place: EcrImage,
  rule: CacheRuleFacts,
  name: string,
): LinkOutcome {
  const rest = name.slice('library/'.length);
  const front = place.name.slice(0, place.name.length - name.length);
  const changes =
    rule.upstreamPrefix === undefined || rule.upstreamPrefix === 'ROOT'
      ? setImage(subject, imageIn(subject, `${place.registryKey}/${front}${rest}`))
      : [];
  return broken(
    'HW1403',
    {
      text: `cache rule ${rule.prefix} asks Docker Hub for ${name}: only official images are under library/, and their names have no other slash`,
      message: refused,
    },
    { text: `Leave library/ out: ${front}${rest}.`, changes },
  );
}

function byDigest(
  { reference }: Subject,
  place: EcrImage,
  { prefix }: CacheRuleFacts,
): LinkOutcome | undefined {
  const id = place.imageKey.slice(place.repositoryKey.length);
  if (!id.startsWith('@')) return undefined;
  const tag = reference !== undefined && 'tag' in reference ? reference.tag : undefined;
  const change: PlannedChange[] =
    tag === undefined
      ? []
      : [
          {
            kind: 'import-image',
            ...registryOf(place),
            repository: place.name,
            tag,
            reversibility: 'reversible',
          },
        ];
  return broken(
    'HW1406',
    {
      text: `${place.name}${id} is not in the registry yet, and cache rule ${prefix} brings tags only`,
      message: 'Requested image not found',
    },
    {
      text:
        tag === undefined
          ? 'Pull a tag of this image once through the rule: its digest is there then.'
          : `Pull tag ${tag} once through the rule: if it still has this digest upstream, the digest is there then.`,
      changes: change,
    },
  );
}
