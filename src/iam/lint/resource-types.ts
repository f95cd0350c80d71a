import { arnParts, splitArn } from '../../names/arn.ts';
import { partitions } from '../../names/partitions.ts';
import { type ActionRow, actionsLike, resourceRow } from '../actions/lookup.ts';
import { splitArnPattern } from '../match/arn.ts';
import { globMatcher, globOf } from '../match/glob.ts';
import { overlap } from '../match/overlap.ts';
import { hostIn } from './hosts.ts';
import type { Finding, StatementRule } from './types.ts';

/**
 * Compares each ARN with the resource types of the statement's actions (Service Authorization Reference). There
 * is no finding if an action is of an unknown service, since the ARN may be meant for it.
 */
export const resourceTypes: StatementRule = ({ resources, actions }) => {
  if (resources === undefined || actions === undefined) return [];
  const covered = actions.map((action) => ({ action, rows: actionsLike(action) }));
  const typed = covered.filter(({ rows }) => rows?.some((row) => row.resources.length > 0));
  if (typed.length === 0 || resources.some((resource) => /^\*+$/.test(resource))) return [];
  const templates = typed.flatMap(({ rows }) => (rows ?? []).flatMap(templatesOf));
  const useless = covered.every(({ rows }) => rows !== undefined)
    ? resources.filter((resource) => !templates.some((one) => mayMatch(resource, one)))
    : [];
  const unserved = typed.filter(({ rows = [] }) =>
    rows.every((row) => !templatesOf(row).some((one) => resources.some((r) => mayMatch(r, one)))),
  );
  return [
    ...useless
      .filter((resource) => hostIn(resource) === undefined)
      .map((resource) => matchesNothing(resource, templates)),
    ...(useless.length === resources.length ? [] : unserved).map(({ action, rows = [] }) =>
      withoutResource(action, rows.flatMap(templatesOf)),
    ),
  ];
};

function matchesNothing(resource: string, templates: readonly string[]): Finding {
  return {
    code: 'RESOURCE_MATCHES_NOTHING',
    severity: 'error',
    message: `${resource} has no resource type of the actions in this statement, so it covers nothing; the actions apply to ${samples(templates)}.`,
  };
}

function withoutResource(action: string, templates: readonly string[]): Finding {
  return {
    code: 'ACTION_WITHOUT_RESOURCE',
    severity: 'error',
    message: `${action} applies to ${samples(templates)}, and no entry of Resource matches that, so this statement does not cover it.`,
  };
}

/** ARN templates as a person would write them: `arn:aws:ecr:REGION:ACCOUNT:repository/REPOSITORYNAME`. */
function samples(templates: readonly string[]): string {
  const all = [...new Set(templates)].map((template) =>
    template.replace(/\$\{(\w+)\}/g, (_, name: string) =>
      name === 'Partition' ? 'aws' : name.toUpperCase(),
    ),
  );
  const more = all.length > 3 ? ` and ${all.length - 3} other types` : '';
  return `${all.slice(0, 3).join(', ')}${more}`;
}

function templatesOf({ name, resources }: ActionRow): string[] {
  const service = name.split(':', 1)[0] ?? '';
  return resources.flatMap((type) => resourceRow(service, type)?.arn ?? []);
}

/** Whether a Resource entry can match an ARN of a type; variables may stand for anything. */
function mayMatch(resource: string, template: string): boolean {
  const pattern = resource.replace(/\$\{[^}]*\}/g, '*');
  const parts = splitArnPattern(pattern);
  while (parts.length < arnParts) parts.push('*');
  const wanted = splitArn(template);
  if (parts.every((part, index) => partMayMatch(part, wanted[index] ?? '', index))) return true;
  // A wildcard can match across a colon.
  return (
    pattern.includes('*:') && overlap(globOf(pattern), globOf(template.replace(/\$\{\w+\}/g, '*')))
  );
}

function partMayMatch(part: string, wanted: string, index: number): boolean {
  switch (wanted) {
    case '${Partition}':
      return partitions.map(({ id }) => id).some(globMatcher(part));
    case '${Region}':
      return /^[a-z*?][a-z0-9*?-]*$/.test(part);
    case '${Account}':
      return /^(\d{12}|aws|[\d*?]*[*?][\d*?]*)$/.test(part);
    default:
      return index < arnParts - 1
        ? globMatcher(part)(wanted)
        : overlap(globOf(part), globOf(wanted.replace(/\$\{\w+\}/g, '*')));
  }
}
