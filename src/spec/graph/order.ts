import type { Resource } from './resource.ts';

/**
 * The resources, each after everything that it depends on, otherwise in the order given. There are no cycles: kinds
 * depend on other kinds in one direction only.
 */
export function ordered(resources: readonly Resource[]): Resource[] {
  const byAddress = new Map(resources.map((one) => [one.address, one]));
  const placed = new Set<string>();
  const order: Resource[] = [];
  const place = (one: Resource): void => {
    if (placed.has(one.address)) return;
    placed.add(one.address);
    for (const address of one.dependsOn) {
      const needed = byAddress.get(address);
      if (needed !== undefined) place(needed);
    }
    order.push(one);
  };
  for (const one of resources) place(one);
  return order;
}
