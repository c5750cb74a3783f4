using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Refuses a version that has no price for some of its future subscribers.</summary>
internal static class PlanPriceRefusals
{
    /// <param name="interval">The interval these tenants pay for.</param>
    /// <param name="currency">The currency these tenants pay in.</param>
    /// <param name="tenants">How many tenants pay this way.</param>
    public static Refusal Missing(ISubject plan, PeriodUnit interval, string currency, long tenants)
    {
        var says = Sentence.Say($"This version of {plan} has no price in ");
        says.AppendCurrency(currency);
        says.AppendLiteral(" a ");
        says.AppendFormatted(interval);
        says.AppendLiteral(", which is what ");
        says.AppendFormatted(tenants, "tenant");
        says.AppendLiteral(" would pay. Add the price, or publish the version for new subscribers only.");
        return new("no_price", says);
    }
}
