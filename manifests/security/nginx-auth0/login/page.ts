/**
 * The page that NGINX shows to whoever is not logged in. It goes to the login by itself: NGINX sends it with status 401,
 * and browsers follow a redirect in a page but not one in the headers of a 401. A template of oauth2-proxy.
 */
const start = '{{.ProxyPrefix}}/start?rd={{urlquery .Redirect}}';

export const signInPage = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="0; url=${start}">
<title>Log in</title>
</head>
<body>
<p><a href="${start}">Log in</a></p>
</body>
</html>
`;
