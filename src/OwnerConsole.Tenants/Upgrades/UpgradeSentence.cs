using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Tenants.Entitlements.Public;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Upgrades;

/// <summary>What an approval does, for whoever decides: the plan, the money, and what becomes of the limits.</summary>
internal static class UpgradeSentence
{
    private const int MostLimits = 6;

    public static Sentence Of(UpgradeFacts request)
    {
        var (tenant, plan) = (new Reference(request.TenantId), new Reference(request.Plan!.PlanId)); // refused when there is none
        var says = request.Plan.Key == request.Asked ? Sentence.Say($"{tenant} gets {plan}") : Sentence.Say($"{tenant} gets {plan} as a counter-offer,");
        foreach (var (gone, place) in request.Gives.Select((gone, place) => (gone, place)))
        {
            says.AppendLiteral(place == 0 ? " instead of " : " and ");
            says.AppendFormatted(new Reference(gone.PlanId));
        }
        says.AppendLiteral(".");
        Money(says, request.Monthly, request.Lifecycle is Lifecycle.Trial);
        Limits(says, [.. request.Limits.Where(limit => limit.IsAny)]);
        return says;
    }

    private static void Money(Sentence says, Money? monthly, bool isOnTrial)
    {
        if (monthly is null)
        {
            says.AppendLiteral(" What it brings can't be summed: the plans are priced in several currencies.");
            return;
        }
        if (monthly.Amount == 0)
        {
            says.AppendLiteral(" MRR stays as it is.");
            return;
        }
        says.AppendLiteral(isOnTrial ? " Once its trial is over, MRR " : " MRR ");
        says.AppendLiteral(monthly.Amount > 0 ? "grows by " : "falls by ");
        says.AppendFormatted(new Money(Math.Abs(monthly.Amount), monthly.Currency));
        says.AppendLiteral(".");
    }

    private static void Limits(Sentence says, IReadOnlyList<LimitChange> changes)
    {
        foreach (var change in changes.Take(MostLimits))
        {
            says.AppendLiteral(" ");
            says.AppendFormatted(new Reference(change.Feature.FeatureId));
            if (change.Feature.Kind is FeatureKind.Boolean)
                says.AppendLiteral(change.After.Grants ? ": on." : ": off.");
            else if (change.Feature.Kind is FeatureKind.Config)
                says.AppendLiteral(": another value.");
            else
            {
                says.AppendLiteral(": ");
                change.Feature.SayAllowed(change.After, says);
                says.AppendLiteral(" instead of ");
                change.Feature.SayAllowed(change.Before, says);
                says.AppendLiteral(".");
            }
        }
        if (changes.Count > MostLimits)
        {
            says.AppendLiteral(" Further limits that change: ");
            says.AppendFormatted(changes.Count - MostLimits);
            says.AppendLiteral(".");
        }
    }
}
