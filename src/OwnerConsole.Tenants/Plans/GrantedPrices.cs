using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Tenants.Plans;

/// <summary>That a version has a price for whoever would be given it.</summary>
internal static class GrantedPrices
{
    /// <param name="tenants">that pay the plan so</param>
    public static Refusal Missing(ISubject plan, PeriodUnit interval, string currency, long tenants)
    {
        var says = Sentence.Say($"{tenants:tenant} pay {plan} in ");
        says.AppendCurrency(currency);
        says.AppendLiteral(" a ");
        says.AppendFormatted(interval);
        says.AppendLiteral(", and this version has no such price. Add it, or give the version to new ones only.");
        return new("no_price", says);
    }
}
