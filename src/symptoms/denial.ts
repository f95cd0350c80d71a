/** AWS's sentence about a refusal: who, what, on what, and (since 2021) which kind of policy decided. */
export const denial =
  /User: ?(arn: ?[^ ]*|[^ ]+) is not authorized to perform:? (?:action )?([\w-]+:\w+)(?: on (?:the )?resource:? ?([^ \n]+))?(?:[ \n](?:because|with) ((?:no|an) [^\n.]*))?/i;

/** What AWS says it refused. */
export interface Denial {
  readonly user: string;
  /** In lower case. */
  readonly action: string;
  readonly actionAsWritten: string;
  readonly resource: string;
  readonly reason: string;
  /** The caller and the resource are of different accounts. */
  readonly crossesAccounts: boolean;
}

/** @param match what `denial` found. */
export function denialOf([
  ,
  user = '',
  action = '',
  resource = '',
  reason = '',
]: RegExpExecArray): Denial {
  const caller = /::(\d{12}):/.exec(user)?.[1];
  const owner = /:(\d{12}):/.exec(resource)?.[1];
  const crossesAccounts = caller !== undefined && owner !== undefined && caller !== owner;
  return {
    user,
    action: action.toLowerCase(),
    actionAsWritten: action,
    resource,
    reason: reason.toLowerCase(),
    crossesAccounts,
  };
}
