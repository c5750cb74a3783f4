using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Refunds usage of a tenant, as if it had not happened: to the credits that paid for it, latest first. Refunds to expired credits
/// expire immediately.</summary>
public sealed class RefundCredits : Operation<RefundFacts, RefundCredits.Input>
{
    public sealed record Input(
        [Description("Feature whose usage is refunded.")] [OptionsFrom(FeatureCatalogue.CreditSource)] string Feature,
        [Description("Amount to refund. Leave blank for all.")] string? Amount = null,
        [Description("Idempotency-Key of one claim. Leave blank for all usage paid from credits in the current period.")] string? Key = null
    );

    public override Input Example => new("sessions", "3");

    public override OperationDefinition Definition =>
        new("credit.refund", "Refund credits", "refunded")
        {
            Group = ActionGroup.Limits,
            Synonyms = "refund",
            Subject = "tenant",
            Noun = "tenant",
            RestoredByUndo = "The usage is counted again, unless the refunded credits were spent, have expired or were voided since.",
        };

    public override Task<IReadOnlyList<RefundFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        RefundFacts.Load(ids, input.Feature, input.Key?.Trim(), work);

    public override Refusal? Refuse(RefundFacts tenant, Input input) =>
        tenant switch
        {
            { Feature: null } => new("unknown_feature", $"No feature has this key. Add the feature first."),
            { Spent: null } when input.Key is { Length: > 0 } => new("unknown_claim", $"{tenant} has no usage under this key in the last 32 days."),
            { Spent: null } => new("nothing_spent", $"{tenant} has no usage paid from credits in the current period."),
            { Spent.IsCounted: false } => new("not_counted", $"This claim is only a reservation. The app must commit it first, or release it."),
            { Spent.Refunded: not null } => new("already_refunded", $"This claim was already refunded."),
            _ when Amount(tenant, input) is not > 0 || Amount(tenant, input) > tenant.Spent.Counted => new(
                "bad_amount",
                $"The amount must be above 0 and at most the usage."
            ),
            _ => null,
        };

    public override Decision Decide(RefundFacts tenant, Input input)
    {
        var says = Sentence.Say($"{tenant} gets a refund for ");
        KnownFeature.AppendAmount(Allowance.Of(Amount(tenant, input)!.Value), says); // Refuse has excluded null.
        says.AppendLiteral(" of ");
        says.AppendFormatted(new EntityReference(tenant.Feature!.FeatureId)); // Refuse has excluded null.
        says.AppendLiteral(". Credits that paid for it are restored, unless they have expired.");
        return new(says);
    }

    public override async Task Execute(IReadOnlyList<RefundFacts> accepted, Input input, UnitOfWork work)
    {
        foreach (var tenant in accepted)
            await tenant.Spent!.Refund(Amount(tenant, input)!.Value, work.RunId, work); // Refuse has excluded null.
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<RefundFacts> subjects, string undoneRun, UnitOfWork work) =>
        RefundRows.SpendAgain([.. subjects.Select(tenant => tenant.Id)], undoneRun, work);

    /// <returns>Null if the text is not a valid amount of the feature.</returns>
    private static decimal? Amount(RefundFacts tenant, Input input) =>
        input.Amount is { Length: > 0 } text ? Allowance.Amount(text.Trim(), tenant.Feature!.Decimals) : tenant.Spent!.Counted; // Refuse has excluded null.
}
