/** Pages that people see when they are not let in. They need nothing from anywhere: no script, no font, no image. */
import type { Platform } from '../../../lib/model';
import { identityOf, loginProxy, oidcClientId } from '../../../lib/names';
import type { Context } from '../../context';

const page = (title: string, ...paragraphs: readonly string[]): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #f5f7fa; margin: 0 }
  main { max-width: 34rem; margin: 12vh auto; padding: 2rem; background: #fff; border-radius: 8px; box-shadow: 0 1px 4px #0003 }
  h1 { font-size: 1.4rem; margin-top: 0 }
  small { color: #616e7c }
</style>
<main>
  <h1>${title}</h1>
${paragraphs.map((text) => `  <p>${text}</p>`).join('\n')}
</main>
</html>
`;

const team = ({ owner }: Platform): string => `${owner.team} (<a href="mailto:${owner.email}">${owner.email}</a>)`;

/** Ends the session at the identity provider, in the person's browser. */
const logout = ({ platform, lock, cluster }: Context): string =>
  `${identityOf(platform).endpoints.logout}?client_id=${oidcClientId(platform, lock, cluster, loginProxy.clientId)}`;

/** Ends the login and the session at the identity provider, so that somebody else can log in. */
const signOut = (context: Context): string => {
  const path = `${loginProxy.pathPrefix}sign_out`;
  return identityOf(context.platform).endsSessionsForProxy ? path : `${path}?rd=${encodeURIComponent(logout(context))}`;
};

/** For people who are logged in and have none of a host's roles. */
export const noRolePage = (context: Context): string =>
  page(
    'You have no access to this page',
    `It is for certain roles at ${context.platform.name}, and your account has none of them.`,
    `Ask ${team(context.platform)} for the role, then <a href="${signOut(context)}">log in again</a>.`,
  );

/**
 * Template of the login proxy for everything that goes wrong in a login. Its own sends whoever has no role at all back to
 * the identity provider, where the person still is logged in, and from there to the same page: nobody else could ever log in.
 */
export const loginErrorPage = (context: Context): string =>
  page(
    '{{if eq .StatusCode 403}}You were not let in{{else}}The login failed{{end}}',
    '{{.Message}}',
    `<a href="{{.ProxyPrefix}}/start?rd={{.Redirect}}">Try again</a>, or <a href="${logout(context)}">sign out</a> to log in as somebody else.`,
    `If your account is new, ask ${team(context.platform)} for a role.`,
    '<small>{{.StatusCode}} {{.Title}}, request {{.RequestID}}</small>',
  );
