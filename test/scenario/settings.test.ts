import { describe, expect, it } from 'vitest';
import { applySettings, parseScenario } from '../../sim/scenario/parse.ts';
import { complete, minimal } from './samples.ts';

const text = JSON.stringify(complete);
const set = (...settings: string[]) => {
  const applied = applySettings(text, settings);
  expect(applied.issues).toEqual([]);
  return parseScenario(applied.text);
};
const refused = (setting: string) => {
  const applied = applySettings(text, [setting]);
  expect(applied.text).toBe(text);
  expect(applied.issues).toHaveLength(1);
  return applied.issues[0]!;
};

describe('applySettings', () => {
  it('changes values in place: JSON, else text', () => {
    const { scenario } = set(
      'functions.import.Timeout=60',
      'duration=6h',
      'traffic[0].arrivals.poisson.rate=2000/s',
      'name=a b=c',
      'seed=7',
      'description="42"',
    );
    expect(scenario).toMatchObject({
      duration: '6h',
      name: 'a b=c',
      seed: 7,
      description: '42',
      functions: { import: { Timeout: 60 } },
      traffic: [{ arrivals: { poisson: { rate: '2000/s' } } }],
    });
  });

  it('reads indices with dots or brackets, and names in quotes', () => {
    expect(set('traffic.0.payloadBytes=5').scenario!.traffic[0]!.payloadBytes).toBe(5);
    expect(set('functions["import"].Timeout=7').scenario!.functions['import']!.Timeout).toBe(7);
    const odd = applySettings(JSON.stringify({ ...minimal, functions: { 'a.b=[c]': {} } }), ['functions["a.b=[c]"].Timeout=9']);
    expect(parseScenario(odd.text).scenario!.functions['a.b=[c]']!.Timeout).toBe(9);
  });

  it('makes the objects on the way, and lets a list grow at its end', () => {
    expect(
      set('functions.import.behaviour.script[0].event=3', 'functions.import.behaviour.script[0].attempts[0].result=error').scenario!
        .functions['import']!.behaviour.script,
    ).toEqual([{ event: 3, attempts: [{ result: 'error' }] }]);
    expect(set('faults[1]={"destination":"failed","from":0,"until":"1h","failureRate":1}').scenario!.faults).toHaveLength(2);
    expect(set('assumptions.backlogStretch.factor=2').scenario!.assumptions.backlogStretch).toEqual({ factor: 2, threshold: 1000 });
    expect(set('functions.extra={}').scenario!.functions['extra']!.Timeout).toBe(3);
  });

  it('reaches versions, aliases and JSON values', () => {
    const { scenario } = set(
      'functions.import.versions.2.Timeout=40',
      'functions.import.versions["3"]={}',
      'functions.import.aliases.live.FunctionVersion="3"',
      'functions.import.behaviour.response.imported=8',
      'functions.import.behaviour.error.stackTrace[0]=line 1',
    );
    expect(scenario!.functions['import']).toMatchObject({
      versions: { 2: { Timeout: 40 }, 3: {} },
      aliases: { live: { FunctionVersion: '3' } },
      behaviour: { response: { imported: 8 }, error: { errorType: 'DatabaseError', stackTrace: ['line 1'] } },
    });
  });

  it('null takes a key or an entry away', () => {
    const { scenario } = set(
      'functions.import.ReservedConcurrentExecutions=null',
      'faults[0]=null',
      'functions.import.DeadLetterConfig=null',
    );
    expect(scenario!.functions['import']).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(scenario!.faults).toEqual([]);
  });

  it('one kind of distribution or arrivals replaces the other', () => {
    expect(set('functions.import.behaviour.duration.constant=1s').scenario!.functions['import']!.behaviour.duration).toEqual({
      constant: '1s',
    });
    const staged = applySettings(text, [
      'traffic[0].arrivals.stages=[{"duration":"1m","rate":1}]',
      'traffic[0].arrivals.spacing=poisson',
    ]).text;
    expect(parseScenario(staged).scenario!.traffic[0]!.arrivals).toEqual({ stages: [{ duration: '1m', rate: 1 }], spacing: 'poisson' });
    expect(parseScenario(applySettings(staged, ['traffic[0].arrivals.burst.count=5']).text).scenario!.traffic[0]!.arrivals).toEqual({
      burst: { count: 5, at: '0s' },
    });
  });

  it('leaves values to parseScenario', () => {
    expect(set('functions.import.Timeout=abc').issues[0]).toMatchObject({ path: 'functions.import.Timeout', found: '"abc"' });
    expect(set('functions.import.Timeout=NaN').issues[0]).toMatchObject({ found: '"NaN"' });
  });

  it('names what there is without the control characters in it', () => {
    const { issues } = applySettings(JSON.stringify({ version: 1, functions: { 'mail\u0085\u202e': {} } }), ['functions.other.Timeout=60']);
    expect(issues[0]).toMatchObject({ path: 'functions.other', allowed: '"mail\\u0085\\u202e"' });
  });

  it.each([
    ['functions.imprt.Timeout=60', 'functions.imprt', 'Did you mean "import"?'],
    ['functions.import.timeout=60', 'functions.import.timeout', 'Did you mean "functions.import.Timeout"?'],
    ['functions.import.OnFailure=x', 'functions.import.OnFailure', 'inside "EventInvokeConfig.DestinationConfig"'],
    ['functions.import.versions.7.Timeout=4', 'functions.import.versions["7"]', 'There is nothing named "7" in functions.import.versions.'],
    ['functions.import.ProvisionedConcurrencyConfig={}', 'functions.import.ProvisionedConcurrencyConfig', 'never for $LATEST'],
    ['trafic[0].to=x', 'trafic', 'Did you mean "traffic"?'],
    ['traffic[2].to=x', 'traffic[2]', 'traffic has 1 entry; there is no index 2.'],
    ['traffic[1]=null', 'traffic[1]', 'there is no index 1.'],
    ['traffic.first.to=x', 'traffic.first', 'there is no index first.'],
    ['traffic.a\u202eb.to=x', 'traffic["a\\u202eb"]', 'there is no index a\\u202eb.'],
    ['functions.import.Timeout.seconds=4', 'functions.import.Timeout.seconds', 'which has no "seconds" inside'],
    ['functions.import.MemorySize[0]=4', 'functions.import.MemorySize["0"]', 'which has no "0" inside'],
    ['functions.import.behaviour.errorRate=1e309', 'functions.import.behaviour.errorRate', 'too large'],
    ['functions.import.behaviour.errorRate=-0', 'functions.import.behaviour.errorRate', 'write 0'],
    ['functions.import={"Timeout":1,"Timeout":2}', 'functions.import', 'given twice'],
    ['__proto__.polluted=1', '__proto__', 'There is no setting __proto__.'],
    ['functions.__proto__.Timeout=1', 'functions.__proto__', 'There is no setting'],
    ['functions.constructor.prototype=1', 'functions.constructor', 'There is no setting'],
    ['Timeout', '', 'is no setting: expected path=value'],
    ['=5', '', 'is no setting'],
    ['a..b=5', '', 'is no setting'],
    ['a[b]=5', '', 'is no setting'],
    ['', '', 'is no setting'],
    ['version.x=1', 'version.x', 'version is 1, which has no "x" inside.'],
    ['seed={"a":1e999}', 'seed', 'The number is too large to be held.'],
  ])('refuses %j', (setting, path, message) => {
    const issue = refused(setting);
    expect(issue.path).toBe(path);
    expect(issue.message).toContain(message);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it.each([
    ['traffic[5]=null', 'traffic[5]', '5', 'an index from 0 to 0', 'traffic has 1 entry; there is no index 5.'],
    ['faults[2]=1', 'faults[2]', '2', 'an index from 0 to 1', 'faults has 1 entry; there is no index 2.'],
    ['traffic.1e0.to=x', 'traffic["1e0"]', '"1e0"', 'an index from 0 to 1', 'traffic has 1 entry; there is no index 1e0.'],
    ['traffic.-1.to=x', 'traffic["-1"]', '"-1"', 'an index from 0 to 1', 'traffic has 1 entry; there is no index -1.'],
    ['traffic[0].payload.a.10=1', 'traffic[0].payload.a[10]', '10', 'an index from 0 to 0', 'traffic[0].payload.a has 0 entries; there is no index 10.'],
    ['version.x=1', 'version.x', '"x"', 'a path of the format', 'version is 1, which has no "x" inside.'],
    ['streams.s.ShardCount=2', 'streams.s', '"s"', 'a declared name', 'There is nothing named "s" in streams.'],
    ['functions.new.Timeout=1', 'functions.new', '"new"', '"import" or "confirm"', 'There is nothing named "new" in functions.'],
    ['destinations.doen.fifo=true', 'destinations.doen', '"doen"', '"done", "failed", "dlq" or "confirmed"', 'There is nothing named "doen" in destinations. Did you mean "done"?'],
    ['account.x=1', 'account.x', '"x"', 'one of the keys ConcurrentExecutions, AccountId, Region', 'There is no setting account.x.'],
    ['functions.import.behaviour.errorRate.toString=1', 'functions.import.behaviour.errorRate.toString', '"toString"', 'a path of the format', 'functions.import.behaviour.errorRate is 0.01, which has no "toString" inside.'],
    ['traffic[0].payload.toString=1', 'traffic[0].payload.toString', '"toString"', 'a path of the format', 'There is no setting traffic[0].payload.toString.'],
    ['x', '', '"x"', 'path=value, such as functions.import.Timeout=60 or traffic[0].arrivals.poisson.rate=2000/s', '"x" is no setting: expected path=value, such as functions.import.Timeout=60.'],
    ['seed={"a":1,"a":2}', 'seed', '"a"', 'each key once', '"a" is given twice in the same object (again in line 1, column 8).'],
  ])('says where, what and what is allowed instead of %j', (setting, path, found, allowed, message) => {
    expect(refused(setting)).toEqual({ path, found, allowed, message });
  });

  it('leaves $schema out of the keys that it offers', () => {
    expect(refused('x.y=1').allowed).toMatch(/^one of the keys version, name, /);
    expect(refused('x.y=1').allowed).not.toContain('$schema');
  });

  it('offers ten names at most', () => {
    const many = JSON.stringify({ version: 1, functions: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`f${index}`, {}])) });
    expect(applySettings(many, ['functions.g.Timeout=1']).issues[0]!.allowed).toBe('"f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8" or "f9"');
  });

  it.each([
    ['{"account":[]}', 'account.0=1', 'account[0]', 'There is no setting account[0].'],
    ['{"traffic":{}}', 'traffic.0=1', 'traffic["0"]', 'There is no setting traffic["0"].'],
    ['{"functions":{"f":5}}', 'functions.f.Timeout=1', 'functions.f.Timeout', 'functions.f is 5, which has no "Timeout" inside.'],
    ['{"functions":null}', 'functions.f=1', 'functions.f', 'functions is null, which has no "f" inside.'],
    ['5', 'seed=1', '', 'A scenario must be an object, but is 5.'],
    ['{"traffic":[]}', 'traffic[0]=null', 'traffic[0]', 'traffic has 0 entries; there is no index 0.'],
    ['{"traffic":[1,2]}', 'traffic[3]=1', 'traffic[3]', 'traffic has 2 entries; there is no index 3.'],
  ])('in %s, %j is refused, whatever stands there', (file, setting, path, message) => {
    expect(applySettings(file, [setting])).toMatchObject({ text: file, issues: [{ path, message }] });
  });

  it.each<[string, string, object]>([
    ['{"traffic":[1,2]}', 'traffic[1]=null', { traffic: [1] }],
    ['{"traffic":[1,2]}', 'traffic[2]=3', { traffic: [1, 2, 3] }],
    ['{"traffic":[null]}', 'traffic[0].to=f', { traffic: [{ to: 'f' }] }],
    ['{"seed":1}', 'seed=', { seed: '' }],
    ['{"seed":1}', 'seed=[1', { seed: '[1' }],
    ['{"seed":1}', 'duration=null', { seed: 1 }],
    ['{"traffic":[{}]}', 'traffic[0].payload.a.0.b=5', { traffic: [{ payload: { a: [{ b: 5 }] } }] }],
    ['{"traffic":[{}]}', 'traffic[0].payload.0=5', { traffic: [{ payload: [5] }] }],
    ['{"traffic":[{}]}', 'traffic[0].payload.x1.1x=5', { traffic: [{ payload: { x1: { '1x': 5 } } }] }],
    ['{"traffic":[{}]}', 'traffic[0].arrivals.stages[0].rate=5', { traffic: [{ arrivals: { stages: [{ rate: 5 }] } }] }],
    ['{"traffic":[{"arrivals":{"stages":[],"spacing":"even"}}]}', 'traffic[0].arrivals.burst.count=5', { traffic: [{ arrivals: { burst: { count: 5 } } }] }],
    ['{"traffic":[{"arrivals":{"burst":{},"spacing":"even"}}]}', 'traffic[0].arrivals.stages=[]', { traffic: [{ arrivals: { spacing: 'even', stages: [] } }] }],
    ['{"traffic":[{"arrivals":{"burst":{}}}]}', 'traffic[0].arrivals.spacing=even', { traffic: [{ arrivals: { burst: {}, spacing: 'even' } }] }],
    ['{"traffic":[{"arrivals":{"burst":{"count":1}}}]}', 'traffic[0].arrivals.burst.at=5s', { traffic: [{ arrivals: { burst: { count: 1, at: '5s' } } }] }],
    ['{"functions":{"f":{"behaviour":{"duration":{"constant":1,"spacing":2}}}}}', 'functions.f.behaviour.duration.uniform={}', { functions: { f: { behaviour: { duration: { spacing: 2, uniform: {} } } } } }],
    ['{"functions":{"f":{"behaviour":{"duration":{"constant":1}}}}}', 'functions.f.behaviour.duration.uniform=null', { functions: { f: { behaviour: { duration: { constant: 1 } } } } }],
  ])('of %s, %j makes what it says', (file, setting, made) => {
    expect(applySettings(file, [setting])).toEqual({ text: `${JSON.stringify(made, null, 2)}\n`, issues: [] });
  });

  it('names the clause where there is one', () => {
    expect(refused('functions.import.ProvisionedConcurrencyConfig={}').clause).toBe('CON-05');
    expect(refused('functions.import.timeout=60')).not.toHaveProperty('clause');
  });

  it('reports all settings that are wrong, and changes nothing then', () => {
    const applied = applySettings(text, ['functions.imprt.Timeout=1', 'duration=5h', 'x=1']);
    expect(applied.issues.map(({ path }) => path)).toEqual(['functions.imprt', 'x']);
    expect(applied.text).toBe(text);
  });

  it('without settings gives the text back as it is, whatever it is', () => {
    expect(applySettings('no json', [])).toEqual({ text: 'no json', issues: [] });
  });

  it('never launders a file that is wrong', () => {
    expect(applySettings('{', ['seed=1']).issues[0]!.message).toContain('line 1, column 2');
    expect(applySettings('[]', ['seed=1']).issues[0]!.message).toContain('must be an object');
    expect(applySettings('{"duration":1e309}', ['seed=1']).issues[0]!.path).toBe('duration');
    expect(applySettings('{"duration":-0}', ['seed=1']).issues[0]!.path).toBe('duration');
    expect(applySettings('{"seed":1,"seed":2}', ['seed=3']).issues[0]!.message).toContain('given twice');
  });
});
