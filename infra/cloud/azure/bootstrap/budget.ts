import { ConsumptionBudgetSubscription } from '@cdktf/provider-azurerm/lib/consumption-budget-subscription';
import { pinned } from '../../../../lib/constructs/stateful';
import { TerraformVariable, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';

/** Terraform variable of bootstrap: what the subscription may cost. */
export const budgetVariable = 'monthly_budget';

/** Mails to the owner when the month reaches, or is about to reach, what it may cost. Stops nothing. */
export function budget(stack: PlatformStack, platform: Platform, subscriptionId: string): void {
  const amount = new TerraformVariable(stack, budgetVariable, {
    type: 'number',
    description: 'What the subscription may cost in a month, in the currency of its bill.',
    nullable: false,
  });
  amount.addValidation({ condition: `\${var.${budgetVariable} > 0}`, errorMessage: 'More than nothing.' });
  const mail = (thresholdType: 'Actual' | 'Forecasted', threshold: number) => ({
    operator: 'GreaterThanOrEqualTo',
    thresholdType,
    threshold,
    contactEmails: [platform.owner.email],
  });
  pinned(
    new ConsumptionBudgetSubscription(stack, 'budget', {
      name: platform.name,
      subscriptionId,
      amount: amount.numberValue,
      timeGrain: 'Monthly',
      // Azure wants the first of a month that is not over; afterwards the day of the first apply stays.
      timePeriod: { startDate: `\${formatdate("YYYY-MM-01'T'00:00:00'Z'", plantimestamp())}` },
      notification: [mail('Actual', 80), mail('Actual', 100), mail('Forecasted', 110)],
      lifecycle: { ignoreChanges: ['time_period'] },
    }),
  );
}
