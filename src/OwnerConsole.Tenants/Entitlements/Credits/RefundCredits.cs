using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>Gives back what a tenant has spent, as if it had not been used: to the credits that it came from, the latest spending first. What comes back to credits that have expired has expired, too.</summary>
public sealed class RefundCredits : Operation<RefundFacts, RefundCredits.Input>
{
    public sealed record Input(
        [Description("What was used.")] [ChosenAmong(FeatureBook.Source)] string Feature,
        [Description("So much of it; empty for all.")] string? Amount = null,
        [Description("The Idempotency-Key of one claim; empty for what credits paid for in the period that runs.")] string? Key = null
    );

    public override Input Example => new("sessions", "3");

    public override Declaration Is =>
        new("credit.refund", "Refund credits", "refunded")
        {
            Subject = "tenant",
            Noun = "tenant",
            ComesBack = "The spending, unless the credits that it was given back to were used, have ended or were voided since.",
        };

    public override Task<IReadOnlyList<RefundFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) =>
        RefundFacts.Load(ids, input.Feature, input.Key?.Trim(), work);

    public override Refusal? Refuse(RefundFacts tenant, Input input) =>
        tenant switch
        {
            { Feature: null } => new("unknown_feature", $"There is no feature with this key. Declare it first."),
            { Spent: null } when input.Key is { Length: > 0 } => new("unknown_claim", $"Nothing was counted for {tenant} under this key in the last 32 days."),
            { Spent: null } => new("nothing_spent", $"Credits have paid for nothing of {tenant} in the period that runs."),
            { Spent.IsCounted: false } => new("not_counted", $"It is held only: the application releases it, or commits it first."),
            { Spent.Refunded: not null } => new("already_refunded", $"This claim was refunded before."),
            _ when Amount(tenant, input) is not > 0 || Amount(tenant, input) > tenant.Spent.Counted => new(
                "bad_amount",
                $"An amount is above 0, and no more than was spent."
            ),
            _ => null,
        };

    public override Decision Decide(RefundFacts tenant, Input input)
    {
        var says = Sentence.Say($"{tenant} gets back what it used: ");
        KnownFeature.Say(Allowance.Of(Amount(tenant, input)!.Value), says); // refused when there is none
        says.AppendLiteral(" of ");
        says.AppendFormatted(new Reference(tenant.Feature!.FeatureId)); // refused when there is none
        says.AppendLiteral(". Credits that paid for it are as they were, unless they are over.");
        return new(says);
    }

    public override async Task Execute(IReadOnlyList<RefundFacts> accepted, Input input, Work work)
    {
        foreach (var tenant in accepted)
            await tenant.Spent!.GiveBack(Amount(tenant, input)!.Value, work.RunId, work); // refused when there is none
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RefundFacts> subjects, string undoneRun, Work work) =>
        RefundRows.SpendAgain([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);

    /// <returns>null when it is no amount of the feature</returns>
    private static decimal? Amount(RefundFacts tenant, Input input) =>
        input.Amount is { Length: > 0 } text ? Allowance.Amount(text.Trim(), tenant.Feature!.Decimals) : tenant.Spent!.Counted; // refused when there is none
}
