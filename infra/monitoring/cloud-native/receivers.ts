/** Who is told of alerts, in either cloud: what a receiver's URL is called, where it comes from, how it reaches the apply. */
import { TerraformVariable, type PlatformStack } from '../../../lib/constructs/terraform';
import { cloudNativeSettings, type CloudNativeSettings, type Platform } from '../../../lib/model';

export const receiverIds = ['critical', 'warning'] as const;
export type ReceiverId = (typeof receiverIds)[number];
export type Receiver = CloudNativeSettings['alerts'][ReceiverId];

/** Where a person gets the URL of a receiver; nothing for receivers that have none. */
export type UrlSources = Readonly<Record<Receiver['type'], string | undefined>>;

/** Variable with the URL of a receiver that has one. */
const receiverVariable = (id: ReceiverId): string => `alerts_${id}_url`;

/** Receivers whose URL is asked for at the apply, with where it comes from. */
export const receiverUrls = (
  platform: Platform,
  sources: UrlSources,
): readonly { readonly id: ReceiverId; readonly variable: string; readonly source: string }[] =>
  receiverIds.flatMap((id) => {
    const source = sources[cloudNativeSettings(platform).alerts[id].type];
    return source === undefined ? [] : [{ id, variable: receiverVariable(id), source }];
  });

/**
 * The URL of a receiver, asked for at the apply. It is a secret: it is kept in the state of the stack, which only those may
 * read who apply it.
 * @param what - is posted to it, in the cloud's word
 */
export function receiverUrl(stack: PlatformStack, id: ReceiverId, { type }: Receiver, what: string): string {
  const url = new TerraformVariable(stack, receiverVariable(id), {
    type: 'string',
    nullable: false,
    sensitive: true,
    description: `URL that ${what} of severity ${id} are posted to (${type}). It is kept in the state of this stack`,
  });
  url.addValidation({
    condition: `\${can(regex("^https://[^[:space:]]+$", var.${receiverVariable(id)}))}`,
    errorMessage: 'An address that starts with https://.',
  });
  return url.stringValue;
}
