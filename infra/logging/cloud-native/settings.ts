import { cloudLogsOf, type Logging, type Platform } from '../../../lib/model';

/** Settings of this option. @throws RangeError where another one is chosen: nobody else builds these stacks */
export function cloudLogs({ platform }: { readonly platform: Platform }): Extract<Logging, { readonly use: 'cloud-native' }> {
  const settings = cloudLogsOf(platform.logging);
  if (!settings) throw new RangeError(`logging.use is '${platform.logging.use}', not cloud-native`);
  return settings;
}
