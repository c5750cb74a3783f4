using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Syncs the views again from the first row, to catch rows whose cursor was not updated when they changed.</summary>
public sealed class ResyncViews : Operation<ConnectorFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("connector.resync", "Resync views", "restarted")
        {
            Subject = "platform",
            DoneSentence = "Resync started",
            RestoredByUndo = "The sync continues where it was before.",
            NotRestoredByUndo = "Data that was already synced.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, NoInput input) =>
        platform switch
        {
            { Settings: null } => new("not_connected", $"No database is connected."),
            { IsRead: false } => new("already_in_progress", $"A full sync is already in progress."),
            _ => null,
        };

    public override Decision Decide(ConnectorFacts platform, NoInput input) =>
        new($"The three views will be read again from the first row. Events that were already ingested are not counted twice.");

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, NoInput input, UnitOfWork work)
    {
        await ConnectorFacts.Start(SyncCause.Requested, work);
        await work.MakeDue([ViewReader.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await ConnectorRows.Syncs.Undo([IdGenerator.Platform], undoneRun, work);
        if (restored.Count > 0)
            await work.MakeDue([ViewReader.Lane]);
        return restored;
    }
}
