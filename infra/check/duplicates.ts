/** Keys that a JSON text states twice: JSON.parse keeps the last one silently, Terraform refuses or merges them. */

/** Paths of repeated keys, such as `resource.aws_eip.a`. */
export function duplicateKeys(text: string): readonly string[] {
  const found: string[] = [];
  const open: { readonly keys: Set<string>; key: string; readonly list: boolean }[] = [];
  // Strings, and the brackets around them; everything else of JSON cannot hold a key.
  const pattern = /"((?:[^"\\]|\\.)*)"(\s*:)?|[[\]{}]/g;
  for (const [token, name, colon] of text.matchAll(pattern)) {
    if (token === '{' || token === '[') open.push({ keys: new Set(), key: '', list: token === '[' });
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined && name !== undefined) {
      const scope = open[open.length - 1];
      if (!scope) continue;
      scope.key = name;
      if (scope.keys.has(name))
        found.push(
          open
            .filter(({ list }) => !list)
            .map(({ key }) => key)
            .join('.'),
        );
      scope.keys.add(name);
    }
  }
  return found;
}
