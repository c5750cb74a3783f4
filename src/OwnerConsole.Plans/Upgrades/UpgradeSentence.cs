using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Public;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Describes an approval: the plan, the change in MRR, and the changed limits.</summary>
internal static class UpgradeSentence
{
    private const int MaxLimits = 6;

    public static Sentence Of(UpgradeFacts request)
    {
        var (tenant, plan) = (new EntityReference(request.TenantId), new EntityReference(request.Plan!.PlanId)); // not null: an unknown plan is refused
        var says =
            request.Plan.Key == request.RequestedPlan ? Sentence.Say($"{tenant} gets {plan}") : Sentence.Say($"{tenant} gets {plan} as a counter-offer,");
        foreach (var (gone, place) in request.ReplacedPlans.Select((gone, place) => (gone, place)))
        {
            says.AppendLiteral(place == 0 ? " instead of " : " and ");
            says.AppendFormatted(new EntityReference(gone.PlanId));
        }
        says.AppendLiteral(".");
        AppendMoney(says, request.Monthly, request.Lifecycle is TenantLifecycle.Trial);
        AppendLimits(says, [.. request.Limits.Where(limit => limit.HasChanged)]);
        return says;
    }

    private static void AppendMoney(Sentence says, Money? monthly, bool isOnTrial)
    {
        if (monthly is null)
        {
            says.AppendLiteral(" The change in MRR is unknown, because the plans are priced in several currencies.");
            return;
        }
        if (monthly.Amount == 0)
        {
            says.AppendLiteral(" MRR doesn't change.");
            return;
        }
        says.AppendLiteral(isOnTrial ? " After the trial, MRR " : " MRR ");
        says.AppendLiteral(monthly.Amount > 0 ? "grows by " : "falls by ");
        says.AppendFormatted(new Money(Math.Abs(monthly.Amount), monthly.Currency));
        says.AppendLiteral(".");
    }

    private static void AppendLimits(Sentence says, IReadOnlyList<LimitChange> changes)
    {
        foreach (var change in changes.Take(MaxLimits))
        {
            says.AppendLiteral(" ");
            says.AppendFormatted(new EntityReference(change.Feature.FeatureId));
            if (change.Feature.Kind is FeatureKind.Boolean)
                says.AppendLiteral(change.After.Grants ? ": on." : ": off.");
            else if (change.Feature.Kind is FeatureKind.Config)
                says.AppendLiteral(": new value.");
            else
            {
                says.AppendLiteral(": ");
                change.Feature.AppendAllowance(change.After, says);
                says.AppendLiteral(" instead of ");
                change.Feature.AppendAllowance(change.Before, says);
                says.AppendLiteral(".");
            }
        }
        if (changes.Count > MaxLimits)
        {
            says.AppendLiteral(" Other changed limits: ");
            says.AppendFormatted(changes.Count - MaxLimits);
            says.AppendLiteral(".");
        }
    }
}
