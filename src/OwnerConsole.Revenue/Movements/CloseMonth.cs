using System.ComponentModel;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Closes a month and all months before it, so that their movements no longer change. Late data is booked in the next open month.</summary>
/// <remarks>The first closing ends the import of history.</remarks>
public sealed class CloseMonth : Operation<MonthFacts, CloseMonth.Input>
{
    public sealed record Input([Description("Any day of the month. Earlier months are closed too.")] DateOnly Month);

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    private static readonly StateRows Rows = new("movements.closings", "tenant_id") { HaveClosedAt = true };

    public override Input Example => new(new(2026, 10, 1));

    public override OperationDefinition Definition =>
        new("month.close", "Close month", "closed")
        {
            IsHarmful = true,
            Synonyms = "lock month",
            Subject = "platform",
            RestoredByUndo = "The month is reopened, if it is the last closed month and no adjustments have been booked for it since.",
        };

    public override Task<IReadOnlyList<MonthFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) => MonthFacts.Load(ids, input.Month, work);

    public override Refusal? Refuse(MonthFacts books, Input input) =>
        books switch
        {
            _ when books.Month < Earliest => new("bad_month", $"Only months from January 2000 on can be closed."),
            _ when books.Month <= books.ClosedMonth => new("already_closed", $"This month is already closed."),
            _ when books.EndsAt > books.Now => new("not_over", $"This month can be closed after it ends, at {books.EndsAt} at the earliest."),
            { HasMissingRates: true } => new("missing_rates", $"MRR in other currencies isn't converted. Import the missing exchange rates first."),
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

    /// <summary>Reopens the month unless adjustments have been booked for it since, because that would change published numbers.</summary>
    public override async Task<IReadOnlyList<string>> Undo(IReadOnlyList<MonthFacts> subjects, string undoneRun, UnitOfWork work)
    {
        const string IsLastWithoutAdjustments = """
            not exists (select 1 from movements.closings later where later.month > this.month and later.closed_by is null)
               and not exists (select 1 from movements.mrr_month m where m.kind = 'adjustment' and m.ends_at > this.until_at)
            """;
        var reopened = await Rows.CloseOpenedBy([IdGenerator.Platform], undoneRun, work, IsLastWithoutAdjustments);
        if (reopened.Count == 0)
            return [];
        if (await work.One<bool>("select not exists (select 1 from movements.closings where closed_by is null)"))
            await work.ResumeImports();
        return [IdGenerator.Platform];
    }
}
