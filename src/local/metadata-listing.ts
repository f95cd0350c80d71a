/**
 * What instance metadata answers for a category: the names in it, a line each, those of categories with a slash
 * (EC2 User Guide, "Access instance metadata for an EC2 instance").
 * @param items what there is, by path.
 * @returns undefined where nothing is below that path.
 */
export function listMetadata(
  items: Readonly<Record<string, string | undefined>>,
  category: string,
): string | undefined {
  const prefix = category === '' ? '' : `${category}/`;
  const names = Object.keys(items)
    .filter((path) => items[path] !== undefined && path.startsWith(prefix))
    .map((path) => path.slice(prefix.length))
    .map((path) => (path.includes('/') ? path.slice(0, path.indexOf('/') + 1) : path));
  // A category that has a text of its own, as the one of the role, is listed as a category.
  const listed = new Set(names.filter((name) => !names.includes(`${name}/`)));
  return listed.size === 0 ? undefined : [...listed].sort().join('\n');
}
