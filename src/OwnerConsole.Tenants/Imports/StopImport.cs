using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tenants.Imports;

/// <summary>Stops an import after the current batch. Undoing the stop continues with the first row that is left.</summary>
public sealed class StopImport : Operation<ImportFacts, NoInput>
{
    public const string Name = "import.stop";

    public override OperationDefinition Definition =>
        new(Name, "Stop import", "stopped") { Synonyms = "pause, cancel, csv", RestoredByUndo = "The import continues with the rows that are left." };

    public override Task<IReadOnlyList<ImportFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ImportFacts.Load(ids, work);

    public override Refusal? Refuse(ImportFacts subject, NoInput input) =>
        subject.Import switch
        {
            { State: not ImportState.Applying } => new("not_applying", $"{subject} is not being applied."),
            { IsStopped: true } => new("already_stopped", $"{subject} is already stopped."),
            _ => null,
        };

    public override Decision Decide(ImportFacts subject, NoInput input) =>
        new($"{subject} stops. Rows that were already applied are kept, and the others can be continued later.");

    public override Task Execute(IReadOnlyList<ImportFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            """
            insert into imports.stops (tenant_id, import_id, opened_by, opened_at)
            select 'tnt_platform', id, @run, clock_timestamp() from unnest(@ids) id
            """,
            new { ids = accepted.Select(subject => subject.Id).ToArray(), run = work.RunId }
        );

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ImportFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var closed = await DataImport.Stops.CloseOpenedBy(
            [.. subjects.Select(subject => subject.Id)],
            undoneRun,
            work,
            "exists (select from imports.imports i where i.tenant_id = this.tenant_id and i.import_id = this.import_id and i.state = 'applying')"
        );
        await ImportApplier.Request(closed, work);
        return closed;
    }
}
