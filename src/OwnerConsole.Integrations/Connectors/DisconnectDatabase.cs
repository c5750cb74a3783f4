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

    public override Task Execute(IReadOnlyList<ConnectorFacts> accepted, NoInput input, UnitOfWork work)
    {
        foreach (var table in s_tables)
            work.Defer($"update connectors.{table} set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null", new { run = work.RunId });
        return Task.CompletedTask;
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, UnitOfWork work)
    {
        foreach (var table in s_tables)
            if (!await ConnectorFacts.Revert(table, undoneRun, work) && table == s_tables[0])
                return []; // another database has been connected since
        await work.MakeDue([ViewReader.Lane]);
        return [IdGenerator.Platform];
    }

    /// <summary>Tables with rows that are valid while a database is connected, starting with the connection itself.</summary>
    private static readonly string[] s_tables = ["settings", "readings", "pauses"];
}
