/** Sessions over time: the cookie, the store without its primary, the token after its life. */
import type { Seen } from '../application';
import type { Answer, Visitor } from '../client';
import { sleep, until } from '../../process';
import type { RunningPod } from '../node/pod';
import { claims, loggedIn, type Case, type Problems, type Stage } from './stage';

const json = { accept: 'application/json' };
const open = (stage: Stage, visitor: Visitor, path = '/'): Promise<Answer> => visitor.call(`https://${stage.hosts.console}${path}`, { headers: json });

const flipped = (text: string, at: number): string => `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;

const tampered: Case = {
  name: 'cookie: whoever changes a letter of it has no session, and no error',
  run: async (stage) => {
    const visitor = await loggedIn(stage.client, stage.hosts.console, stage.users.admin);
    const { console: host } = stage.hosts;
    const whole = visitor.cookies(host).get(stage.cookie) ?? '';
    const changed = [0, 5, Math.floor(whole.length / 3), Math.floor(whole.length / 2), whole.length - 8].map((at) => flipped(whole, at));
    const problems: string[] = whole === '' ? ['no cookie'] : [];
    for (const value of [...changed, whole.slice(0, -3), `${whole}x`, whole.split('|')[0] ?? '', `${whole.split('|')[0] ?? ''}|0|x`, 'x'.repeat(4000)]) {
      visitor.setCookie(host, stage.cookie, value);
      const answer = await open(stage, visitor);
      if (answer.status !== 401) problems.push(`${answer.status} for ${value.slice(0, 60)}`);
    }
    visitor.setCookie(host, stage.cookie, whole);
    const again = await open(stage, visitor);
    return again.status === 200 ? problems : [...problems, `the cookie itself: ${again.status}`];
  },
};

const forgedState: Case = {
  name: 'cookie: a callback with a code that nobody here asked for is refused',
  run: async (stage) => {
    const url = `https://${stage.hosts.console}/oauth2/callback?code=stolen&state=abc:/`;
    const answer = await stage.client.call(url, { headers: { accept: 'text/html' } });
    return answer.status === 403 || answer.status === 400 ? [] : [`${answer.status} ${answer.location}`];
  },
};

/** Which of the servers is the primary, as itself says. */
async function primaryOf({ world }: Stage): Promise<RunningPod> {
  for (const pod of world.sessions) {
    const { stdout } = await pod.exec('valkey', [
      '/bin/sh',
      '-c',
      'REDISCLI_AUTH="$EXPORTER_PASSWORD" timeout 2 valkey-cli --tls --cacert /tls/ca.crt --no-auth-warning --user exporter INFO replication',
    ]);
    if (stdout.includes('role:master')) return pod;
  }
  throw new Error('no server is the primary');
}

const lostPrimary: Case = {
  name: 'session store: the primary is killed, its sentinel with it: users stay logged in',
  run: async (stage) => {
    const [before, admin] = [
      await loggedIn(stage.client, stage.hosts.console, stage.users.viewer).catch(() => undefined),
      await loggedIn(stage.client, stage.hosts.console, stage.users.admin),
    ];
    const primary = await primaryOf(stage);
    await primary.kill('valkey', 'sentinel');
    const started = Date.now();
    const problems: string[] = before === undefined ? [] : ['the viewer got into the console'];
    const statuses = new Map<number, number>();
    // Many people at once, all the time: somebody is in the middle of every moment.
    const cookie = admin.cookies(stage.hosts.console).get(stage.cookie) ?? '';
    const knock = async (): Promise<number> => {
      const { status, headers } = await stage.client.call(`https://${stage.hosts.console}/`, { headers: { ...json, cookie: `${stage.cookie}=${cookie}` } });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if ([headers['set-cookie'] ?? []].flat().some((line) => line.startsWith(`${stage.cookie}=;`))) problems.push(`the cookie was taken away, with ${status}`);
      return status;
    };
    const end = Date.now() + 60_000;
    let healthy = 0;
    while (healthy < 20 && Date.now() < end) {
      const all = await Promise.all([knock(), knock(), knock(), sleep(100)]);
      healthy = all.every((status) => status === undefined || status === 200) && Date.now() - started > 3000 ? healthy + 1 : 0;
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    if (healthy < 20) problems.push('the console did not answer again within a minute');
    if (seconds > 30) problems.push(`the console answered again after ${seconds} s`);
    // Never 401 or 302: that would have sent people to the login.
    for (const [status, count] of statuses) if (![200, 503].includes(status)) problems.push(`answered ${status} ${count} times meanwhile`);
    if (!statuses.has(503)) problems.push('nobody noticed: was it the primary?');
    const another = await loggedIn(stage.client, stage.hosts.console, stage.users.admin);
    if ((await open(stage, another)).status !== 200) problems.push('a new login does not work');
    await primary.restart(['valkey', 'sentinel']);
    if ((await open(stage, admin)).status !== 200) problems.push('with the old primary back, the session is gone');
    return problems;
  },
};

/**
 * The realm's tokens were short when `idle` logged in; the proxy's refresh is shortened alike, by a variable that
 * comes before its file, since nobody waits four minutes here.
 */
export function refreshCases(idle: Visitor, secondHost: Visitor): readonly Case[] {
  const token = async (stage: Stage): Promise<string | undefined> => {
    const { status, body } = await open(stage, idle);
    return status === 200 ? String((JSON.parse(body) as Seen).headers['x-auth-request-access-token']) : undefined;
  };
  let old = '';
  return [
    {
      name: 'refresh: the generated proxy refreshes before the realm lets the token end',
      run: async ({ administration, world }) => {
        const { accessTokenLifespan } = await administration.ask<{ accessTokenLifespan: number }>('GET', '');
        const { stdout } = await (world.proxies[0]?.exec('oauth2-proxy', ['cat', '/etc/oauth2-proxy/oauth2-proxy.cfg']) ??
          Promise.reject(new Error('no proxy')));
        const refresh = Number(/cookie_refresh = "(\d+)s"/.exec(stdout)?.[1]);
        return refresh < accessTokenLifespan ? [] : [`refresh after ${refresh} s, life of ${accessTokenLifespan} s`];
      },
    },
    {
      name: 'refresh: a token whose life is over no longer opens the gateway by itself',
      run: async (stage) => {
        const { status } = await open(stage, idle);
        return status === 401 ? [] : [`${status}`];
      },
    },
    {
      name: 'refresh: sessions outlive a restart of every login proxy',
      run: async (stage) => {
        const visitor = await loggedIn(stage.client, stage.hosts.console, stage.users.admin);
        const env = { OAUTH2_PROXY_COOKIE_REFRESH: '2s' };
        for (const proxy of stage.world.proxies) await proxy.restart(['oauth2-proxy'], env);
        const { status } = await until('the login proxies are back', 20, async () => {
          const answer = await open(stage, visitor);
          return answer.status === 503 ? undefined : answer;
        });
        return status === 200 ? [] : [`${status}`];
      },
    },
    {
      name: 'refresh: a person who comes back after the life of the token goes on without a login, with a new token',
      run: async (stage) => {
        const fresh = await token(stage);
        if (fresh === undefined) return ['not let in'];
        old = fresh;
        const { exp } = claims(fresh);
        return Number(exp) > Date.now() / 1000 ? [] : [`the token that the application got ended ${Date.now() / 1000 - Number(exp)} s ago`];
      },
    },
    {
      name: 'refresh: two requests at once after the token is due are both let in',
      run: async (stage) => {
        await sleep(3000);
        const both = await Promise.all([token(stage), token(stage), token(stage)]);
        return [
          ...(both.every((each) => each !== undefined) ? [] : ['one of them was not']),
          ...(both.every((each) => each !== old) ? [] : ['the token is the old one']),
        ];
      },
    },
    {
      name: 'refresh: a session on another host ends with its next refresh once the person has signed out',
      run: async (stage): Promise<Problems> => {
        const answer = await secondHost.call(`https://${stage.hosts.second}/`, { headers: json });
        return answer.status === 401 ? [] : [`${answer.status}`];
      },
    },
  ];
}

/** Redis stands for Valkey; here Valkey itself says whether it takes the same files. Its package has no TLS, so that it cannot listen. */
const readByValkey: readonly Case[] = (['valkey', 'sentinel'] as const).map((name) => ({
  name: `session store: Valkey takes the generated configuration of the ${name === 'valkey' ? 'server, with its users' : 'sentinel'}`,
  run: async ({ world: { sessions, programs } }) => {
    const more = name === 'valkey' ? '--port 0 --unixsocket /tmp/check/socket' : '--sentinel --port 26400';
    const script = [
      `mkdir -p /tmp/check && cp /run/valkey/${name}.conf /tmp/check/`,
      `timeout 1 '${programs.valkeyServer}' /tmp/check/${name}.conf --tls-port 0 --tls-replication no --dir /tmp/check ${more}`,
    ].join(' && ');
    const { code, stdout, stderr } = (await sessions[1]?.exec(name, ['/bin/sh', '-c', script])) ?? { code: 1, stdout: '', stderr: 'no server' };
    // 124: it ran until its time was up.
    return code === 124 ? [] : [`ended with ${code}: ${stdout.slice(-500)}${stderr}`];
  },
}));

export const sessionCases: readonly Case[] = [tampered, forgedState, ...readByValkey];
export const failoverCases: readonly Case[] = [lostPrimary];
