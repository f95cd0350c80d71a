/** Keys that are lists, in lower case (IAM User Guide, "AWS global condition context keys": value type multivalued). */
const multivalued = new Set([
  'aws:calledvia',
  'aws:principalorgpaths',
  'aws:principalservicenameslist',
  'aws:resourceorgpaths',
  'aws:sourceorgpaths',
  'aws:tagkeys',
  'aws:vpceorgpaths',
  'sts:transitivetagkeys',
]);

/** Whether a key, given in lower case, is one whose value is always a list. `amr` is the claim of Cognito's tokens. */
export function isMultivalued(lowerKey: string): boolean {
  return multivalued.has(lowerKey) || lowerKey.endsWith(':amr');
}
