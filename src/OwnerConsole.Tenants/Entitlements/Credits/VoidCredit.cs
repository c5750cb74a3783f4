using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements.Credits;

/// <summary>Voids the remaining credits of one grant. Spent credits stay spent.</summary>
public sealed class VoidCredit : Operation<GrantedCredit, VoidCredit.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("credit.void", "Void credits", "voided")
        {
            Noun = "grant",
            Reversal = Reversal.Compensates,
            ComesBack = "The rest of the grant is restored, unless it has expired.",
        };

    public override Task<IReadOnlyList<GrantedCredit>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => GrantedCredit.Load(ids, work);

    public override Refusal? Refuse(GrantedCredit credit, Nothing input) =>
        credit.IsUsable ? null : new("nothing_left", $"No credits are left: they were spent, have expired or were voided.");

    public override Decision Decide(GrantedCredit credit, Nothing input)
    {
        var says = Sentence.Say($"{new Reference(credit.TenantId)} loses credits for ");
        KnownFeature.Say(Allowance.Of(credit.Left), says);
        says.AppendLiteral(" of ");
        says.AppendFormatted(new Reference(credit.FeatureId));
        says.AppendLiteral(".");
        return new(says) { Send = [Message.Event("credits.voided", new CreditsVoided(credit.CreditId, credit.Feature, Allowance.Plain(credit.Left)))] };
    }

    public override Task Execute(IReadOnlyList<GrantedCredit> accepted, Nothing input, Work work) =>
        CreditRows.Void([.. accepted.Select(credit => credit.Id)], work);

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<GrantedCredit> subjects, string undoneRun, Work work) =>
        CreditRows.Restore([.. subjects.Select(credit => credit.Id)], undoneRun, work);

    public override Message[] TellUndone(GrantedCredit credit) =>
        [
            Message.Event(
                "credits.granted",
                new CreditsGranted(credit.CreditId, credit.Feature, Allowance.Plain(credit.Left), credit.ExpiresAt, credit.RolledFrom)
            ),
        ];
}
