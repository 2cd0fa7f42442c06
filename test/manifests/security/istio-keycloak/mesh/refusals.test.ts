import { containing, having, mesh } from './example';

interface Mapper {
  readonly filter: { readonly and_filter: { readonly filters: readonly Filter[] } };
  readonly status_code?: number;
  readonly headers_to_add?: readonly unknown[];
  readonly body_format_override?: { readonly content_type: string; readonly text_format_source: { readonly inline_string: string } };
}
interface Filter {
  readonly status_code_filter?: { readonly comparison: { readonly value: { readonly default_value: number } } };
  readonly header_filter?: { readonly header: { readonly name: string; readonly string_match: { readonly safe_regex?: { readonly regex: string } } } };
}

const filter = mesh().object('login-routes', 'EnvoyFilter', 'refusals', 'istio-ingress')['spec'] as {
  readonly workloadSelector: object;
  readonly configPatches: readonly [
    { readonly patch: { readonly value: { readonly typed_config: { readonly local_reply_config: { readonly mappers: readonly Mapper[] } } } } },
  ];
};
const { mappers } = filter.configPatches[0].patch.value.typed_config.local_reply_config;
const hosts = (mapper: Mapper | undefined): RegExp =>
  new RegExp(
    `^(?:${mapper?.filter.and_filter.filters.find(({ header_filter }) => header_filter?.header.name === ':authority')?.header_filter?.header.string_match.safe_regex?.regex ?? 'none'})$`,
  );
const programs = mappers.find(({ status_code }) => status_code === 401);
const people = mappers.find(({ body_format_override }) => body_format_override !== undefined);

describe('refusals of the gateway', () => {
  test('concern the gateway alone and answers that were 403 already', () => {
    expect(filter.workloadSelector).toEqual({ labels: { app: 'ingress', istio: 'ingress' } });
    expect(mappers).toHaveLength(2);
    for (const mapper of mappers)
      expect(mapper.filter.and_filter.filters).toEqual(
        containing({ status_code_filter: having({ comparison: having({ op: 'EQ', value: having({ default_value: 403 }) }) }) }),
      );
  });

  test('ask a program without a bearer token for one', () => {
    expect(programs?.headers_to_add).toEqual([having({ header: { key: 'www-authenticate', value: 'Bearer' } })]);
    expect(programs?.filter.and_filter.filters).toEqual(
      containing({
        header_filter: { header: { name: 'authorization', string_match: { prefix: 'Bearer ' }, invert_match: true, treat_missing_header_as_empty: true } },
      }),
    );
    expect('api.acme-db.example').toMatch(hosts(programs));
    expect('api.acme-db.example:443').toMatch(hosts(programs));
    for (const host of ['console.acme-db.example', 'apixacme-db.example', 'api.acme-db.example.evil.example']) expect(host).not.toMatch(hosts(programs));
  });

  test('are a page for people on hosts with a login, which says whom to ask and how to log in as somebody else', () => {
    const page = people?.body_format_override?.text_format_source.inline_string ?? '';
    expect(people?.body_format_override?.content_type).toBe('text/html; charset=utf-8');
    expect(people?.status_code).toBeUndefined();
    expect(people?.filter.and_filter.filters).toEqual(containing({ header_filter: { header: { name: 'accept', string_match: { contains: 'text/html' } } } }));
    expect('console.acme-db.example').toMatch(hosts(people));
    expect('api.acme-db.example').not.toMatch(hosts(people));
    expect(page).toContain('data-platform@acme.example');
    expect(page).toContain('href="/oauth2/sign_out"');
    expect(page).not.toMatch(/(^|[^%])%([^%]|$)/);
  });
});
