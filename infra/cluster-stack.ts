/** What one stack of a cluster is made from, whichever cloud it is in. */
import type { PlatformStack, ProviderName, TerraformApp } from '../lib/constructs/terraform';
import type { StackPart, StackSpec } from './context';

export interface ClusterStackProps {
  readonly summary: string;
  readonly readme?: string;
  /** Providers beside that of the cloud; `build` configures them. @default - none */
  readonly also?: readonly ProviderName[];
  /** What of it lies in files of their own. @default - nothing */
  readonly parts?: readonly StackPart[];
  /** Adds the resources. */
  readonly build: (stack: PlatformStack) => void;
}

/** A stack that `empty` makes with its providers and state, filled by `build`. */
export const stackSpec = (
  id: string,
  { build, parts }: Pick<ClusterStackProps, 'build' | 'parts'>,
  empty: (scope: TerraformApp, id: string) => PlatformStack,
): StackSpec => ({
  id,
  build: (scope, own) => {
    const stack = empty(scope, own);
    build(stack);
    return stack;
  },
  ...(parts === undefined ? {} : { parts: { empty, all: parts } }),
});
