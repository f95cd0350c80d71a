import { actionsLike, matchesAction } from '../iam/index.ts';
import { type EditableDocument, exempted } from './documents.ts';
import { pullActions } from './types.ts';

/** For whom a Deny is narrowed, and for what. */
export interface Exemption {
  readonly roleArn: string;
  readonly repositoryArn: string;
  /** An action of the pull that the statement denies, besides those of every pull. */
  readonly action: string;
  /** Whether the policy applies to nobody but the role, as its inline policies do. */
  readonly ofRoleAlone: boolean;
  /** Whether statements of the policy's kind may have NotAction: those of resource control policies may not. */
  readonly mayHaveNotAction: boolean;
}

/** A policy with a Deny narrowed, and what the Deny does no longer. */
export interface Narrowed {
  readonly document: EditableDocument;
  readonly lost: string;
}

interface Statement {
  readonly Sid?: string;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Narrows a Deny so that it no longer denies a role the pull from one repository. It is split: everybody else stays
 * denied what they were, the role all other actions, and the actions of a pull on all other resources, as far as the
 * language of policies can say so.
 * @param number position of the Deny, from 0.
 */
export function withoutPull(
  document: EditableDocument,
  number: number,
  exemption: Exemption,
): Narrowed {
  const { roleArn, ofRoleAlone } = exemption;
  const deny = document.Statement[number] as Statement;
  const freed = [...new Set([...pullActions, exemption.action])].filter((one) => covers(deny, one));
  const other = otherActions(deny, freed, exemption);
  const own = other === undefined ? undefined : onRole(deny, exemption);
  const whole = exempted(document, number, roleArn);
  if (other === undefined || own === undefined) return { document: whole, lost: lostAtAll };
  const elsewhere = onOtherResources(deny, freed, exemption);
  const parts = [...(other === 'none' ? [] : [{ ...own, ...other }]), ...partsOf(own, elsewhere)];
  const others = ofRoleAlone ? [] : [whole.Statement[number] as Statement];
  const split = withSids(document, number, [...others, ...parts]);
  if (split.Statement.length === 0) return { document: whole, lost: lostAtAll };
  const where = elsewhere === undefined ? 'everything that the statement names' : 'it';
  return { document: split, lost: lost(freed, where, deny, exemption) };
}

const lostAtAll = 'The statement then denies the role nothing any more, whatever the action.';

function lost(
  freed: readonly string[],
  where: string,
  deny: Statement,
  { repositoryArn }: Exemption,
): string {
  const on = where === 'it' ? repositoryArn : where;
  const token = freed.includes(pullActions[0]) ? ' (the token is one for the whole registry)' : '';
  const isSpelledOut = (one: string) =>
    one !== '*' && one.includes('*') && freed.some((action) => matchesAction(one, action));
  const later = actionsOf(deny)?.some(isSpelledOut) === true;
  const listed = later
    ? ' It lists actions for the role: some that AWS adds later may be missing.'
    : '';
  return `The statement then no longer denies the role ${freed.join(', ')} on ${on}${token}; everything else it denies stays denied.${listed}`;
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

function actionsOf({ Action }: Statement): readonly string[] | undefined {
  return Action === undefined ? undefined : listOf(Action);
}

function covers({ Action, NotAction }: Statement, action: string): boolean {
  const among = (all: string | readonly string[]) =>
    listOf(all).some((pattern) => matchesAction(pattern, action));
  return Action === undefined ? !among(NotAction ?? []) : among(Action);
}

/** The Deny's actions without those that are freed; `none` where no others are left, undefined where none can be told apart. */
function otherActions(
  deny: Statement,
  freed: readonly string[],
  { mayHaveNotAction }: Exemption,
): Pick<Statement, 'Action' | 'NotAction'> | 'none' | undefined {
  const actions = actionsOf(deny);
  if (actions === undefined) return { NotAction: [...listOf(deny.NotAction ?? []), ...freed] };
  if (actions.includes('*')) return mayHaveNotAction ? { NotAction: freed } : undefined;
  const left: string[] = [];
  for (const pattern of actions) {
    if (!freed.some((one) => matchesAction(pattern, one))) {
      left.push(pattern);
      continue;
    }
    // The policy of a repository names no resource, and only the actions on a repository are about it.
    const isOnRepository = deny.Resource === undefined && deny.NotResource === undefined;
    const all = actionsLike(pattern)
      ?.filter(({ resources }) => !isOnRepository || resources.includes('repository'))
      .map(({ name }) => name);
    if (all === undefined) return undefined;
    left.push(...spelledOut(pattern, all, freed));
  }
  return left.length === 0 ? 'none' : { Action: [...new Set(left)] };
}

/** The actions that a pattern covers without those that are freed; of a whole service by their verbs, for it gets others. */
function spelledOut(pattern: string, all: readonly string[], freed: readonly string[]): string[] {
  const left = all.filter((one) => !freed.includes(one));
  if (!pattern.endsWith(':*')) return left;
  return left.map((one) => {
    const [verb = one] = /^[^:]+:[A-Z][a-z]+/.exec(one) ?? [];
    return freed.some((action) => action.startsWith(verb)) ? one : `${verb}*`;
  });
}

/** The actions that are freed, on what is not the repository; `none` where the Deny is about nothing else. */
function onOtherResources(
  { Resource, NotResource }: Statement,
  freed: readonly string[],
  { repositoryArn }: Exemption,
): Pick<Statement, 'Action' | 'NotResource'> | 'none' | undefined {
  // The token has no resource.
  const Action = freed.filter((one) => one !== pullActions[0]);
  if (Action.length === 0) return 'none';
  if (NotResource !== undefined) {
    return { Action, NotResource: [...listOf(NotResource), repositoryArn] };
  }
  // The policy of a repository names no resource.
  const resources = Resource === undefined ? [repositoryArn] : listOf(Resource);
  if (resources.includes('*')) return { Action, NotResource: repositoryArn };
  return resources.every((one) => one === repositoryArn) ? 'none' : undefined;
}

function partsOf(
  { Resource: _, ...own }: Statement,
  elsewhere: Pick<Statement, 'Action' | 'NotResource'> | 'none' | undefined,
): Statement[] {
  return elsewhere === undefined || elsewhere === 'none' ? [] : [{ ...own, ...elsewhere }];
}

/** Condition operators that pick the principals they name. */
const picking = ['ArnEquals', 'ArnLike', 'StringEquals', 'StringLike'];

/** The Deny as it is for the role alone, without its actions; undefined where its conditions name too many principals for that. */
function onRole(
  { Action: _a, NotAction: _n, ...deny }: Statement,
  { roleArn, ofRoleAlone }: Exemption,
): Statement | undefined {
  if (ofRoleAlone) return deny;
  const { Condition = {} } = deny;
  const names = (operator: string) =>
    Object.keys(Condition[operator] ?? {}).some((key) => key.toLowerCase() === 'aws:principalarn');
  const free = picking.find((operator) => !names(operator));
  if (free === undefined) return undefined;
  const picked = { ...Condition[free], 'aws:PrincipalArn': roleArn };
  return { ...deny, Condition: { ...Condition, [free]: picked } };
}

/** Puts statements in the place of one; the first keeps its Sid, which is one statement's alone. */
function withSids(
  document: EditableDocument,
  number: number,
  parts: readonly Statement[],
): EditableDocument {
  const [first, ...rest] = parts;
  const unnamed = rest.map(({ Sid: _, ...part }) => part);
  const Statement = document.Statement.toSpliced(
    number,
    1,
    ...(first === undefined ? [] : [first, ...unnamed]),
  );
  return { ...document, Statement };
}
