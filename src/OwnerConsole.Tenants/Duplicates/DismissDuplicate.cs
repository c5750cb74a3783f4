using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Tenants.Duplicates;

/// <summary>Dismisses likely duplicates, because they are different people or companies. A pair is listed again only for a reason that it doesn't have yet.</summary>
public sealed class DismissDuplicate : Operation<DuplicateFacts, NoInput>
{
    public const string Name = "duplicate.dismiss";

    private static readonly StateRows s_dismissals = new("duplicates.dismissals", "pair_id") { HaveClosedAt = true };

    public override OperationDefinition Definition =>
        new(Name, "Dismiss duplicate", "dismissed") { RestoredByUndo = "The pair is listed again.", Synonyms = "not a duplicate, ignore, different" };

    public override Task<IReadOnlyList<DuplicateFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => DuplicateFacts.Load(ids, work);

    public override Refusal? Refuse(DuplicateFacts pair, NoInput input) => pair.IsDismissed ? new("already_dismissed", $"{pair} is already dismissed.") : null;

    public override Decision Decide(DuplicateFacts pair, NoInput input) =>
        new(
            $"{new EntityReference(pair.FirstId)} and {new EntityReference(pair.SecondId)} are no longer listed as duplicates, unless they become similar for another reason."
        );

    public override async Task Execute(IReadOnlyList<DuplicateFacts> accepted, NoInput input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(pair => pair.Id)];
        await s_dismissals.Close(ids, work); // dismissals for other reasons
        await work.Execute(
            """
            insert into duplicates.dismissals (tenant_id, pair_id, reasons, opened_by, opened_at)
            select p.tenant_id, p.pair_id, p.reasons, @run, clock_timestamp() from duplicates.pairs p where p.pair_id = any(@ids)
            """,
            new { ids, run = work.RunId }
        );
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<DuplicateFacts> subjects, string undoneRun, UnitOfWork work) =>
        s_dismissals.Undo([.. subjects.Select(pair => pair.Id)], undoneRun, work);
}
