using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Closes a month and all months before it, so that their movements no longer change. Late data is booked in the next open month.</summary>
/// <remarks>The first closing ends the import of history.</remarks>
public sealed class CloseMonth : Operation<MonthFacts, CloseMonth.Input>
{
    public sealed record Input([Description("Any day of the month. Earlier months are closed too.")] DateOnly Month);

    internal static readonly DateOnly Earliest = new(2000, 1, 1);

    private static readonly StateRows Rows = new("movements.closings", "tenant_id") { HaveClosedAt = true };

    public override Input Example => new(new(2026, 10, 1));

    public override OperationDefinition Definition =>
        new("month.close", "Close month", "closed")
        {
            IsHarmful = true,
            Synonyms = "lock month",
            Subject = "platform",
            RestoredByUndo = "The month is reopened, if it is the last closed month, no figure would change and it wasn't restated.",
        };

    public override Task<IReadOnlyList<MonthFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => MonthFacts.Load(ids, input.Month, work);

    public override Refusal? Refuse(MonthFacts books, Input input) =>
        books switch
        {
            _ when books.Month < Earliest => new("bad_month", $"Only months from January 2000 on can be closed."),
            _ when books.Month <= books.ClosedMonth => new("already_closed", $"This month is already closed."),
            _ when books.EndsAt > books.Now => new("not_over", $"This month can be closed after it ends, at {books.EndsAt} at the earliest."),
            { HasMissingRates: true } => new("missing_rates", $"MRR in other currencies isn't converted. Import the missing exchange rates first."),
            { IsRestating: true } => new("restating", $"A restatement is being applied. Try again in a few minutes."),
            { IsCounting: true } => new("not_counted", $"New data for this month is still being processed. Try again in a few seconds."),
            _ => null,
        };

    public override Decision Decide(MonthFacts books, Input input) =>
        new(
            books.ClosedMonth is null
                ? Sentence.Say($"Revenue before {books.EndsAt} no longer changes. This is the first closed month, so the import of history ends.")
                : Sentence.Say($"Revenue before {books.EndsAt} no longer changes."),
            new Effect("closed_month", null, books.Month)
        );

    public override async Task Execute(IReadOnlyList<MonthFacts> accepted, Input input, UnitOfWork work)
    {
        await work.Execute(
            "insert into movements.closings (month, until_at, currency, opened_by, opened_at) select @Month, @EndsAt, r.currency, @run, clock_timestamp() from core.reporting r",
            new
            {
                accepted[0].Month,
                accepted[0].EndsAt,
                run = work.RunId,
            }
        );
        await work.EndImports();
    }

    /// <summary>Reopens the month unless its figures would change or were restated, because people may have reported them.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MonthFacts> subjects, string undoneRun, UnitOfWork work)
    {
        const string IsLastAndUnchanged = """
            not exists (select 1 from movements.closings later where later.month > this.month and later.closed_by is null)
               and not exists (select 1 from movements.mrr_month m where m.kind = 'adjustment' and m.ends_at > this.until_at)
               and not exists (select from movements.restatements s where s.tenant_id = this.tenant_id and s.currency = this.currency and s.opened_at > this.opened_at)
            """;
        if (await WouldChange(undoneRun, work))
            return [];
        var reopened = await Rows.CloseOpenedBy([IdGenerator.Platform], undoneRun, work, IsLastAndUnchanged);
        if (reopened.Count == 0)
            return [];
        if (await work.One<bool>("select not exists (select 1 from movements.closings where closed_by is null)"))
            await work.ResumeImports();
        return [IdGenerator.Platform];
    }

    /// <returns>Whether figures would change after reopening the months that a run closed, which is the same as restating the first of them.</returns>
    private static async Task<bool> WouldChange(string undoneRun, UnitOfWork work)
    {
        var books = (
            await work.One<Books>(
                $"""
                select b.compared is not distinct from {Differences.Compared} as are_compared,
                       (select max(c.month) from movements.closings c where c.closed_by is null and c.opened_by <> @undoneRun and c.currency = r.currency) as closed_month
                  from movements.settings b cross join core.reporting r
                """,
                new { undoneRun }
            )
        )!; // both tables always have a row
        var first = books.ClosedMonth?.AddMonths(1) ?? DateOnly.MinValue;
        var differences = await ClosedMonthDifference.FindRows(null, work);
        // Until the months are compared again, adjustments in them aren't among the differences yet.
        return books.AreCompared
            ? ClosedMonthDifference.Of(first, differences).HasChanges
            : differences.Any(difference => difference.Month >= first && difference.Kind is not MovementKind.Adjustment);
    }

    /// <param name="AreCompared">Whether the differences of all closed months are known.</param>
    /// <param name="ClosedMonth">The last month that stays closed; null if there is none.</param>
    internal sealed record Books(bool AreCompared, DateOnly? ClosedMonth);
}
