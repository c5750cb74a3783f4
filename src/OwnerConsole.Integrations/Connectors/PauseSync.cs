using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Pauses the sync of the connected database until it is resumed.</summary>
public sealed class PauseSync : Operation<ConnectorFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("connector.pause", "Pause sync", "paused")
        {
            Subject = "platform",
            DoneSentence = "Sync paused",
            RestoredByUndo = "The sync continues where it stopped.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, NoInput input) =>
        platform switch
        {
            { Settings: null } => new("not_connected", $"No database is connected."),
            { IsPaused: true } => new("already_paused", $"The sync is already paused."),
            _ => null,
        };

    public override Decision Decide(ConnectorFacts platform, NoInput input) =>
        new($"The views will not be read until the sync is resumed. Changes in the meantime are synced then.");

    public override Task Execute(IReadOnlyList<ConnectorFacts> accepted, NoInput input, UnitOfWork work) =>
        work.Execute(
            "insert into connectors.pauses (tenant_id, opened_by, opened_at) values ('tnt_platform', @run, clock_timestamp())",
            new { run = work.RunId }
        );

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, UnitOfWork work) =>
        ConnectorRows.Pauses.CloseOpenedBy([IdGenerator.Platform], undoneRun, work);
}
