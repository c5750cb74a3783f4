using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Reads the owner's database on from where it stood when it was paused.</summary>
public sealed class ResumeReading : Operation<ConnectorFacts, ResumeReading.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("connector.resume", "Resume reading", "resumed")
        {
            Subject = "platform",
            Told = "Your database is read on",
            ComesBack = "It is paused again.",
            StaysGone = "What was read meanwhile stays.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, Nothing input) => platform.IsPaused ? null : new("not_paused", $"It is not paused.");

    public override Decision Decide(ConnectorFacts platform, Nothing input) => new($"The views are read on from where they stood, at once.");

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, Nothing input, Work work)
    {
        await work.Do("update connectors.pauses set closed_by = @run where tenant_id = 'tnt_platform' and closed_by is null", new { run = work.RunId });
        await work.Hurry([ViewReading.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, Work work) =>
        await ConnectorFacts.TakeBack("pauses", undoneRun, work) ? [IdSource.Platform] : [];
}
