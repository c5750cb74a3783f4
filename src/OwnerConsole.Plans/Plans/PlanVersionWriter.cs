using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Plans.Plans.Public;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Plans.Plans;

/// <summary>Reads and writes the terms of a plan. A plan has one open row of terms, and every row was opened by a run.</summary>
internal static class PlanVersionWriter
{
    private static readonly StateRows Rows = new("plans.versions", "plan_id") { HaveClosedAt = true };

    /// <summary>Closes the open terms of a plan and writes new ones.</summary>
    /// <param name="number">Number of the version that the terms belong to.</param>
    /// <param name="rollout">Which subscribers get the version.</param>
    /// <param name="from">Time from which existing subscribers get it, for <see cref="VersionRollout.From"/>.</param>
    public static async Task Open(
        string planId,
        PlanTerms terms,
        int number,
        UnitOfWork work,
        VersionRollout rollout = VersionRollout.New,
        DateTimeOffset? from = null
    )
    {
        await Rows.Close([planId], work);
        await work.Execute(
            """
            insert into plans.versions (plan_id, opened_by, name, amount, currency, interval, other_prices, trial_days, number, rollout, rollout_at, opened_at)
            values (@planId, @run, @name, @amount, @currency, @interval, @other, @trialDays, @number, @rollout, @from, clock_timestamp())
            """,
            new
            {
                planId,
                run = work.RunId,
                name = terms.Name.Trim(),
                amount = terms.Price.Amount,
                currency = terms.Price.Currency,
                interval = terms.Interval,
                other = Json.Element(terms.Other),
                trialDays = terms.TrialDays,
                number,
                rollout,
                from,
            }
        );
        await work.SetName(planId, "plan", terms.Name.Trim());
        await RecordPrices(planId, work, rollout is VersionRollout.All ? DateTimeOffset.MinValue : from);
    }

    /// <summary>Writes the limits of a new version. They never change later.</summary>
    public static Task Grant(string planId, int number, IReadOnlyList<FeatureLimit> limits, UnitOfWork work) =>
        work.Execute(
            """
            insert into plans.limits (plan_id, number, feature, allows, opened_by)
            select @planId, @number, feature, allows, @run from unnest(@features, @allows) l(feature, allows)
            """,
            new
            {
                planId,
                number,
                run = work.RunId,
                features = limits.Select(limit => limit.Feature).ToArray(),
                allows = limits.Select(limit => limit.Allows).ToArray(),
            }
        );

    /// <summary>Restores the terms that <paramref name="undoneRun"/> closed, where the terms it opened are still open.</summary>
    /// <returns>The plans whose terms were restored.</returns>
    public static async Task<IReadOnlyList<string>> Restore(IReadOnlyList<string> plans, string undoneRun, UnitOfWork work)
    {
        var restored = await work.List<string>(
            """
            update plans.versions
               set closed_by = @run, closed_at = clock_timestamp(), withdrawn = true
             where opened_by = @undoneRun and plan_id = any(@plans) and closed_by is null
            returning plan_id
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                plans,
            }
        );
        await work.Execute(
            "update plans.limits set closed_by = @run where opened_by = @undoneRun and plan_id = any(@restored)",
            new
            {
                run = work.RunId,
                undoneRun,
                restored,
            }
        );
        await work.UndoSetPrices(await work.List<string>("select key from plans.plans where plan_id = any(@restored)", new { restored }), undoneRun);
        await work.Execute(
            """
            insert into plans.versions (plan_id, opened_by, name, amount, currency, interval, other_prices, trial_days, number, rollout, rollout_at, opened_at)
            select plan_id, @run, name, amount, currency, interval, other_prices, trial_days, number, rollout, rollout_at, clock_timestamp()
              from plans.versions
             where closed_by = @undoneRun and plan_id = any(@restored)
            """,
            new
            {
                run = work.RunId,
                undoneRun,
                restored,
            }
        );
        foreach (
            var terms in await work.List<NameRow>(
                "select plan_id, name from plans.versions where plan_id = any(@restored) and closed_by is null",
                new { restored }
            )
        )
        {
            await work.SetName(terms.PlanId, "plan", terms.Name);
            await RecordPrices(terms.PlanId, work);
        }
        return restored;
    }

    /// <summary>Records the current prices of the plan for revenue.</summary>
    /// <param name="rolloutAt">Time from which existing subscribers pay them; null when they don't.</param>
    private static async Task RecordPrices(string planId, UnitOfWork work, DateTimeOffset? rolloutAt = null)
    {
        var costs = await work.One<PriceRow>(
            "select p.key, t.amount, t.currency, t.interval, t.other_prices as other from plans.plans p join plans.versions t using (plan_id) where plan_id = @planId and t.closed_by is null",
            new { planId }
        );
        IReadOnlyList<PlanPrice> prices = [new(new(costs!.Amount, costs.Currency), costs.Interval), .. Json.Read<IReadOnlyList<PlanPrice>>(costs.Other)]; // not null: the terms were just written
        await work.SetPrices(costs.Key, [.. prices.Select(price => price.Each)], rolloutAt);
    }

    internal sealed record PriceRow(string Key, long Amount, string Currency, PlanInterval Interval, JsonElement Other);

    internal sealed record NameRow(string PlanId, string Name);
}
