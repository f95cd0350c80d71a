/**
 * Text in which runners of CI find no commands: others' words in the output of a step would annotate a run, or hide its
 * lines. GitHub's runner takes a line that begins with `::`, whatever blanks stand before it, and `##[` wherever it stands;
 * that of Azure Pipelines takes `##vso[`, and TeamCity's `##teamcity[`. The first character is written out, as `\u003a`.
 * Source: GitHub Actions, "Workflow commands for GitHub Actions"; actions/runner, ActionCommand.cs.
 */
export function withoutCommands(text: string): string {
  return text
    .replaceAll(/^([^\S\n]*):(?=:)/gm, '$1\\u003a')
    .replaceAll(/#(?=#[a-z]{0,16}\[)/gi, '\\u0023');
}
