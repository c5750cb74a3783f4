using System.ComponentModel;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Words;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Closes a month and all before it: their movements stay as they are, and what becomes known later is booked in the month after. With the first one the import of history ends.</summary>
public sealed class CloseMonth : Operation<MonthFacts, CloseMonth.Input>
{
    public sealed record Input(
        [Description("Any day of the month, in the zone your numbers are cut in. What lies before it is closed with it.")] DateOnly Month
    );

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    public override Input Example => new(new(2026, 10, 1));

    public override Declaration Is =>
        new("month.close", "Close month", "closed")
        {
            Subject = "platform",
            ComesBack =
                "The month is open again, while it is the last one closed and nothing was booked on its account since: reopened then, no number in it moves.",
        };

    public override Task<IReadOnlyList<MonthFacts>> Load(IReadOnlyList<string> ids, Input input, Work work) => MonthFacts.Load(ids, input.Month, work);

    public override Refusal? Refuse(MonthFacts books, Input input) =>
        books switch
        {
            _ when books.Month < Earliest => new("bad_month", $"Months are closed from the year 2000 on."),
            _ when books.Month <= books.ClosedMonth => new("already_closed", $"This month is closed already."),
            _ when books.EndsAt > books.Now => new("not_over", $"A month is closed when it is over, at {books.EndsAt} at the earliest."),
            { IsCounting: true } => new("not_counted", $"Something of this month came in just now and isn't counted yet. Try again in some seconds."),
            _ => null,
        };

    public override Decision Decide(MonthFacts books, Input input) =>
        new(
            books.ClosedMonth is null
                ? Sentence.Say($"Money before {books.EndsAt} stays as it is from now on. It is the first month that is closed, so no more history is imported.")
                : Sentence.Say($"Money before {books.EndsAt} stays as it is from now on."),
            new Effect("closed_month", null, books.Month)
        );

    public override async Task Execute(IReadOnlyList<MonthFacts> accepted, Input input, Work work)
    {
        await work.Do(
            "insert into movements.closings (month, until_at, opened_by, opened_at) values (@Month, @EndsAt, @run, clock_timestamp())",
            new
            {
                accepted[0].Month,
                accepted[0].EndsAt,
                run = work.RunId,
            }
        );
        await work.EndImports();
    }

    /// <summary>Where something was booked on its account since, opening it would move numbers that people have reported: that is no undo.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MonthFacts> subjects, string undoneRun, Work work)
    {
        var reopened = await work.Do(
            """
            update movements.closings c
               set closed_by = @run, closed_at = clock_timestamp()
             where c.opened_by = @undoneRun and c.closed_by is null
               and not exists (select 1 from movements.closings later where later.month > c.month and later.closed_by is null)
               and not exists (select 1 from movements.mrr_month m where m.kind = 'adjustment' and m.ends_at > c.until_at)
            """,
            new { run = work.RunId, undoneRun }
        );
        if (reopened == 0)
            return [];
        if (await work.One<bool>("select not exists (select 1 from movements.closings where closed_by is null)"))
            await work.ResumeImports();
        return [IdSource.Platform];
    }
}
