using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Integrations.Connectors;

/// <summary>Resumes a paused sync where it stopped.</summary>
public sealed class ResumeSync : Operation<ConnectorFacts, NoInput>
{
    public override OperationDefinition Definition =>
        new("connector.resume", "Resume sync", "resumed")
        {
            Subject = "platform",
            DoneSentence = "Sync resumed",
            RestoredByUndo = "The sync is paused again.",
            NotRestoredByUndo = "Data that was already synced.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, NoInput input, UnitOfWork work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, NoInput input) => platform.IsPaused ? null : new("not_paused", $"The sync is not paused.");

    public override Decision Decide(ConnectorFacts platform, NoInput input) => new($"The sync continues immediately where it stopped.");

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, NoInput input, UnitOfWork work)
    {
        await ConnectorRows.Pauses.Close([IdGenerator.Platform], work);
        await work.MakeDue([ViewReader.Lane]);
    }

    public override Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, UnitOfWork work) =>
        ConnectorRows.Pauses.Reopen([IdGenerator.Platform], undoneRun, work);
}
