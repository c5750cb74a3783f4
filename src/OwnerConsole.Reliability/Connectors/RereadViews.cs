using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Lanes;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Reliability.Connectors;

/// <summary>Reads the owner's database once more from the first row: for rows whose cursor was not set when they changed.</summary>
public sealed class RereadViews : Operation<ConnectorFacts, RereadViews.Nothing>
{
    public sealed record Nothing;

    public override Declaration Is =>
        new("connector.reread", "Read everything again", "begun again")
        {
            Subject = "platform",
            Told = "Everything is read again",
            ComesBack = "The reading goes on where it stood before.",
            StaysGone = "What was read meanwhile stays.",
        };

    public override Task<IReadOnlyList<ConnectorFacts>> Load(IReadOnlyList<string> ids, Nothing input, Work work) => ConnectorFacts.Load(ids, work);

    public override Refusal? Refuse(ConnectorFacts platform, Nothing input) =>
        platform switch
        {
            { Settings: null } => new("not_connected", $"No database is connected."),
            { IsRead: false } => new("already_begun", $"It is being read from the first row already."),
            _ => null,
        };

    public override Decision Decide(ConnectorFacts platform, Nothing input) =>
        new($"The three views are read from their first row on. Nothing is counted twice: an event that was taken in before stays one.");

    public override async Task Execute(IReadOnlyList<ConnectorFacts> accepted, Nothing input, Work work)
    {
        await ConnectorFacts.Begin(ReadingCause.Asked, work);
        await work.Hurry([ViewReading.Lane]);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ConnectorFacts> subjects, string undoneRun, Work work)
    {
        if (subjects.All(platform => platform.Reading != undoneRun) || !await ConnectorFacts.TakeBack("readings", undoneRun, work))
            return [];
        await work.Hurry([ViewReading.Lane]);
        return [IdSource.Platform];
    }
}
