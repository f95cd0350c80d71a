/**
 * IAM's error for an entry of Action or NotAction; undefined for a valid one. `*` alone needs no vendor, and
 * the vendor may be `*`.
 */
export function checkAction(action: string): string | undefined {
  const parts = action.split(':');
  const [vendor = ''] = parts;
  if (parts.length === 1 && vendor !== '*') {
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  }
  if (parts.length > 2) return 'Actions/Condition can contain only one colon.';
  if (vendor !== '*' && /[^A-Za-z0-9.-]/.test(vendor)) return `Vendor ${vendor} is not valid`;
  return undefined;
}
