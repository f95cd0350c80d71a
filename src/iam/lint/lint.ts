import type { Misnamed } from '../document/syntax-error.ts';
import { readForLint } from '../validate.ts';
import { forAllValuesAllow, variableInOldVersion, wildcardInEquals } from './conditions.ts';
import {
  noResourceActionOnArn,
  notPrincipalAllow,
  resourceInRepositoryPolicy,
  tokenInResourcePolicy,
  unknownEcrAction,
} from './grants.ts';
import { hostAsResource } from './hosts.ts';
import { meantBy, misnamedFinding } from './misnamed.ts';
import { openToAll } from './open-to-all.ts';
import { wildcardInPrincipal } from './principals.ts';
import { eksRegistriesLockedOut, pullThroughNeedsMore } from './pulls.ts';
import { refused } from './refused.ts';
import { repositoryNames } from './repository-names.ts';
import { resourceTypes } from './resource-types.ts';
import { webIdentityTrust } from './trust.ts';
import type { DocumentRule, LintFinding, LintKind, LintUse, StatementRule } from './types.ts';

const statementRules: readonly StatementRule[] = [
  tokenInResourcePolicy,
  noResourceActionOnArn,
  unknownEcrAction,
  resourceInRepositoryPolicy,
  hostAsResource,
  resourceTypes,
  repositoryNames,
  notPrincipalAllow,
  wildcardInPrincipal,
  openToAll,
  wildcardInEquals,
  variableInOldVersion,
  forAllValuesAllow,
  webIdentityTrust,
];
const documentRules: readonly DocumentRule[] = [pullThroughNeedsMore, eksRegistriesLockedOut];

/**
 * Finds what AWS refuses to store as a policy of its kind, and what it accepts although it does not have the
 * intended effect: grants without effect, trust that is too broad, and policies too narrow for their use.
 *
 * @throws PolicyError for a syntax error
 */
export function lintPolicy(
  source: string | object,
  kind: LintKind,
  use: LintUse = {},
): LintFinding[] {
  const misnamed: Misnamed[] = [];
  const document = readForLint(source, (name) => {
    misnamed.push(name);
    return meantBy(name);
  });
  const ofStatements = document.statements.flatMap((statement) =>
    statementRules.flatMap((rule) =>
      rule(statement, kind, document).map((finding) => ({
        ...finding,
        statement: statement.index,
        ...(statement.sid === undefined ? {} : { sid: statement.sid }),
        ...statement.span?.start,
      })),
    ),
  );
  const ofDocument = documentRules.flatMap((rule) => rule(document, kind, use));
  // AWS's error for an unknown name gives neither the name nor its position.
  const ofWriting =
    misnamed.length > 0 ? misnamed.map(misnamedFinding(document)) : refused(source, kind, document);
  return [...ofWriting, ...ofStatements, ...ofDocument];
}
