/** An annotation of a GitHub workflow run; undefined or empty lines are omitted. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly text: readonly (string | undefined)[];
}

/**
 * Annotations as the commands that a workflow's runner reads from the output of a step. Source: GitHub Actions,
 * "Workflow commands for GitHub Actions".
 */
export function annotations(all: readonly Annotation[]): string {
  return all
    .map(({ level, title, text }) => {
      const lines = text.filter((line) => line !== undefined && line !== '').join('\n');
      return `::${level} title=${property(title)}::${message(lines)}\n`;
    })
    .join('');
}

function message(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return message(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
