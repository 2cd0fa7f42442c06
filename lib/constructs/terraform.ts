/**
 * The only module that imports `cdktf` (docs/adr/0002-one-terraform-seam.md): its successor is a rename, and the
 * rename happens here. Provider classes are imported from their own deep modules by those who use them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Aspects, AzurermBackend, S3Backend, TerraformResource, TerraformStack, type IAspect, type S3BackendConfig } from 'cdktf';
import { invokeAspects } from 'cdktf/lib/synthesize/synthesizer';
import type { IConstruct } from 'constructs';

export {
  App as TerraformApp,
  DataTerraformRemoteStateAzurerm,
  DataTerraformRemoteStateS3,
  Fn,
  TerraformDataSource,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformVariable,
  Token,
} from 'cdktf';
export type { ITerraformDependable, TerraformResourceLifecycle } from 'cdktf';

/** Oldest Terraform (and OpenTofu) that knows native S3 locking and write-only arguments. */
const requiredVersion = '>= 1.11';

/**
 * Registry address and version of each provider that a stack may use: patches of the minor whose arguments the offline
 * proof knows. Later minors rename and require arguments (cloudflare 5.21 did); they come with an update of the toolkit.
 */
export const providerSources = {
  aws: { source: 'hashicorp/aws', version: '~> 6.25.0' },
  azurerm: { source: 'hashicorp/azurerm', version: '~> 4.55.0' },
  cloudflare: { source: 'cloudflare/cloudflare', version: '~> 5.14.0' },
  auth0: { source: 'auth0/auth0', version: '~> 1.55.0' },
} as const;
export type ProviderName = keyof typeof providerSources;

/** Where a stack keeps its state, always with a lock. */
export type StateBackend =
  | { readonly kind: 's3'; readonly bucket: string; readonly region: string; readonly kmsKeyId: string }
  | {
      readonly kind: 'azurerm';
      readonly storageAccountName: string;
      readonly containerName: string;
      readonly resourceGroupName: string;
      readonly subscriptionId: string;
      readonly tenantId: string;
    };

export interface PlatformStackProps {
  readonly providers: readonly ProviderName[];
  readonly backend: StateBackend;
  /** Tags of every AWS and Azure resource. Keys are PascalCase-free: `owner`, `platform`, `cluster`, `stack`. */
  readonly tags: Readonly<Record<string, string>>;
  /** One line for people: what the stack holds and what breaks when it is wrong. */
  readonly summary: string;
  /** Markdown for dist/terraform/<stack>/README.md: what a person does around an apply. @default - none */
  readonly readme?: string;
}

/**
 * Runs `build` without the stack traces that every token of cdktf captures and nobody reads: a third of the time of a
 * synthesis. Errors keep theirs.
 */
export function withoutStackTraces<T>(build: () => T): T {
  const capture = Error.captureStackTrace.bind(Error);
  Error.captureStackTrace = (target: { stack?: string }) => {
    target.stack = '';
  };
  try {
    return build();
  } finally {
    Error.captureStackTrace = capture;
  }
}

class Tags implements IAspect {
  constructor(private readonly tags: Readonly<Record<string, string>>) {}

  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || !/^(aws|azurerm)_/.test(node.terraformResourceType) || !('tags' in node)) return;
    const tagged = node as TerraformResource & { tags: Record<string, string>; tagsInput?: Record<string, string> }; // generated classes share these accessors without a common type
    tagged.tags = { ...this.tags, ...tagged.tagsInput };
  }
}

/** Tags of what `build` adds to a stack, in place of those of the stack. */
export function withTags(stack: TerraformStack, tags: Readonly<Record<string, string>>, build: () => void): void {
  const before = stack.node.children.length;
  build();
  for (const node of stack.node.children.slice(before)) new Tags(tags).visit(node);
}

/** A unit of blast radius: one state, one plan, one approval. Its id is its folder in dist/terraform. */
export class PlatformStack extends TerraformStack {
  readonly summary: string;
  readonly readme: string | undefined;

  constructor(
    scope: App,
    readonly stackName: string,
    props: PlatformStackProps,
  ) {
    super(scope, stackName);
    this.summary = props.summary;
    this.readme = props.readme;
    this.addOverride('terraform.required_version', requiredVersion);
    for (const name of props.providers) {
      this.addOverride(`terraform.required_providers.${name}.source`, providerSources[name].source);
      this.addOverride(`terraform.required_providers.${name}.version`, providerSources[name].version);
    }
    addBackend(this, props.backend);
    Aspects.of(this).add(new Tags({ ...props.tags, stack: stackName }));
    const stock = this.synthesizer;
    this.synthesizer = {
      synthesize: (session) => {
        stock.synthesize(session);
        writeFileSync(join(session.outdir, session.manifest.forStack(this).synthesizedStackPath), this.toText());
      },
    };
  }

  /**
   * Runs aspects and validations, then gives the stack's text; what `npm run synth` writes. `prepareStack` is left out: it
   * only looks for tokens of other stacks, and ours read remote state by name.
   */
  synthesizeText(): string {
    invokeAspects(this);
    this.runAllValidations();
    return this.toText();
  }

  /** What a file beside `main.tf.json` holds: resources, data sources and outputs. Settings and providers are the stack's, once. */
  synthesizePart(part: string): string {
    invokeAspects(this);
    const { data, output, resource } = this.toTerraform() as Record<string, unknown>;
    return fileText(`stack ${this.stackName}, ${part}`, {}, { data, output, resource });
  }

  /** The stack as `cdktf deploy`, `terraform` and `tofu` read it; the same bytes everywhere. */
  private toText(): string {
    const { '//': comment, ...blocks } = this.toTerraform() as Record<string, unknown>;
    return fileText(`stack ${this.stackName}`, comment as object, blocks);
  }
}

function fileText(what: string, comment: object, blocks: Readonly<Record<string, unknown>>): string {
  const note = `Generated by dbaas-gitops from platform.yaml (${what}). Do not edit: change platform.yaml and run npm run synth.`;
  const body = JSON.stringify(sorted(withoutComments(blocks)), null, 2);
  return body === '{}' ? `{"//": ${JSON.stringify({ generated: note })}}\n` : `{"//": ${JSON.stringify({ generated: note, ...comment })},${body.slice(1)}\n`;
}

function addBackend(stack: PlatformStack, backend: StateBackend): void {
  if (backend.kind === 's3') {
    const { bucket, region, kmsKeyId } = backend;
    // useLockfile is missing from the 0.21 types, but passes through as use_lockfile.
    new S3Backend(stack, { bucket, key: `${stack.stackName}.tfstate`, region, encrypt: true, kmsKeyId, useLockfile: true } as S3BackendConfig);
  } else {
    const { storageAccountName, containerName, resourceGroupName, subscriptionId, tenantId } = backend;
    new AzurermBackend(stack, {
      storageAccountName,
      containerName,
      resourceGroupName,
      subscriptionId,
      tenantId,
      key: `${stack.stackName}.tfstate`,
      useAzureadAuth: true,
    });
  }
}

/** Removes the construct metadata that cdktf puts beside every block: paths of our own code, of no use to a reader. */
function withoutComments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutComments);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '//')
      .map(([key, field]) => [key, withoutComments(field)]),
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => [key, sorted(field)]),
  );
}
