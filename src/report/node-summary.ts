import type { Fact } from '../chain/fact.ts';
import { fixOfFinding, type NodeFinding } from '../chain/node-report/finding.ts';
import { nodeFindings } from '../chain/node-report/findings.ts';
import type { EndpointReport, NodeReport } from '../chain/world.ts';

/** What a node found itself, in lines: each host, the rest in short, what is wrong, what was not seen. */
export function nodeSummary(report: NodeReport): string {
  const findings = nodeFindings(report);
  return [
    `node ${report.node} at ${report.seenAt}`,
    ...report.endpoints.map(endpointLine),
    ...settingLines(report),
    ...findingLines(findings),
    ...(findings.length === 0 ? ['nothing that was seen is wrong'] : []),
    ...unseenLines(report),
    '',
  ].join('\n');
}

/** What has the same fix has it once. */
function findingLines(findings: readonly NodeFinding[]): string[] {
  return findings.flatMap((finding, at) => {
    const fix = fixOfFinding(finding);
    const next = findings[at + 1];
    const isLast = next === undefined || fixOfFinding(next) !== fix;
    return [
      `${finding.code} ${finding.breaks ? 'error' : 'warning'}: ${finding.text}`,
      ...(isLast ? [`  fix: ${fix}`] : []),
    ];
  });
}

function endpointLine({ host, port, failed, addresses, proxy, certificate }: EndpointReport) {
  const way = proxy === undefined ? addresses[0] : `by ${proxy}`;
  const state = failed === undefined ? 'reached' : `failed at ${failed.at} (${failed.why})`;
  const issuer = certificate === undefined ? '' : `, certificate of ${certificate.issuer}`;
  return `  ${host}:${port} ${state}${way === undefined ? '' : `, ${way}`}${issuer}`;
}

function settingLines({ credentialProvider, containerd, clock }: NodeReport): string[] {
  const lines: string[] = [];
  if (credentialProvider.state === 'known') {
    const { config, providers } = credentialProvider.value;
    lines.push(
      `  kubelet: ${config} with ${providers.map(({ name }) => name).join(', ') || 'none'}`,
    );
  }
  if (containerd.state === 'known') {
    const { config, configPath, registries, sandboxImage = 'unnamed' } = containerd.value;
    const hosts = registries.map(({ registry }) => registry).join(', ') || 'no registry';
    lines.push(`  containerd: ${config}, hosts.toml of ${hosts} in ${configPath || 'no folder'}`);
    lines.push(`  containerd: sandbox image ${sandboxImage}`);
  }
  if (clock.state === 'known') {
    lines.push(`  clock: ${clock.value.aheadBy} seconds ahead of ${clock.value.against}`);
  }
  return lines;
}

function unseenLines(report: NodeReport): string[] {
  const { kubelet, credentialProvider, containerd, resolver, clock, proxies, metadata } = report;
  const facts: readonly Fact<unknown>[] = [
    kubelet,
    credentialProvider,
    containerd,
    resolver,
    clock,
    proxies.kubelet,
    proxies.containerd,
    metadata,
  ];
  const needs = facts.flatMap((fact) => (fact.state === 'unseen' ? [fact.need] : []));
  const lines = needs.map(({ fact, permission }) => `not seen: ${fact}; ${permission} shows it`);
  return [...new Set(lines)];
}
