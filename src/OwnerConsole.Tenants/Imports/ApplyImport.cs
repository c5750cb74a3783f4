using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Imports the checked rows of a file in the background.</summary>
public sealed class ApplyImport : Operation<ImportFacts, NoInput>
{
    public const string Name = "import.apply";

    /// <summary>Rows are deleted 30 days after the upload, and an undo needs them.</summary>
    private static readonly TimeSpan s_maxAge = TimeSpan.FromDays(14);

    public override OperationDefinition Definition =>
        new(Name, "Apply import", "started")
        {
            Synonyms = "csv, upload, migrate, bulk",
            UndoWindow = TimeSpan.FromDays(14),
            RestoredByUndo =
                "Created tenants and members are removed, and changed fields get their previous values, in the background. Changes made since are kept and listed with the reason.",
            NotRestoredByUndo = "Support numbers and times when members were last seen.",
        };

    public override Task<IReadOnlyList<ImportFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ImportFacts.Load(ids, work);

    public override Refusal? Refuse(ImportFacts subject, NoInput input) =>
        subject.Import switch
        {
            { Kind: ImportKind.MemberList } => new("member_list", $"{subject} only names members. Choose a bulk operation for them on its page."),
            { State: ImportState.Applying or ImportState.Applied or ImportState.Undoing or ImportState.Undone } => new(
                "already_applied",
                $"{subject} was already applied. Upload the file again to import it again."
            ),
            { State: not ImportState.Checked } => new("not_checked", $"{subject} is not checked yet. Choose the fields of its columns and wait for the check."),
            var import when subject.Now - import.CreatedAt > s_maxAge => new(
                "import_expired",
                $"{subject} was uploaded more than {s_maxAge.Days:day} ago. Upload the file again."
            ),
            _ when subject.Counts.Ready == 0 => new("nothing_to_import", $"{subject} has no row without an error."),
            _ => null,
        };

    public override Decision Decide(ImportFacts subject, NoInput input)
    {
        var (counts, changed) = (subject.Counts, subject.Counts.Changes(subject.Import.Conflicts));
        var weight = new Weight(People: changed);
        return subject.Import.Conflicts switch
        {
            ConflictPolicy.KeepOurs => new(
                $"{subject} creates {counts.Creates:record}. Records that exist are not changed. Left out because of errors: {counts.Errors:row}."
            )
            {
                Weight = weight,
            },
            ConflictPolicy.Merge => new(
                $"{subject} creates {counts.Creates:record} and fills empty fields of up to {changed - counts.Creates:other record}. Left out because of errors: {counts.Errors:row}."
            )
            {
                Weight = weight,
            },
            _ => new(
                $"{subject} creates {counts.Creates:record} and changes {changed - counts.Creates:other record}. Left out because of errors: {counts.Errors:row}."
            )
            {
                Weight = weight,
            },
        };
    }

    public override async Task Execute(IReadOnlyList<ImportFacts> accepted, NoInput input, UnitOfWork work)
    {
        string[] ids = [.. accepted.Select(subject => subject.Id)];
        await work.Execute(
            """
            insert into imports.applications (tenant_id, import_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { ids, run = work.RunId }
        );
        await DataImport.SetState(ids, ImportState.Applying, work);
        await ImportApplier.Request(ids, work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ImportFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await DataImport.Applications.CloseOpenedBy([.. subjects.Select(subject => subject.Id)], undoneRun, work);
        await work.Withdraw([.. closed.Select(DataImport.LaneOf)], undoneRun);
        await DataImport.SetState(closed, ImportState.Undoing, work);
        await ImportReverter.Request(closed, work);
        return closed;
    }
}
