using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Insights.Settings;

/// <summary>Says where days begin, in which money is summed, and how long a session lasts that nobody ends.</summary>
public sealed class ChangeReporting : Operation<ReportingFacts, ChangeReporting.Input>
{
    public sealed record Input(
        [ChosenAmong(ReportingSource.Zones)] [Description("Days, weeks and months of every number begin there.")] string Zone,
        [ChosenAmong(ReportingSource.Currencies)] [Description("Of every sum of money. What is priced in another is not summed.")] string Currency,
        [Range(1, 24)] [Description("A session that nobody ended is closed after so many hours, and marked.")] int SessionHours = 12
    );

    public override Input Example => new("Europe/Berlin", "EUR");

    public override Declaration Is =>
        new("reporting.change", "Change how numbers are cut", "changed")
        {
            Subject = "platform",
            Told = "Numbers are cut anew",
            ComesBack = "What was set before; days are counted anew once more.",
        };

    public override Task<IReadOnlyList<ReportingFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => ReportingFacts.Load(ids, input.Zone, work);

    public override Refusal? Refuse(ReportingFacts now, Input input) =>
        input switch
        {
            _ when Zone.Find(input.Zone) is null => new("bad_zone", $"A zone has a name of the IANA database, such as Europe/Berlin."),
            _ when !Currency.Exists(input.Currency) => new("bad_currency", $"A currency is one of ISO 4217, three capital letters such as USD."),
            { SessionHours: < 1 or > 24 } => new("bad_limit", $"A session lasts {1} to {24} hours."),
            _ when IsSame(now, input) => new("no_change", $"Numbers are cut like this already."),
            _ => null,
        };

    public override Decision Decide(ReportingFacts now, Input input) =>
        new(
            Says(now, input),
            new("zone", now.Zone, input.Zone),
            new("currency", now.Currency, input.Currency),
            new("session_hours", (int)now.SessionLimit.TotalHours, input.SessionHours)
        );

    public override async Task Execute(IReadOnlyList<ReportingFacts> accepted, Input input, Work work)
    {
        await Reporting.Change(input.Zone, input.Currency, TimeSpan.FromHours(input.SessionHours), work.RunId!, work); // carried out by a run
        if (accepted[0].Zone != input.Zone)
            await Recounting.Ask(work);
    }

    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<ReportingFacts> subjects, string undoneRun, Work work)
    {
        if (await Reporting.Restore(undoneRun, work) is not { } zone)
            return [];
        if (subjects[0].Zone != zone)
            await Recounting.Ask(work);
        return [IdSource.Platform];
    }

    private static Sentence Says(ReportingFacts now, Input input) =>
        now.Zone == input.Zone ? Sentence.Say($"Every number follows from now on.")
        : now.KeptSince is { } since
            ? Sentence.Say(
                $"All days from {since} on are counted anew, which takes some minutes. Events before that are not kept: only sessions are counted anew there."
            )
        : Sentence.Say($"All days are counted anew, which takes some minutes.");

    private static bool IsSame(ReportingFacts now, Input input) =>
        (now.Zone, now.Currency, now.SessionLimit) == (input.Zone, input.Currency, TimeSpan.FromHours(input.SessionHours));
}
