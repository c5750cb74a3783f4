using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Ends the reading of the owner's database: nothing is connected any more.</summary>
public sealed class DisconnectDatabase : Operation<ConnectorFacts, DisconnectDatabase.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("connector.disconnect", "Disconnect the database", "disconnected")
        {
            Subject = "platform",
            Noun = "database",
            Told = "Your database is disconnected",
            ComesBack = "The connection with its password; the views are read on from where they stood.",
            StaysGone = "What was read stays.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, Nothing input) =>
        platform.Settings is null ? new("not_connected", $"No database is connected.") : null;

    public override Decision Decide(ConnectorFacts platform, Nothing input) =>
        new($"The views are not read any more, and the console calls this database no more. Tenants, people and events that were read stay.");

    public override Task Execute(IReadOnlyList<ConnectorFacts> accepted, Nothing input, Work work)
    {
        foreach (var table in s_tables)
            work.Later($"update connectors.{table} set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null", new { run = work.RunId });
        return Task.CompletedTask;
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, Work work)
    {
        foreach (var table in s_tables)
            if (!await ConnectorFacts.TakeBack(table, undoneRun, work) && table == s_tables[0])
                return []; // another is connected since
        await work.Hurry([ViewReading.Lane]);
        return [IdSource.Platform];
    }

    /// <summary>What holds as long as a database is connected, the connection itself first.</summary>
    private static readonly string[] s_tables = ["settings", "readings", "pauses"];
}
