import { type Change, commandsOf } from '../../actions/index.ts';
import type { Fix } from '../proof.ts';

type PolicyChange = Extract<Change, { kind: 'set-repository-policy' }>;

/**
 * Names the repository whose policy a fix only adds to; undefined for any other fix. Each such fix is a whole policy: of
 * several for one repository, the last that is applied would undo the others.
 */
export function policyTarget({ changes = [] }: Fix): string | undefined {
  const [change] = changes;
  if (change?.kind !== 'set-repository-policy' || changes.length > 1 || !addsOnly(change)) {
    return undefined;
  }
  return `policy of ${change.account}/${change.region}/${change.repository}`;
}

/** One fix that does what several do to the policy of one repository. */
export function joinedFix(fixes: readonly Fix[]): Fix | undefined {
  const [first] = fixes;
  const [change, ...others] = fixes.flatMap(({ changes = [] }) =>
    changes.filter((one) => one.kind === 'set-repository-policy'),
  );
  if (first === undefined || change === undefined || others.length === 0) return first;
  const all = [change, ...others].flatMap(({ document }) => statementsOf(document));
  const distinct = new Map(all.map((statement) => [JSON.stringify(statement), statement]));
  const document = { ...change.document, Statement: withOwnSids([...distinct.values()]) };
  const joined: Change[] = [{ ...change, document }];
  const patch = commandsOf(joined);
  return {
    ...first,
    text: [...new Set(fixes.map(({ text }) => text))].join(' '),
    ...(patch === undefined ? {} : { patch }),
    changes: joined,
  };
}

function addsOnly({ before, document }: PolicyChange): boolean {
  const statements = new Set(statementsOf(document).map((one) => JSON.stringify(one)));
  return statementsOf(before ?? {}).every((one) => statements.has(JSON.stringify(one)));
}

function statementsOf(document: object): readonly object[] {
  const { Statement = [] } = document as { readonly Statement?: object | readonly object[] };
  return [Statement].flat() as readonly object[];
}

/** No two statements of a policy may have the same Sid: roles of the same name in two accounts would bring it. */
function withOwnSids(statements: readonly object[]): object[] {
  const taken = new Set<string>();
  return statements.map((statement) => {
    const { Sid } = statement as { readonly Sid?: string };
    if (Sid === undefined) return statement;
    let own = Sid;
    for (let number = 2; taken.has(own); number++) own = `${Sid}${number}`;
    taken.add(own);
    return own === Sid ? statement : { ...statement, Sid: own };
  });
}
