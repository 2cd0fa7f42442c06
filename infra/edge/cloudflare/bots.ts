/** What happens to programs that pretend to be browsers, by what the plan can tell apart. */
import { BotManagement, type BotManagementConfig } from '@cdktf/provider-cloudflare/lib/bot-management';
import { pinned } from '../../../lib/constructs/stateful';
import { programHosts, type EdgeContext } from './stack';

type Settings = Omit<BotManagementConfig, 'zoneId'>;

export function bots(context: EdgeContext): void {
  const { stack, zoneId } = context;
  pinned(new BotManagement(stack, 'bots', { zoneId, aiBotsProtection: 'block', enableJs: true, ...settings(context) }), 'zone');
}

/** Each product refuses the settings of the others. */
function settings(context: EdgeContext): Settings {
  const { superBotFightMode } = context.features;
  if (context.has('bot-management')) return { autoUpdateModel: true, suppressSessionScore: false };
  // Bot Fight Mode knows no exceptions: with hosts for programs it would stop their clients.
  if (superBotFightMode === false) return { fightMode: programHosts(context).length === 0 };
  return {
    sbfmDefinitelyAutomated: 'managed_challenge',
    ...(superBotFightMode === 'likely-automated' ? { sbfmLikelyAutomated: 'managed_challenge' } : {}),
    sbfmVerifiedBots: 'allow',
    sbfmStaticResourceProtection: false,
    optimizeWordpress: false,
  };
}
