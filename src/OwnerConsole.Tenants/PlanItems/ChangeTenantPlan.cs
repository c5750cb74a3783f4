using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Tenants.Plans.Public;

namespace OwnerConsole.Tenants.PlanItems;

/// <summary>Decides all the plans that a tenant holds, several at once if need be. The application is told, and it stands until the application reports something new. Nothing is written to Stripe.</summary>
public sealed class ChangeTenantPlan : Operation<HoldingFacts, ChangeTenantPlan.Input>
{
    private const int MostItems = 50,
        MostOfOne = 1_000_000;

    public sealed record Input([Description("All that the tenant holds from now on; what isn't named here ends.")] IReadOnlyList<Item> Items);

    public sealed record Item([ChosenAmong(PlanBook.Source)] string Plan, int Quantity = 1);

    public override Input Example => new([new("pro"), new("seats", 5)]);

    public override Declaration Is =>
        new("tenant.change_plan", "Change plan", "changed")
        {
            Noun = "plan",
            Reversal = Reversal.Compensates,
            ComesBack = "What the tenant held before, unless it was decided or reported anew since.",
        };

    public override Task<IReadOnlyList<HoldingFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => HoldingFacts.Load(ids, work);

    public override Refusal? Refuse(HoldingFacts tenant, Input input) =>
        tenant switch
        {
            { IsOver: true } => new("cancelled", $"{tenant} is {tenant.Lifecycle}; it holds what it held at its end."),
            _ when input.Items.Count > MostItems => new("too_many", $"A tenant holds {MostItems} plans at most."),
            _ when input.Items.DistinctBy(item => item.Plan).Count() != input.Items.Count => new("named_twice", $"A plan is named once; give it a quantity."),
            _ when input.Items.Any(item => item.Quantity is < 1 or > MostOfOne) => new("bad_quantity", $"A quantity is 1 to {MostOfOne}."),
            // What it holds already may stay, also when it is retired or was never added here.
            _ when input.Items.Any(item => tenant.Known(item.Plan) is null && tenant.Held.All(held => held.Plan != item.Plan)) => new(
                "unknown_plan",
                $"There is no plan with one of these keys. The settings list those that can be chosen."
            ),
            _ when Sorted(input).SequenceEqual(tenant.Held) => new("no_change", $"{tenant} holds exactly this already."),
            _ => null,
        };

    public override Decision Decide(HoldingFacts tenant, Input input) =>
        new(Says(tenant, Sorted(input)), new Effect("plan_items", tenant.Held, Sorted(input))) { Send = [Told(Sorted(input))] };

    public override Task Execute(IReadOnlyList<HoldingFacts> accepted, Input input, Work work) =>
        work.Hold([.. accepted.Select(tenant => tenant.Id)], Sorted(input));

    public override Message[] TellUndone(HoldingFacts tenant) => [Told(tenant.Before)];

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<HoldingFacts> subjects, string undoneRun, Work work) =>
        work.TakeBackPlans([.. subjects.Where(tenant => !tenant.IsOver).Select(tenant => tenant.Id)], undoneRun);

    private static Message Told(IReadOnlyList<PlanItem> items) => Message.Event("tenant.plan_changed", new { PlanItems = items });

    private static IReadOnlyList<PlanItem> Sorted(Input input) =>
        [.. input.Items.Select(item => new PlanItem(item.Plan, item.Quantity)).OrderBy(item => item.Plan, StringComparer.Ordinal)];

    private static Sentence Says(HoldingFacts tenant, IReadOnlyList<PlanItem> items)
    {
        var says = Sentence.Say($"{tenant} holds");
        foreach (var item in items)
        {
            says.AppendLiteral(item == items[0] ? " " : ", ");
            if (tenant.Known(item.Plan) is { } plan)
                says.AppendFormatted(new Reference(plan.PlanId));
            else
                says.AppendLiteral("a plan that isn't listed here");
            if (item.Quantity == 1)
                continue;
            says.AppendLiteral(" × ");
            says.AppendFormatted(item.Quantity);
        }
        says.AppendLiteral(items.Count == 0 ? " no plan any more." : ".");
        return says;
    }
}
