import { describe, expect, it } from 'vitest';
import { applySettings, checkScenario, parseScenario, printScenario } from '../../sim/scenario/parse.ts';
import { minimal, withValue } from './samples.ts';

const sending = (entry: object) => ({ ...minimal, traffic: [{ to: 'f', arrivals: { burst: { count: 1 } }, ...entry }] });
const behaving = (behaviour: object) => withValue(minimal, ['functions', 'f', 'behaviour'], behaviour);
const attempting = (attempt: object) => behaving({ script: [{ event: 0, attempts: [attempt] }] });
const issueOf = (value: unknown) => {
  const { issues } = checkScenario(value);
  expect(issues.map(({ path, message }) => `${path}: ${message}`)).toHaveLength(1);
  return issues[0]!;
};

const values = [null, true, 0, -1.5e-7, '', 'text', [], {}, [1, [2, null]], { a: { b: [{ 'c d': 'ü\u2028' }] } }, { duration: '1h', type: 5 }];

describe('JSON values', () => {
  it.each(values)('%j is kept as payload, response and response of an attempt', (value) => {
    const payload = checkScenario(sending({ payload: value }));
    expect(payload.issues).toEqual([]);
    expect(payload.scenario!.traffic[0]).toHaveProperty('payload', value);
    const response = checkScenario(behaving({ response: value }));
    expect(response.issues).toEqual([]);
    expect(response.scenario!.functions['f']!.behaviour).toHaveProperty('response', value);
    const attempt = checkScenario(attempting({ result: 'success', response: value })).scenario!;
    expect(attempt.functions['f']!.behaviour.script[0]!.attempts[0]).toEqual({ result: 'success', response: value });
    expect(parseScenario(printScenario(attempt)).scenario).toEqual(attempt);
  });

  it.each(values)('%j is an error only as an object', (value) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    for (const scenario of [behaving({ error: value }), attempting({ result: 'error', error: value })]) {
      const { issues } = checkScenario(scenario);
      expect(issues.map(({ allowed }) => allowed)).toEqual(isObject ? [] : ['a JSON object']);
    }
  });

  it('left out is not null', () => {
    expect(checkScenario(sending({})).scenario!.traffic[0]).not.toHaveProperty('payload');
    expect(checkScenario(sending({ payload: undefined })).scenario!.traffic[0]).not.toHaveProperty('payload');
    expect(checkScenario(sending({ payload: null })).scenario!.traffic[0]).toHaveProperty('payload', null);
  });

  it.each([
    ['{"__proto__":1}', 'traffic[0].payload.__proto__', 'JavaScript'],
    ['{"a":{"constructor":1}}', 'traffic[0].payload.a.constructor', 'JavaScript'],
    ['{"a":-0}', 'traffic[0].payload.a', 'write 0'],
    ['[1e999]', 'traffic[0].payload[0]', 'too large'],
    ['{"a":1,"a":2}', 'traffic[0].payload.a', 'given twice'],
    ['['.repeat(30) + ']'.repeat(30), '', '32 levels'],
  ])('%s is no plain data', (payload, path, message) => {
    const text = JSON.stringify(sending({ payload: 'HERE' })).replace('"HERE"', payload);
    const { scenario, issues } = parseScenario(text);
    expect(scenario).toBeNull();
    expect(issues).toHaveLength(1);
    expect(issues[0]!.path).toBe(path);
    expect(issues[0]!.message).toContain(message);
  });

  it.each([undefined, () => 1, Symbol('x'), 1n, new Date(0), NaN])('as a value, %s inside is refused', (inner) => {
    const { issues } = checkScenario(sending({ payload: [inner] }));
    // A hole in a list is null, as JSON.stringify writes it.
    expect(issues.length).toBe(inner === undefined ? 0 : 1);
  });

  it('settings lead into them', () => {
    const text = JSON.stringify(sending({ payload: { order: { id: 1, lines: [{ sku: 'a' }] } } }));
    const set = (...settings: string[]) => {
      const applied = applySettings(text, settings);
      expect(applied.issues).toEqual([]);
      return parseScenario(applied.text).scenario!.traffic[0]!.payload;
    };
    expect(set('traffic[0].payload.order.id=2', 'traffic[0].payload.order.lines[1].sku=b')).toEqual({
      order: { id: 2, lines: [{ sku: 'a' }, { sku: 'b' }] },
    });
    expect(set('traffic[0].payload.order.id=null')).toEqual({ order: { lines: [{ sku: 'a' }] } });
    expect(set('traffic[0].payload=[1,2]')).toEqual([1, 2]);
    expect(applySettings(text, ['traffic[0].payload.order.id.x=1']).issues[0]!.message).toContain('which has no "x" inside');
    expect(applySettings(text, ['traffic[0].payload.__proto__.x=1']).issues[0]!.message).toContain('There is no setting');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('one way to say what is sent or returned', () => {
  it('a payload is JSON, text or a size', () => {
    expect(checkScenario(sending({ payloadText: '{"a": 1.0}' })).issues).toEqual([]);
    expect(checkScenario(sending({ payloadText: 'no JSON' })).issues).toEqual([]);
    expect(checkScenario(sending({ payloadText: 'x'.repeat(2_000_000) })).issues).toEqual([]);
    expect(issueOf(sending({ payloadText: 'x'.repeat(2_000_001) })).path).toBe('traffic[0].payloadText');
    expect(issueOf(sending({ payloadBytes: -1 })).clause).toBe('ASY-07');
    expect(issueOf(sending({ payload: null, payloadBytes: 5 }))).toMatchObject({
      path: 'traffic[0].payloadBytes',
      message: 'An entry of traffic has at most one of payload, payloadText, payloadBytes, but here are 2: payload, payloadBytes.',
    });
  });

  it('a response is JSON, text or a size', () => {
    expect(checkScenario(behaving({ responseBytes: 1 })).issues).toEqual([]);
    expect(checkScenario(behaving({ responseText: '' })).issues).toEqual([]);
    expect(issueOf(behaving({ responseBytes: 0 })).clause).toBe('ERR-09');
    expect(issueOf(behaving({ responseText: 'x'.repeat(1_000_001) })).path).toBe('functions.f.behaviour.responseText');
    expect(issueOf(behaving({ response: null, responseText: 'x', responseBytes: 9 })).message).toContain('but here are 3');
  });

  it('an attempt returns what fits its result', () => {
    const refused = (attempt: object) => issueOf(attempting(attempt));
    const path = 'functions.f.behaviour.script[0].attempts[0]';
    expect(refused({ result: 'success', error: {} })).toMatchObject({ path: `${path}.error`, allowed: 'only beside "result": "error"' });
    expect(refused({ result: 'timeout', error: {} }).path).toBe(`${path}.error`);
    expect(refused({ result: 'error', response: 1 })).toMatchObject({ path: `${path}.response`, allowed: 'only beside "result": "success"' });
    expect(refused({ result: 'timeout', response: 1 }).path).toBe(`${path}.response`);
  });

  it('sources are labels that AWS knows, in its own spelling', () => {
    for (const source of ['client', 'S3', 'SNS', 'EventBridge', 'SQS', 'other']) expect(checkScenario(sending({ source })).issues).toEqual([]);
    expect(issueOf(sending({ source: 's3' }))).toMatchObject({ path: 'traffic[0].source', clause: 'ASY-06' });
  });
});
