using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Disconnects the database and stops the sync.</summary>
public sealed class DisconnectDatabase : Operation<ConnectorFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("connector.disconnect", "Disconnect database", "disconnected")
        {
            Group = ActionGroup.Danger,
            Subject = "platform",
            Noun = "database",
            DoneSentence = "Database disconnected",
            RestoredByUndo = "The connection with its password. The sync continues where it stopped.",
            NotRestoredByUndo = "Data that was already synced.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, NoInput input) =>
        platform.Settings is null ? new("not_connected", $"No database is connected.") : null;

    public override Decision Decide(ConnectorFacts platform, NoInput input) =>
        new($"The views will no longer be read. Tenants, users and events that were already synced are kept.");

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, NoInput input, UnitOfWork work)
    {
        await ConnectorRows.Settings.Close([IdGenerator.Platform], work);
        await ConnectorRows.Syncs.Close([IdGenerator.Platform], work);
        await ConnectorRows.Pauses.Close([IdGenerator.Platform], work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, UnitOfWork work)
    {
        var restored = await ConnectorRows.Settings.Reopen([IdGenerator.Platform], undoneRun, work);
        if (restored.Count == 0)
            return []; // another database has been connected since
        await ConnectorRows.Syncs.Reopen(restored, undoneRun, work);
        await ConnectorRows.Pauses.Reopen(restored, undoneRun, work);
        await work.MakeDue([ViewReader.Lane]);
        return restored;
    }
}
