import { completed, uncapitalized } from './cut-words.ts';
import { withoutSecrets } from './secrets.ts';
import { joinWraps, type Line } from './wraps.ts';

/** Characters of a text that are read: its end, where a log tells of the failure. */
const mostRead = 1 << 20;

/** Characters of a line that are read: its beginning and its end, where the cause of a chain of errors stands. */
const longestLine = 2000;

const escapeCharacter = String.fromCharCode(27);
const bell = String.fromCharCode(7);

/** Colours, movements and links of terminals, also where the escape character was written out, or lost. */
const controls: readonly RegExp[] = [
  new RegExp(
    `${escapeCharacter}\\][^${bell}${escapeCharacter}\\n]{0,2000}(?:${bell}|${escapeCharacter}\\\\)`,
    'g',
  ),
  new RegExp(
    `(?:${escapeCharacter}|\\^\\[|#033|\\\\{1,4}u001[bB]|\\\\{1,4}x1[bB]|\\\\{1,4}033|\\\\{1,4}e)\\[[0-?]{0,20}[ -/]{0,4}[@-~]`,
    'g',
  ),
];

/** What collectors of logs put in front of every line. */
const headers: readonly RegExp[] = [
  // syslog and the journal: time, host, program.
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)?) [\w.-]{1,255} (?<program>[\w./@-]{1,100})(?:\[\d{1,10}\])?: /,
  // klog's: its numbers are no status codes.
  /^[IWEF]\d{4} {1,3}\d\d:\d\d:\d\d\.\d{1,9} {1,8}\d{1,10} [\w.-]{1,80}:\d{1,6}\] ?/,
  // CRI's and docker's log files, CI systems and CodeBuild.
  /^\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d) (?:(?:stdout|stderr) [FP] |\d\d[EO]\+? ?)?/,
  /^\[Container\] \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d{1,9})? /,
  /^\[\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d)?\] {1,2}/,
  /^##\[(?:error|warning)\]/,
  /^::(?:error|warning)(?: [^:\n]{0,200})?::/,
  // docker compose and kubectl logs --prefix.
  /^(?:[\w.-]{1,100} {1,40}\| |\[pod\/[\w./-]{1,300}\] )/,
  // BuildKit's step and seconds.
  /^#\d{1,4} (?:\d{1,6}\.\d{1,3} )?/,
];

/** klog's header in the middle of a line, where one program's words are quoted by another. */
const innerHeader =
  /\b[IWEF]\d{4} {1,3}\d\d:\d\d:\d\d\.\d{1,9} {1,8}\d{1,10} [\w.-]{1,80}:\d{1,6}\] ?|\b[\w-]{1,60}\.go:\d{1,6}\]? ?/g;

const time = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]{0,12}(?:Z|[+-]\d\d:?\d\d)?/g;

/** What begins an entry of its own, so that the line before it is not continued. */
const entry =
  /^\s*(?:(?:\S{1,12}\s+){0,2}(?:Normal|Warning)\s|(?:FATA|ERRO|WARN|INFO|DEBU|TRAC)\[|time=|level=|[-=*>]{2,}|=>|[>$#] |[-*] |\{|(?:ERROR|Error|error|WARNING|Warning|FATAL|fatal|Step \d|STEP \d|Failed|Pulling|Back-off|Login Succeeded|The push refers|An error occurred|Traceback|Caused by|pushing (?:to|layers|manifest)|exporting|importing cache|writing layer|docker|aws|kubectl|helm|sudo|curl)\b(?![.:/-])|[A-Z][\w -]{1,30}:(?: {2}|$))/;

/** What a kubelet says at every start, of runtimes that are not there and of a list that is not made yet. */
const bootNoise =
  /Registration of the \w{1,20} container factory|pleg has yet to be successful|cAdvisor: |Unable to fetch (?:pod|container) log stats/i;

/** What a kubelet says of a pod besides its images: probes of what runs, and volumes. */
const notOfImages =
  /\b(?:Readiness|Liveness|Startup) probe (?:failed|errored)|\bprobe failed with statuscode|MountVolume\.SetUp|FailedMount|AttachVolume/i;

/**
 * The lines of a pasted text in one style: without secrets, colours, escapes, headers of logs and what tells nothing of
 * images, and whole again where a terminal broke them.
 */
export function smooth(pasted: string): string {
  // Before anything is cut: half a secret is not known for one.
  const unescaped = withoutEscapes(withoutSecrets(wholeLines(pasted)));
  const lines = joinWraps(unescaped.split('\n').map(lineOf));
  // A secret may have been broken where a line was.
  return (
    withoutSecrets(lines.join('\n'))
      .replaceAll(innerHeader, '')
      .replaceAll(time, '')
      // What a presigned URL is signed with tells nothing, and reads like talk of signatures.
      .replaceAll(/\?[^\s"'<?]*X-Amz-[^\s"'<]*/gi, '?[removed]')
      .replaceAll(/[ \t]+/g, ' ')
      .replaceAll(/ ?\n ?/g, '\n')
      .split('\n')
      .filter((line) => !bootNoise.test(line) && !notOfImages.test(line))
      .map((line) => shortened(uncapitalized(completed(line))))
      .join('\n')
  );
}

/** The end of a text that is too long, from the beginning of a line on. */
function wholeLines(pasted: string): string {
  if (pasted.length <= mostRead) return pasted;
  const end = pasted.slice(-mostRead);
  const firstBreak = end.indexOf('\n');
  // Without a line break the beginning may be the rest of a secret.
  return firstBreak === -1 ? end.replace(/^\S*/, '') : end.slice(firstBreak + 1);
}

function withoutEscapes(text: string): string {
  return controls
    .reduce((rest, control) => rest.replaceAll(control, ''), text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/\\{1,8}r?\\{0,8}n/g, '\n')
    .replaceAll(/\\{1,8}t/g, ' ')
    .replaceAll(/\\{1,8}(["'/])/g, '$1')
    .replaceAll(/\\{1,8}u003[cC]|&lt;/g, '<')
    .replaceAll(/\\{1,8}u003[eE]|&gt;/g, '>')
    .replaceAll(/\\{1,8}u0026|&amp;/g, '&')
    .replaceAll(/\\{1,8}u0022|&quot;|&#34;|[“”]/g, '"')
    .replaceAll(/\\{1,8}u0027|&#0?39;|[‘’]/g, "'");
}

function lineOf(written: string): Line {
  const header = headers.find((pattern) => pattern.test(written));
  // Who speaks is worth knowing.
  const program = header?.exec(written)?.groups?.program;
  const rest = header === undefined ? written : written.replace(header, '');
  const text = program === undefined ? rest : `${program}: ${rest}`;
  return { text, length: written.length, begins: header !== undefined || entry.test(text) };
}

function shortened(line: string): string {
  return line.length <= longestLine
    ? line
    : `${line.slice(0, longestLine / 2)} … ${line.slice(-longestLine / 2)}`;
}
