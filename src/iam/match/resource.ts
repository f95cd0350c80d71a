import { arnParts, splitArn } from '../../names/arn.ts';
import type { PolicyKind } from '../document/model.ts';
import { hasLiteralHead, splitArnPattern } from './arn.ts';
import { globMatcher, globOf } from './glob.ts';
import { crossingMatches } from './segments.ts';
import {
  type Resolve,
  type Template,
  templateMatches,
  templateOf,
  variablesOf,
} from './template.ts';

/** The resource of a request; its ARN is only taken apart when a pattern needs that. */
export class RequestedResource {
  readonly arn: string;
  private split: readonly string[] | undefined;

  constructor(arn: string) {
    this.arn = arn;
  }

  get parts(): readonly string[] {
    this.split ??= splitArn(this.arn);
    return this.split;
  }
}

export interface ResourceMatcher {
  /** `*`, the only pattern that covers actions without a resource. */
  readonly everything: boolean;
  readonly matches: (resource: RequestedResource, resolve: Resolve) => boolean;
  readonly variables: readonly string[];
}

const never: ResourceMatcher = { everything: false, matches: () => false, variables: [] };

/**
 * Compiles one entry of Resource or NotResource.
 *
 * ARNs are compared part by part, case-sensitively; `*` and `?` match inside a part, and a star that
 * ends a part may run past its colon. Variables count in the resource part only, and what they bring
 * in is literal. A pattern with fewer than six parts is completed as its kind of policy allows.
 */
export function compileResource(
  pattern: string,
  kind: PolicyKind,
  variables: boolean,
): ResourceMatcher {
  if (/^\*+$/.test(pattern)) return { everything: true, matches: () => true, variables: [] };
  const parts = splitArnPattern(pattern);
  if (parts.length < arnParts && !mayBeShort(pattern, kind)) return never;
  if (hasLiteralHead(parts) && !(variables && parts[5]?.includes('${'))) {
    const matches = globMatcher(pattern);
    return { everything: false, matches: ({ arn }) => matches(arn), variables: [] };
  }
  const complete = [...parts];
  while (complete.length < arnParts) complete.push('*');
  const template = variables ? templateOf(complete[5] ?? '') : undefined;
  return {
    everything: false,
    matches: withCrossing(pattern, segmentMatcher(complete, template)),
    variables: template ? variablesOf(template) : [],
  };
}

/** Which kinds complete a short ARN with stars (docs/fidelity.md, "Short ARNs"). */
function mayBeShort(pattern: string, kind: PolicyKind): boolean {
  if (kind === 'rcp') return false;
  if (kind === 'scp') return pattern.endsWith('*');
  if (kind === 'resource' || kind === 'vpce' || kind === 'trust') return pattern.includes('*');
  return true;
}

function segmentMatcher(
  parts: readonly string[],
  template: Template | undefined,
): ResourceMatcher['matches'] {
  const [arn, partition, service, region, account, last] = parts.map(globMatcher);
  return ({ parts: given }, resolve) => {
    const [a, p, s, r, c, resource] = given;
    if (resource === undefined) return false;
    return (
      !!service?.(s ?? '') &&
      !!arn?.(a ?? '') &&
      !!partition?.(p ?? '') &&
      !!region?.(r ?? '') &&
      !!account?.(c ?? '') &&
      (template ? templateMatches(template, resource, resolve) : !!last?.(resource))
    );
  };
}

/** A star can only run past a colon when the ARN has more colons than the pattern asks for. */
function withCrossing(
  pattern: string,
  bySegment: ResourceMatcher['matches'],
): ResourceMatcher['matches'] {
  if (!pattern.includes('*:') || pattern.includes('${')) return bySegment;
  const glob = globOf(pattern);
  const colons = countColons(pattern);
  return (resource, resolve) =>
    bySegment(resource, resolve) ||
    (countColons(resource.arn) > colons && crossingMatches(glob, resource.arn));
}

function countColons(text: string): number {
  let count = 0;
  for (let i = text.indexOf(':'); i !== -1; i = text.indexOf(':', i + 1)) count++;
  return count;
}
