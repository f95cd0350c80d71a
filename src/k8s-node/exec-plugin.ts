import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { CredentialProvider } from '../kubelet/credential-provider-config.ts';
import { NodeError } from './errors.ts';
import { type PluginResponse, parsePluginResponse } from './plugin-response.ts';

/** The request to a plugin (CredentialProviderRequest). */
export interface PluginRequest {
  /** Without tag and digest. */
  readonly image: string;
  readonly serviceAccountToken?: string;
  readonly serviceAccountAnnotations?: Readonly<Record<string, string>>;
}

export interface ExecOptions {
  readonly binDirectory: string;
  /** The kubelet's own environment; the provider's takes precedence. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Returns what the plugin would print because it cannot reach its server; undefined where it can. For
   * machines whose network is emulated.
   */
  readonly unreachable?: ((request: PluginRequest) => string | undefined) | undefined;
  /** Milliseconds of real time; the kubelet's is a minute, and not configurable. */
  readonly timeLimit?: number;
}

const kubeletTimeLimit = 60_000;
/** Stdout and stderr are read up to this many bytes. */
const maxOutput = 1024 * 1024;

/**
 * Runs a credential provider as the kubelet does: request on stdin, response on stdout.
 * (kubelet: pkg/credentialprovider/plugin/plugin.go, execPlugin.ExecPlugin)
 * @throws NodeError PROVIDER_RUN with the kubelet's text, the plugin's stderr at its end.
 */
export async function execPlugin(
  provider: CredentialProvider,
  request: PluginRequest,
  options: ExecOptions,
): Promise<PluginResponse> {
  const input = JSON.stringify({
    kind: 'CredentialProviderRequest',
    apiVersion: provider.apiVersion,
    ...request,
  });
  const { stdout, stderr, failure } = await outcomeOf(provider, request, input, options);
  if (failure !== undefined) {
    throw new NodeError(
      'PROVIDER_RUN',
      `error execing credential provider plugin ${provider.name} for image ${request.image}: ${failure}: ${stderr}`,
    );
  }
  return parsePluginResponse(stdout, provider.apiVersion);
}

async function outcomeOf(
  provider: CredentialProvider,
  request: PluginRequest,
  input: string,
  options: ExecOptions,
): Promise<Outcome> {
  const stderr = options.unreachable?.(request);
  if (stderr === undefined) return run(provider, input, options);
  return { stdout: '', stderr, failure: 'exit status 1' };
}

interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Go's message for how the process ended, if it failed. */
  readonly failure?: string;
}

function run(provider: CredentialProvider, input: string, options: ExecOptions): Promise<Outcome> {
  const path = join(options.binDirectory, provider.name);
  const own = Object.fromEntries(provider.env.map(({ name, value }) => [name, value]));
  return new Promise((resolve) => {
    const child = spawn(path, provider.args, {
      env: { ...options.environment, ...own },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeLimit ?? kubeletTimeLimit);
    const end = (outcome: Outcome): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    child.on('error', (error: NodeJS.ErrnoException) =>
      end({ stdout: '', stderr: '', failure: startFailure(path, error) }),
    );
    child.on('close', (code, signal) => {
      const failure = endFailure(code, signal);
      end({ stdout: stdout(), stderr: stderr(), ...(failure ? { failure } : {}) });
    });
    // A plugin may exit without reading stdin; only its exit status counts.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const pieces: Buffer[] = [];
  let size = 0;
  stream.on('data', (piece: Buffer) => {
    if (size < maxOutput) pieces.push(piece);
    size += piece.byteLength;
  });
  return () => Buffer.concat(pieces).toString('utf8', 0, maxOutput);
}

function startFailure(path: string, { code }: NodeJS.ErrnoException): string {
  const words: Record<string, string> = {
    ENOENT: 'no such file or directory',
    EACCES: 'permission denied',
    ENOEXEC: 'exec format error',
  };
  return `fork/exec ${path}: ${words[code ?? ''] ?? code}`;
}

function endFailure(code: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (signal === 'SIGKILL') return 'context deadline exceeded';
  if (signal !== null) return `signal: ${signal.slice(3).toLowerCase()}`;
  return code === 0 ? undefined : `exit status ${code}`;
}
