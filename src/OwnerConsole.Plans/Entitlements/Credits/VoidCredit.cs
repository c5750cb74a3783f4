using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Voids the remaining credits of one grant. Spent credits stay spent.</summary>
public sealed class VoidCredit : Operation<CreditGrantFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("credit.void", "Void credits", "voided")
        {
            Group = ActionGroup.Danger,
            Noun = "grant",
            Reversal = Reversal.Compensates,
            RestoredByUndo = "The rest of the grant is restored, unless it has expired.",
        };

    public override Task<IReadOnlyList<CreditGrantFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => CreditGrantFacts.Load(ids, work);

    public override Refusal? Refuse(CreditGrantFacts credit, NoInput input) =>
        credit.IsUsable ? null : new("nothing_left", $"No credits are left: they were spent, have expired or were voided.");

    public override Decision Decide(CreditGrantFacts credit, NoInput input)
    {
        var says = Sentence.Say($"{new EntityReference(credit.TenantId)} loses credits for ");
        KnownFeature.AppendAmount(Allowance.Of(credit.Left), says);
        says.AppendLiteral(" of ");
        says.AppendFormatted(new EntityReference(credit.FeatureId));
        says.AppendLiteral(".");
        return new(says) { Send = [Message.Event("credits.voided", new CreditsVoided(credit.CreditId, credit.Feature, Allowance.Plain(credit.Left)))] };
    }

    public override Task Execute(IReadOnlyList<CreditGrantFacts> accepted, NoInput input, UnitOfWork work) =>
        CreditRows.Void([.. accepted.Select(credit => credit.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<CreditGrantFacts> subjects, string undoneRun, UnitOfWork work) =>
        CreditRows.Restore([.. subjects.Select(credit => credit.Id)], undoneRun, work);

    public override Message[] GetUndoMessages(CreditGrantFacts credit) =>
        [
            Message.Event(
                "credits.granted",
                new CreditsGranted(credit.CreditId, credit.Feature, Allowance.Plain(credit.Left), credit.ExpiresAt, credit.RolledFrom)
            ),
        ];
}
