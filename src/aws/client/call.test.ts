// A call to an AWS service: signature, retries, clock skew, responses that are not from AWS.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { type Answering, type Asked, startAnswering } from '../../../test/support/answering.ts';
import { callService } from './call.ts';
import { CallError } from './errors.ts';

type Answer = (asked: Asked, response: ServerResponse, count: number) => void;

async function call(answer: Answer, signal = new AbortController().signal) {
  const server: Answering = await startAnswering(answer);
  try {
    const result = await callService({
      service: 'ecr',
      region: 'eu-west-1',
      endpoint: new URL(server.endpoint),
      contentType: 'application/x-amz-json-1.1',
      target: 'Service.Operation',
      body: '{}',
      credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'session' },
      environment: {},
      signal,
    }).catch((error: unknown) => error as CallError);
    return { result, asked: server.asked };
  } finally {
    await server.close();
  }
}

function failing(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (_asked, response) => response.writeHead(status, headers).end(body);
}

function failingFirst(times: number, status: number, body: string): Answer {
  return (asked, response, count) =>
    count <= times ? failing(status, body)(asked, response, count) : response.end('{}');
}

describe('a call to AWS', () => {
  it('is signed over host, target, token and body', async () => {
    const { asked } = await call((_asked, response) => response.end('{}'));
    assert.match(
      asked[0]?.headers.authorization ?? '',
      /^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/ecr\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
    );
  });

  const retried: [string, number, string][] = [
    ['throttling', 400, '{"__type":"ThrottlingException","message":"Rate exceeded"}'],
    ['an internal failure', 500, '{"__type":"ServerException"}'],
    ['a gateway error without details', 503, '<html>'],
  ];
  for (const [what, status, body] of retried) {
    it(`is retried after ${what}`, async () => {
      const { result, asked } = await call(failingFirst(1, status, body));
      assert.ok(!(result instanceof Error), String(result));
      assert.equal(asked.length, 2);
    });
  }

  it('is tried at most three times', async () => {
    const { result, asked } = await call(failing(400, '{"__type":"ThrottlingException"}'));
    assert.equal((result as CallError).awsCode, 'ThrottlingException');
    assert.equal(asked.length, 3);
  });

  const final: [string, number, string, string, string][] = [
    [
      'a refusal',
      400,
      '{"__type":"a.b#AccessDeniedException","Message":"no"}',
      'SERVICE',
      'AccessDeniedException',
    ],
    [
      'a refusal in XML',
      403,
      '<E><Code>AccessDenied</Code><Message>a &amp; b</Message></E>',
      'SERVICE',
      'AccessDenied',
    ],
    ['the page of a captive portal', 404, '<html>Sign in</html>', 'NOT_AWS', ''],
    ['a redirect', 302, '', 'NOT_AWS', ''],
  ];
  for (const [what, status, body, code, awsCode] of final) {
    it(`ends with ${what}`, async () => {
      const { result, asked } = await call(failing(status, body));
      assert.ok(result instanceof CallError);
      assert.deepEqual([result.code, result.awsCode ?? '', asked.length], [code, awsCode, 1]);
    });
  }

  for (const hours of [-3, 7]) {
    it(`is repeated with AWS's time when this clock is ${-hours} hours off`, async () => {
      const date = new Date(Date.now() + hours * 3_600_000);
      const { result, asked } = await call((one, response) => {
        response.setHeader('date', date.toUTCString());
        const stamp = String(one.headers['x-amz-date']).slice(0, 11);
        const right = stamp === date.toISOString().replace(/[-:]/g, '').slice(0, 11);
        if (right) response.end('{}');
        else
          failing(403, '{"__type":"InvalidSignatureException","message":"Signature expired: x"}')(
            one,
            response,
            1,
          );
      });
      assert.ok('body' in result, String(result));
      assert.ok(Math.abs(result.now - date.getTime()) < 5_000);
      assert.equal(asked.length, 2);
    });
  }

  it('ends with its time limit', async () => {
    const { result } = await call(() => {}, AbortSignal.timeout(100));
    assert.equal((result as CallError).code, 'TIMEOUT');
  });

  it('never shows a secret', async () => {
    const { result } = await call(
      failing(403, '{"__type":"AccessDeniedException","message":"no"}'),
    );
    assert.doesNotMatch(JSON.stringify(result) + String((result as Error).stack), /secret|session/);
  });
});
