// Pages over a repository of 100,000 images, as a client of the API meets them: `npm run bench:scale`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { execPath } from 'node:process';

const images = Number(process.env.HAWSER_BENCH_IMAGES ?? 100_000);
const region = 'us-east-1';
const repositoryName = 'bench/many';
const target = 'AmazonEC2ContainerRegistry_V20150921';
// The access key of a root needs no particular secret, so no signature is worked out.
const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/ecr/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`;

const child = spawn(
  execPath,
  ['bin/hawser.js', 'local', 'up', '--port', '0', '--ephemeral', '-o', 'json'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
try {
  const [line] = await child.stdout.take(1).toArray();
  const { endpoint } = JSON.parse(String(line)) as { endpoint: string };
  await call(endpoint, 'CreateRepository', { repositoryName });
  const began = performance.now();
  await seed(endpoint);
  console.log(`${images} images pushed in ${seconds(began)} s\n`);
  console.log('page of                                first      last   slowest   in all');
  await pages(endpoint, 'ListImages', 'imageIds', { maxResults: 1000 });
  await pages(endpoint, 'DescribeImages', 'imageDetails', { maxResults: 1000 });
  await pages(endpoint, 'DescribeImages', 'imageDetails', {
    maxResults: 100,
    filter: { tagStatus: 'UNTAGGED' },
  });
  await preview(endpoint);
} finally {
  child.kill();
}

async function seed(endpoint: string): Promise<void> {
  const config = await uploadConfig(endpoint);
  let next = 0;
  const push = async (): Promise<void> => {
    for (let index = next++; index < images; index = next++) {
      const imageManifest = JSON.stringify({
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config,
        layers: [],
        annotations: { number: String(index) },
      });
      await call(endpoint, 'PutImage', {
        repositoryName,
        imageManifest,
        ...(index % 10 === 0 ? {} : { imageTag: `build-${index}` }),
      });
    }
  };
  await Promise.all(Array.from({ length: 32 }, push));
}

async function uploadConfig(endpoint: string) {
  const content = Buffer.from('{"os":"linux","architecture":"amd64"}');
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  const { uploadId } = await call(endpoint, 'InitiateLayerUpload', { repositoryName });
  await call(endpoint, 'UploadLayerPart', {
    repositoryName,
    uploadId,
    partFirstByte: 0,
    partLastByte: content.length - 1,
    layerPartBlob: content.toString('base64'),
  });
  const layerDigests = [digest];
  await call(endpoint, 'CompleteLayerUpload', { repositoryName, uploadId, layerDigests });
  return { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: content.length };
}

async function pages(
  endpoint: string,
  operation: string,
  list: string,
  input: object,
): Promise<void> {
  const times: number[] = [];
  let found = 0;
  let nextToken: unknown;
  do {
    const began = performance.now();
    const answer = await call(endpoint, operation, {
      repositoryName,
      ...input,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    times.push(performance.now() - began);
    found += (answer[list] as unknown[]).length;
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
  const all = times.reduce((sum, time) => sum + time, 0);
  const figures = [times[0], times.at(-1), Math.max(...times), all];
  const what = `${operation} ${JSON.stringify(input).slice(1, -1).replaceAll('"', '').slice(0, 40)}`;
  const columns = figures.map((time = 0) => `${time.toFixed(1)} ms`.padStart(10)).join('');
  console.log(`${what.padEnd(34)}${columns}   ${found} entries, ${times.length} pages`);
}

async function preview(endpoint: string): Promise<void> {
  const lifecyclePolicyText = JSON.stringify({
    rules: Array.from({ length: 50 }, (_, index) => ({
      rulePriority: index + 1,
      selection: {
        tagStatus: 'tagged',
        tagPatternList: [`build-*${index}`],
        countType: 'imageCountMoreThan',
        countNumber: 10,
      },
      action: { type: 'expire' },
    })),
  });
  const began = performance.now();
  await call(endpoint, 'StartLifecyclePolicyPreview', { repositoryName, lifecyclePolicyText });
  console.log(`\nStartLifecyclePolicyPreview, 50 rules: ${seconds(began)} s`);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await pages(endpoint, 'GetLifecyclePolicyPreview', 'previewResults', { maxResults: 100 });
}

async function call(
  endpoint: string,
  operation: string,
  input: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${target}.${operation}`,
      'x-amz-date': '20260101T000000Z',
    },
    body: JSON.stringify(input),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
  return answer;
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(2);
}
