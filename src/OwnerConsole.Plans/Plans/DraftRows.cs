using OwnerConsole.Data;
using OwnerConsole.Plans.Features.Public;

namespace OwnerConsole.Plans.Plans;

/// <summary>Reads and writes draft rows. A plan has at most one open draft, and every draft was opened by a run.</summary>
internal static class DraftRows
{
    private static readonly StateRows Rows = new("plans.drafts", "plan_id") { HaveClosedAt = true };

    public static async Task Open(string planId, PlanTerms terms, IReadOnlyList<FeatureLimit> limits, UnitOfWork work)
    {
        await Close([planId], work);
        await work.Execute(
            """
            insert into plans.drafts (plan_id, opened_by, amount, currency, interval, other_prices, trial_days, limits, opened_at)
            values (@planId, @run, @amount, @currency, @interval, @other, @trialDays, @limits, clock_timestamp())
            """,
            new
            {
                planId,
                run = work.RunId,
                amount = terms.Price.Amount,
                currency = terms.Price.Currency,
                interval = terms.Interval,
                other = Json.Element(terms.Other),
                trialDays = terms.TrialDays,
                limits = Json.Element(limits),
            }
        );
    }

    public static Task Close(IReadOnlyList<string> plans, UnitOfWork work) => Rows.Close(plans, work);

    /// <summary>Closes the drafts that <paramref name="undoneRun"/> opened, where they are still open.</summary>
    /// <returns>The plans whose draft was closed.</returns>
    public static Task<IReadOnlyList<string>> Revert(IReadOnlyList<string> plans, string undoneRun, UnitOfWork work) =>
        Rows.CloseOpenedBy(plans, undoneRun, work);

    /// <summary>Restores the drafts that <paramref name="undoneRun"/> closed, unless the plan has a new draft.</summary>
    /// <returns>The plans whose draft was restored.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyList<string> plans, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            insert into plans.drafts (plan_id, opened_by, amount, currency, interval, other_prices, trial_days, limits, opened_at)
            select d.plan_id, @run, d.amount, d.currency, d.interval, d.other_prices, d.trial_days, d.limits, clock_timestamp()
              from plans.drafts d
             where d.plan_id = any(@plans) and d.closed_by = @undoneRun
               and not exists (select 1 from plans.drafts o where o.plan_id = d.plan_id and o.closed_by is null)
            returning plan_id
            """,
            new
            {
                run = work.RunId,
                plans,
                undoneRun,
            }
        );
}
