using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Resumes a paused sync where it stopped.</summary>
public sealed class ResumeReading : Operation<ConnectorFacts, ResumeReading.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("connector.resume", "Resume sync", "resumed")
        {
            Subject = "platform",
            Told = "Sync resumed",
            ComesBack = "The sync is paused again.",
            StaysGone = "Data that was already synced.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, Nothing input) => platform.IsPaused ? null : new("not_paused", $"The sync is not paused.");

    public override Decision Decide(ConnectorFacts platform, Nothing input) => new($"The sync continues immediately where it stopped.");

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, Nothing input, Work work)
    {
        await work.Do("update connectors.pauses set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null", new { run = work.RunId });
        await work.Hurry([ViewReading.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, Work work) =>
        await ConnectorFacts.TakeBack("pauses", undoneRun, work) ? [IdSource.Platform] : [];
}
