using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Trust.Retention;

/// <summary>Releases a legal hold. The next run of retention deletes what the hold kept, and its subject can be anonymised again.</summary>
public sealed class ReleaseLegalHold : Operation<LegalHoldFacts, ReleaseLegalHold.Input>
{
    public const string Name = "legal_hold.release";

    public sealed record Input(
        [DataType(DataType.MultilineText)] [Description("Why the data no longer has to be kept. Visible to your team only.")] string Reason
    );

    public override Input Example => new("The case was closed.");

    public override OperationDefinition Definition =>
        new(Name, "Release legal hold", "released")
        {
            Group = ActionGroup.Danger,
            Reversal = Reversal.Never,
            NotRestoredByUndo = "Rows that are deleted after the release. You can place another hold, which keeps the rest.",
        };

    public override Task<IReadOnlyList<LegalHoldFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => LegalHoldFacts.Load(ids, work);

    public override Refusal? Refuse(LegalHoldFacts hold, Input input) =>
        hold.IsReleased ? new("already_released", $"{hold} was already released.")
        : string.IsNullOrWhiteSpace(input.Reason) ? new("note_needed", $"Enter a reason.")
        : null;

    public override Decision Decide(LegalHoldFacts hold, Input input) =>
        new($"Legal hold {hold} on {new EntityReference(hold.MemberId ?? hold.TenantId)} is released. Data older than its period is deleted within an hour.")
        {
            Weight = new(People: hold.People),
        };

    public override Task Execute(IReadOnlyList<LegalHoldFacts> accepted, Input input, UnitOfWork work) =>
        LegalHoldRows.Release([.. accepted.Select(hold => hold.Id)], input.Reason.Trim(), work);
}
