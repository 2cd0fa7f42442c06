/** A person at a browser: follows the page to the login, says who it is at the tenant, and comes back. */
import { Visitor, type Answer, type Client } from '../login/client';
import type { Person } from './auth0';

export const html = { accept: 'text/html' } as const;

/** Where the page sends a browser by itself. */
export const refreshTarget = ({ body }: Answer): string | undefined =>
  /http-equiv="refresh" content="0; url=([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');

/** Logs in where the page leads to; ends where the login leads to. @throws Error if a step is another than expected */
export async function login(visitor: Visitor, url: string, person: Person): Promise<Answer & { readonly url: string }> {
  const page = await visitor.call(url, { headers: html });
  const start = refreshTarget(page);
  if (page.status !== 401 || start === undefined) throw new Error(`${url}: ${page.status} and no way to a login: ${page.body.slice(0, 200)}`);
  const begun = await visitor.call(new URL(start, url).href);
  if (begun.status !== 302) throw new Error(`${start}: ${begun.status} ${begun.body.slice(0, 200)}`);
  const known = await visitor.call(begun.location, { headers: { 'x-person': JSON.stringify(person) } });
  if (known.status !== 302) throw new Error(`the tenant: ${known.status} ${known.body}`);
  return visitor.visit(known.location);
}

export async function loggedIn(client: Client, host: string, person: Person): Promise<Visitor> {
  const visitor = new Visitor(client);
  const { status, body } = await login(visitor, `https://${host}/`, person);
  if (status !== 200) throw new Error(`login of ${person.name}: ${status} ${body.slice(0, 300)}`);
  return visitor;
}
