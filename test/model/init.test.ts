import { loadPlatform } from '../../lib/input/load';
import { cloudflareOf, initPlatform, initQuestions, type Cloud, type InitAnswers } from '../../lib/model';
import { answersFor, initAnswers } from './init-answers';

const load = (answers: InitAnswers) => loadPlatform(initPlatform(answers), 'platform.yaml').platform;

const clouds: Readonly<Record<Cloud['use'], InitAnswers>> = answersFor;

describe('init', () => {
  it.each(Object.entries(clouds))('writes a file for %s that loads and holds every answer', (use, answers) => {
    const platform = load(answers);
    expect(platform.cloud.use).toBe(use);
    const values = JSON.stringify(platform);
    for (const answer of Object.values(answers)) expect(values).toContain(answer);
  });

  it.each(Object.entries(clouds))('asks exactly for what the file of %s needs, and accepts the answers that it writes', (_, answers) => {
    const asked = initQuestions.filter((question) => question.asked(answers));
    expect(asked.map(({ flag }) => flag).sort()).toEqual(Object.keys(answers).sort());
    for (const { flag, problem } of asked) expect(problem(answers[flag as keyof InitAnswers] ?? '')).toBeUndefined();
  });

  it('asks which clouds before it asks about them', () => {
    const order = initQuestions.map(({ flag }) => flag);
    expect(order.findIndex((flag) => /^(aws|azure)-/.test(flag))).toBe(order.indexOf('cloud') + 1);
  });

  it.each(['nginx-auth0', 'istio-auth0'])('asks for the tenant of %s, and of nobody else', (security) => {
    const answers: InitAnswers = { ...initAnswers, security, 'auth0-tenant': 'acme-db.eu.auth0.com' };
    const flags = (given: InitAnswers) => initQuestions.filter((question) => question.asked(given)).map(({ flag }) => flag);
    expect(flags(answers)).toEqual(expect.arrayContaining(['security', 'auth0-tenant']));
    expect(flags(initAnswers)).not.toContain('auth0-tenant');
    expect(load(answers).security).toMatchObject({ use: security, auth0: { tenant: 'acme-db.eu.auth0.com' } });
  });

  it.each([
    ['delivery', ['argocd', 'flux', 'helm']],
    ['monitoring', ['prometheus', 'cloud-native']],
    ['logging', ['loki', 'elk', 'cloud-native']],
    ['edge', ['cloudflare', 'cloud-native']],
  ] as const)('offers every option of %s', (aspect, options) => {
    const question = initQuestions.find(({ flag }) => flag === aspect);
    for (const use of options) {
      const { 'cloudflare-account': _a, 'cloudflare-zone-id': _i, 'cloudflare-zone': _z, 'cloudflare-plan': _p, 'cloudflare-team': _t, ...rest } = initAnswers;
      const native = { ...rest, 'dns-zone': 'acme-db.example', 'admin-range': '203.0.113.0/24' };
      const answers: InitAnswers = { ...(aspect === 'edge' && use === 'cloud-native' ? native : initAnswers), [aspect]: use };
      expect(question?.problem(use)).toBeUndefined();
      expect(load(answers)[aspect].use).toBe(use);
      const asked = initQuestions.filter((each) => each.asked(answers)).map(({ flag }) => flag);
      expect(asked.sort()).toEqual(Object.keys(answers).sort());
    }
  });

  it('says what is allowed when an answer cannot be used', () => {
    for (const { problem, allowed } of initQuestions) expect(problem('Not Right!')).toContain(`Allowed: ${allowed}`);
  });

  it('suggests answers that are allowed', () => {
    for (const { problem, suggest } of initQuestions) {
      const suggestion = suggest?.({ ...answersFor['aws-regions'], ...answersFor['azure-regions'] });
      if (suggestion !== undefined) expect(problem(suggestion)).toBeUndefined();
    }
    const named = initQuestions.find(({ flag }) => flag === 'aws-cluster');
    expect(named?.suggest?.({ 'aws-region': 'ap-southeast-2' })).toBe('aws-aps2');
  });

  it('orders certificates for a domain below the zone', () => {
    const { edge } = load({ ...initAnswers, domain: 'db.acme-db.example' });
    expect(cloudflareOf(edge)?.addOns).toEqual(['load-balancing', 'advanced-certificates']);
  });

  it.each([
    ['ssh://git@github.com/acme/x', 'ssh-key'],
    ['https://gitlab.com/acme/x', 'token'],
    ['https://github.com/acme/x', 'github-app'],
  ])('reads %s with %s', (repository, access) => {
    expect(load({ ...initAnswers, repository }).delivery).toMatchObject({ access });
  });

  it('explains each key of the file in at most a screen and a half', () => {
    expect(initPlatform(initAnswers).split('\n').length).toBeLessThan(80);
    expect(initPlatform(initAnswers)).toMatch(/^# yaml-language-server: \$schema=\.\/platform\.schema\.json\n/);
  });
});
