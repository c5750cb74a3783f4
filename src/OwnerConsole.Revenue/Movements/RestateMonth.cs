using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Revenue.Movements;

/// <summary>Calculates a closed month and all later closed months again, as if they were reopened and closed again. The earlier figures are kept.</summary>
/// <remarks>The run only requests it. <see cref="MovementProjector"/> recalculates the tenants in batches.</remarks>
public sealed class RestateMonth : Operation<RestatementFacts, RestateMonth.Input>
{
    public const string Name = "month.restate";

    private const int MaxReasonLength = 500;

    public sealed record Input(
        [Description("Any day of the month. Later closed months are restated too.")] DateOnly Month,
        [StringLength(MaxReasonLength)] [DataType(DataType.MultilineText)] [Description("Shown with the figures before and after.")] string Reason
    );

    public override Input Example => new(new(2026, 10, 1), "Two customers were billed in October, but reported in November.");

    public override OperationDefinition Definition =>
        new(Name, "Restate month", "restated")
        {
            IsHarmful = true,
            Reversal = Reversal.Never,
            Subject = "platform",
            DoneSentence = "Restatement started",
            FieldClasses = [FieldClass.Money],
            Synonyms = "correct closed month, reopen month, late changes, adjust month",
        };

    public override Task<IReadOnlyList<RestatementFacts>> Load(IReadOnlyList<string> ids, Input input, UnitOfWork work) =>
        RestatementFacts.Load(ids, input.Month, work);

    public override Refusal? Refuse(RestatementFacts books, Input input) =>
        books switch
        {
            _ when string.IsNullOrWhiteSpace(input.Reason) => new("reason_needed", $"Enter a reason. It is shown with the figures before and after."),
            _ when books.ClosedMonth is null || books.Month > books.ClosedMonth => new(
                "not_closed",
                $"This month isn't closed, so its figures are always current. Only closed months can be restated."
            ),
            _ when books.Month < CloseMonth.Earliest => new("bad_month", $"Only months from January 2000 on can be restated."),
            { IsRestating: true } => new("restating", $"Another restatement is being applied. Try again in a few minutes."),
            { HasMissingRates: true } => new("missing_rates", $"MRR in other currencies isn't converted. Import the missing exchange rates first."),
            { IsCounting: true } => new("not_counted", $"New data for closed months is still being processed. Try again in a few seconds."),
            { HasChanges: false } => new("no_change", $"Nothing would change: the figures of this month and of later closed months are current."),
            _ => null,
        };

    public override Decision Decide(RestatementFacts books, Input input) =>
        new(
            books.OpenAdjustments == 0
                ? Sentence.Say(
                    $"Revenue from {books.Month} to the end of the last closed month is calculated again. The figures so far are kept under Restated months."
                )
                : Sentence.Say(
                    $"Revenue from {books.Month} to the end of the last closed month is calculated again. The figures so far are kept under Restated months. Adjustments of {Amount(books, books.OpenAdjustments)} in open months disappear."
                ),
            [new Effect("restated_month", null, books.Month), .. Effects(books)]
        )
        {
            Created = books.NewId,
        };

    public override async Task Execute(IReadOnlyList<RestatementFacts> accepted, Input input, UnitOfWork work)
    {
        var books = accepted[0];
        work.Defer(
            """
            insert into movements.restatements (restatement_id, month, last_month, currency, reason, opened_by, opened_at)
            values (@NewId, @Month, @ClosedMonth, @Currency, @reason, @run, clock_timestamp())
            """,
            new
            {
                books.NewId,
                books.Month,
                books.ClosedMonth,
                books.Currency,
                reason = input.Reason.Trim(),
                run = work.RunId,
            }
        );
        work.Defer(
            """
            insert into movements.restatement_figures (restatement_id, mode, month, kind, before_minor)
            select @NewId, c.mode, greatest(c.month, @Month), case when c.month < @Month then 'opening' else c.kind end, sum(c.delta_minor)
              from movements.mrr_month c
             where c.currency = @Currency and c.month <= @ClosedMonth
             group by 2, 3, 4
            """,
            new
            {
                books.NewId,
                books.Month,
                books.ClosedMonth,
                books.Currency,
            }
        );
        await work.MakeDue([MovementProjector.Lane]);
    }

    /// <summary>MRR at the end of each changed month, and the kinds of movements that change in the restated one.</summary>
    private static IEnumerable<Effect> Effects(RestatementFacts books)
    {
        var (before, after) = (books.OpeningMinor, books.OpeningMinor);
        for (var month = books.Month; month <= books.ClosedMonth; month = month.AddMonths(1))
        {
            var (booked, changes) = (books.Booked.Where(sum => sum.Month == month).ToList(), books.Changes.Where(change => change.Month == month).ToList());
            before += booked.Sum(sum => sum.Delta);
            after += booked.Concat(changes).Sum(sum => sum.Delta);
            foreach (var change in changes.OrderBy(change => change.Kind))
            {
                var was = booked.Where(sum => sum.Kind == change.Kind).Sum(sum => sum.Delta);
                yield return Effect(month, change.Kind.ToText(), was, was + change.Delta);
            }
            if (changes.Count > 0 || before != after)
                yield return Effect(month, "ending_mrr", before, after);
        }

        Effect Effect(DateOnly month, string field, decimal was, decimal becomes) =>
            new(string.Create(CultureInfo.InvariantCulture, $"{month:yyyy-MM}_{field}"), Amount(books, was), Amount(books, becomes));
    }

    private static Money Amount(RestatementFacts books, decimal minor) => new(Mrr.RoundForDisplay(minor), books.Currency);
}
