/** A person with a browser. The cases are one story: each stands on what the person did before. */
import type { BrowserContext, Page } from 'playwright-core';
import type { Seen } from '../application';
import type { User } from '../administration';
import { screenshot } from '../browser';
import { oneTimeCode } from '../one-time-code';
import { until } from '../../process';
import type { Case, Problems, Stage } from './stage';

interface People {
  person(): Promise<BrowserContext>;
}

/** What the application showed that it got, if the page is the application. */
async function seen(page: Page): Promise<Seen | undefined> {
  const text = await page
    .locator('#seen')
    .textContent({ timeout })
    .catch(() => null);
  return text === null ? undefined : (JSON.parse(text) as Seen);
}

/** For a page to come: several programs answer, on a machine that has others to run. */
const timeout = 30_000;
const fail = (text: string): never => {
  throw new Error(text);
};
const form = (page: Page) => page.locator('#kc-form-login');

async function fillIn(page: Page, { username, password }: User): Promise<void> {
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(password);
  await page.locator('#kc-login').click();
}

const arrived = async (page: Page, url: string, application: string): Promise<Problems> => {
  const what = await seen(page);
  return [
    ...(page.url() === url ? [] : [`at ${page.url()}, not at ${url}`]),
    ...(what?.application === application ? [] : [`the page is not of ${application}: ${(await page.locator('body').innerText()).slice(0, 200)}`]),
  ];
};

/** Cases that share the browser of one person. */
export function browserCases(people: People): readonly Case[] {
  let owner: BrowserContext | undefined;
  let page: Page | undefined;
  const deep = ({ hosts }: Stage) => `https://${hosts.console}/databases/7?tab=backups&from=2026-11-01`;
  const mine = (): { readonly owner: BrowserContext; readonly page: Page } => {
    if (owner === undefined || page === undefined) throw new Error('nobody is logged in, since the login failed');
    return { owner, page };
  };
  return [
    {
      name: 'browser: a deep link leads to the login page',
      run: async (stage) => {
        const context = await people.person();
        const tab = await context.newPage();
        await tab.goto(deep(stage));
        await form(tab).waitFor({ timeout });
        await screenshot(tab, stage.screenshots, '1-login');
        owner = context;
        page = tab;
        return new URL(tab.url()).hostname === stage.hosts.identity ? [] : [`the form is at ${tab.url()}`];
      },
    },
    {
      name: 'browser: the first login sets up a second factor, and the deep link is kept',
      run: async (stage) => {
        const { page: tab } = mine();
        await fillIn(tab, stage.users.owner);
        await tab.locator('#mode-manual').click();
        const secret = (await tab.locator('#kc-totp-secret-key').textContent()) ?? '';
        await screenshot(tab, stage.screenshots, '2-second-factor');
        await tab.locator('#totp').fill(oneTimeCode(secret));
        await tab.locator('#saveTOTPBtn').click();
        await tab.waitForURL(`https://${stage.hosts.console}/**`, { timeout });
        await screenshot(tab, stage.screenshots, '3-console');
        return arrived(tab, deep(stage), 'console');
      },
    },
    {
      name: 'browser: the application learns who the person is',
      run: async ({ users, hosts }) => {
        const { page: tab } = mine();
        const headers = (await seen(tab))?.headers ?? {};
        return [
          ...(headers['x-auth-request-preferred-username'] === users.owner.username ? [] : [`user: ${String(headers['x-auth-request-preferred-username'])}`]),
          ...(headers['host'] === hosts.console ? [] : [`host: ${String(headers['host'])}`]),
        ];
      },
    },
    {
      name: 'browser: the cookie is bound to its host, unreadable for scripts, sent over TLS only',
      run: async ({ cookie, hosts }) => {
        const { owner: context, page: tab } = mine();
        const found = (await context.cookies(`https://${hosts.console}`)).filter(({ name }) => name === cookie);
        const readable = await tab.evaluate('document.cookie');
        const [only] = found;
        return [
          ...(found.length === 1 ? [] : [`${found.length} cookies ${cookie}`]),
          ...(only?.secure && only.httpOnly && only.sameSite === 'Lax' && only.domain === hosts.console ? [] : [JSON.stringify({ ...only, value: '…' })]),
          ...(readable === '' ? [] : [`scripts read ${String(readable)}`]),
        ];
      },
    },
    {
      name: 'browser: a second host by single sign-on, without a form, with a cookie of its own',
      run: async (stage) => {
        const { owner: context } = mine();
        const tab = await context.newPage();
        const url = `https://${stage.hosts.second}/graph?g0.expr=up`;
        await tab.goto(url);
        const cookies = await context.cookies([`https://${stage.hosts.console}`, `https://${stage.hosts.second}`]);
        const values = new Set(cookies.filter(({ name }) => name === stage.cookie).map(({ value }) => value));
        return [...(await arrived(tab, url, 'prometheus')), ...(values.size === 2 ? [] : [`${values.size} different cookies for two hosts`])];
      },
    },
    {
      name: 'browser: whoever has no role of the host gets a page that says so, once',
      run: async (stage) => refusal(stage, await people.person(), stage.users.viewer, '4-role-refused'),
    },
    {
      name: 'browser: whoever has no role at all gets a page that says so, once',
      run: async (stage) => refusal(stage, await people.person(), stage.users.nobody, '5-no-role'),
    },
    {
      name: 'browser: three tabs wait at the login page, one login opens all of them where they wanted to go',
      run: async (stage) => {
        const context = await people.person();
        const urls = [1, 2, 3].map((n) => `https://${stage.hosts.console}/tab/${n}?x=${n}`);
        const tabs: Page[] = [];
        for (const url of urls) {
          const tab = await context.newPage();
          await tab.goto(url);
          await form(tab).waitFor({ timeout });
          tabs.push(tab);
        }
        await fillIn(tabs[0] ?? fail('no tab'), stage.users.admin);
        // The login page of the other tabs notices by itself; where it does not, the person loads it again.
        for (const tab of tabs) await tab.waitForURL(`https://${stage.hosts.console}/**`, { timeout: 8000 }).catch(() => tab.reload());
        await screenshot(tabs[2] ?? fail('no tab'), stage.screenshots, '6-third-tab');
        const problems = await Promise.all(tabs.map((tab, n) => arrived(tab, urls[n] ?? '', 'console')));
        await context.close();
        return problems.flat();
      },
    },
    {
      name: 'browser: three tabs that start at once with a session at Keycloak all arrive where they wanted to go',
      run: async (stage) => {
        const { owner: context } = mine();
        const cookies = await context.cookies(`https://${stage.hosts.console}`);
        await context.clearCookies({ domain: stage.hosts.console });
        const urls = [1, 2, 3].map((n) => `https://${stage.hosts.console}/restored/${n}?x=${n}`);
        const tabs = await Promise.all(urls.map(() => context.newPage()));
        await Promise.all(tabs.map((tab, n) => tab.goto(urls[n] ?? '')));
        const problems = await Promise.all(tabs.map((tab, n) => arrived(tab, urls[n] ?? '', 'console')));
        await Promise.all(tabs.map((tab) => tab.close()));
        return [...(cookies.length > 0 ? [] : ['there was no session before']), ...problems.flat()];
      },
    },
    {
      name: 'browser: a page of a logged-in person whose session ended sees 401 when it fetches',
      run: async (stage) => {
        const { owner: context, page: tab } = mine();
        const cookies = await context.cookies(`https://${stage.hosts.console}`);
        const status = (path: string): Promise<unknown> =>
          tab.evaluate(`fetch('${path}', { headers: { accept: 'application/json' } }).then(({ status }) => status, String)`);
        const before = await status('/databases');
        await context.clearCookies({ name: stage.cookie, domain: stage.hosts.console });
        const after = [await status('/databases'), await status('/api/databases')];
        await context.addCookies(
          cookies.map(({ name, value, ...rest }) => ({ name, value, url: `https://${stage.hosts.console}`, httpOnly: rest.httpOnly, secure: rest.secure })),
        );
        return [
          ...(before === 200 ? [] : [`with a session: ${String(before)}`]),
          ...after.flatMap((each) => (each === 401 ? [] : [`without: ${String(each)}`])),
        ];
      },
    },
    {
      name: 'browser: signing out ends the session at the proxy and at Keycloak',
      run: async (stage) => signOut(stage, mine().page),
    },
  ];
}

/** Refused, comprehensibly, and not sent around. */
async function refusal({ hosts, screenshots }: Stage, context: BrowserContext, user: User, name: string): Promise<Problems> {
  const tab = await context.newPage();
  let documents = 0;
  tab.on('response', (response) => (documents += response.request().resourceType() === 'document' ? 1 : 0));
  await tab.goto(`https://${hosts.console}/databases`);
  await form(tab).waitFor({ timeout });
  const [answer] = await Promise.all([
    tab.waitForResponse((response) => response.status() === 403 && response.request().isNavigationRequest(), { timeout }),
    fillIn(tab, user),
  ]);
  await tab.waitForLoadState('load');
  await screenshot(tab, screenshots, name);
  const text = await tab.locator('body').innerText();
  const before = documents;
  await tab.waitForTimeout(500);
  const type = answer.headers()['content-type'] ?? '';
  await context.close();
  return [
    ...(type.startsWith('text/html') ? [] : [`a page of type ${type}`]),
    ...(/role/i.test(text) ? [] : [`the page says: ${text.slice(0, 200)}`]),
    ...(documents === before && documents < 10 ? [] : [`${documents} pages were loaded`]),
  ];
}

async function signOut({ hosts, administration, users, screenshots, cookie, client }: Stage, tab: Page): Promise<Problems> {
  const kept = (await tab.context().cookies(`https://${hosts.console}`)).find(({ name }) => name === cookie);
  const sessions = await administration.sessions(users.owner.username);
  await tab.goto(`https://${hosts.console}/oauth2/sign_out`);
  const left = await until('Keycloak ends the session', 5, async () => ((await administration.sessions(users.owner.username)) === 0 ? 0 : undefined)).catch(
    () => -1,
  );
  const replayed = await client.call(`https://${hosts.console}/`, { headers: { cookie: `${cookie}=${kept?.value ?? ''}`, accept: 'application/json' } });
  await tab.goto(`https://${hosts.console}/databases`);
  const asked = await form(tab)
    .waitFor({ timeout: 10_000 })
    .then(() => true)
    .catch(() => false);
  await screenshot(tab, screenshots, '7-after-sign-out');
  return [
    ...(sessions > 0 ? [] : ['there was no session at Keycloak before']),
    ...(left === 0 ? [] : ['Keycloak still has the session']),
    ...(replayed.status === 401 ? [] : [`the old cookie still opens the console: ${replayed.status}`]),
    ...(asked ? [] : [`not asked to log in again, but at ${tab.url()}`]),
  ];
}
