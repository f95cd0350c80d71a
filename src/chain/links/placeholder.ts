/** What templates put where a value belongs: of shells, Helm, Kustomize, Kubernetes, documentation and CI systems. */
const templates =
  /\$\{[^}]*\}?|\$\([^)]*\)?|\$[A-Za-z_]\w*|\{\{[^}]*(?:\}\})?|<[^<>]+>|%[A-Za-z_]\w*%|@@?[A-Z_]{2,}@@?|__[A-Z][A-Z_]*__/;

/** Names of values as documentation writes them, in the place of the value. */
const words =
  /(?<![A-Za-z0-9])(?:aws_account_id|account[_-]?id|your[_-]account(?:[_-]id)?|image[_-]tag|replace[_-]?me|change[_-]?me)(?![A-Za-z0-9])/i;

/** Tags that a program prints for a value that it does not have. */
const nothing = /^(?:null|undefined|none|nil|nan|false|tag|version)$/i;

/** @returns the part of an image's name that a step before the deployment had to replace; undefined where there is none. */
export function placeholderIn(image: string): string | undefined {
  return templates.exec(image)?.[0] ?? words.exec(image)?.[0];
}

/** The same of a tag which names an image only by chance: it counts where no image has it. */
export function placeholderInTag(tag: string): string | undefined {
  return nothing.test(tag) ? tag : words.exec(tag)?.[0];
}
