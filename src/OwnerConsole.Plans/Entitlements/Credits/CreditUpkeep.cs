using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements.Credits;

/// <summary>Records expired grants in the ledger, rolls over credits, and notifies the application. Expired credits can't be spent even before
/// this runs.</summary>
public sealed class CreditUpkeep(Database database, IdGenerator ids, LogWriter logbook) : IWorkHandler
{
    public const string ExpiredEvent = "credits.expired";

    private const int AtOnce = 100;

    public string Name => "credits.upkeep";

    public string Title => "Grant and expire credits";

    public TimeSpan? Interval => TimeSpan.FromSeconds(5);

    public async Task<WorkOutcome> Execute(WorkItem item, CancellationToken stop)
    {
        IReadOnlyList<string> tenants;
        await using (var reading = await database.Read(stop))
            tenants = await reading.List<string>(
                "select distinct c.tenant_id from entitlements.credits c where c.closed_by is null and c.expires_at <= now() order by 1 limit @AtOnce",
                new { AtOnce }
            );
        if (tenants.Count == 0)
            return WorkOutcome.Completed;
        await using var work = await database.Write(WriteOrigin.Intake(Name), [.. tenants, IdGenerator.Platform], stop);
        var over = await Close(tenants, work);
        var rolled = await RollOver([.. over.Where(expiredCredit => expiredCredit.RolloverAmount > 0)], work);
        logbook.Write([.. over.Where(expiredCredit => expiredCredit.Rest > 0).Select(Line), .. rolled.Select(Line)], work);
        await work.Commit();
        return tenants.Count == AtOnce ? WorkOutcome.Reschedule(TimeSpan.Zero) : WorkOutcome.Completed;
    }

    private Task<IReadOnlyList<ExpiredCredit>> Close(IReadOnlyList<string> tenants, UnitOfWork work) =>
        work.List<ExpiredCredit>(
            $"""
            with taken as (
              select c.tenant_id, c.credit_id from entitlements.credits c
               where c.tenant_id = any(@tenants) and c.closed_by is null and c.expires_at <= now()
               order by {RemainingCredit.Order}
                 for no key update of c),
            closed as (
              update entitlements.credits c set closed_as = 'expired', closed_by = @Name, closed_at = c.expires_at
                from taken t
               where c.tenant_id = t.tenant_id and c.credit_id = t.credit_id
              returning c.tenant_id, c.credit_id, c.feature, c.amount - c.spent as rest, c.rollover, c.expires_at),
            noted as (
              insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, at)
              select c.tenant_id, c.credit_id, c.feature, 'expired', c.rest, c.expires_at from closed c where c.rest > 0)
            select c.tenant_id, c.credit_id, c.feature, f.feature_id, c.rest, c.rollover, c.expires_at
              from closed c
              cross join lateral (select f.feature_id from features.features f where f.key = c.feature order by f.closed_at desc nulls first limit 1) f
             order by c.tenant_id, c.credit_id
            """,
            new { tenants, Name }
        );

    /// <summary>Creates the grants for rolled-over credits. They expire with the next period and don't roll over again. Nothing rolls over if the
    /// feature was retired or no longer resets.</summary>
    private async Task<IReadOnlyList<RolledOverCredit>> RollOver(IReadOnlyList<ExpiredCredit> some, UnitOfWork work)
    {
        if (some.Count == 0)
            return [];
        var features = (await FeatureCatalogue.Find(work)).ToDictionary(feature => feature.Key, StringComparer.Ordinal);
        var holdings = await EntitlementResolver.Resolve([.. some.Select(expiredCredit => expiredCredit.TenantId).Distinct(StringComparer.Ordinal)], work);
        var next = some.Where(expiredCredit => features.ContainsKey(expiredCredit.Feature))
            .Select(expiredCredit => new RolledOverCredit(
                expiredCredit,
                ids.New("crd"),
                (holdings[expiredCredit.TenantId] with { At = expiredCredit.ExpiresAt }).Period(features[expiredCredit.Feature]).EndsAt
            ))
            .Where(rolledOverCredit => rolledOverCredit.Ends != Cycle.Never)
            .ToList();
        await work.Execute(
            """
            with rolled as (
              insert into entitlements.credits (tenant_id, credit_id, feature, amount, priority, is_promotional, expires_at, rolled_from, reason, payment_id, opened_by, opened_at)
              select c.tenant_id, n.credit_id, c.feature, n.amount, c.priority, c.is_promotional, n.ends, c.credit_id, c.reason, c.payment_id, c.opened_by, c.expires_at
                from unnest(@froms, @credits, @amounts, @ends) n(rolled_from, credit_id, amount, ends)
                join entitlements.credits c on c.credit_id = n.rolled_from
              returning tenant_id, credit_id, feature, amount, opened_at)
            insert into entitlements.credit_movements (tenant_id, credit_id, feature, kind, amount, at)
            select r.tenant_id, r.credit_id, r.feature, 'granted', r.amount, r.opened_at from rolled r
            """,
            new
            {
                froms = next.Select(rolledOverCredit => rolledOverCredit.Over.CreditId).ToArray(),
                credits = next.Select(rolledOverCredit => rolledOverCredit.Id).ToArray(),
                amounts = next.Select(rolledOverCredit => rolledOverCredit.Over.RolloverAmount).ToArray(),
                ends = next.Select(rolledOverCredit => rolledOverCredit.Ends).ToArray(),
            }
        );
        await work.SetName([.. next.Select(rolledOverCredit => (rolledOverCredit.Id, rolledOverCredit.Over.TenantId))], "credit", "Credit grant");
        return next;
    }

    private static LogLine Line(ExpiredCredit over) =>
        Line(over, over.Rest, " have expired.") with
        {
            Code = "credits_expired",
            Message = Message.Event(
                ExpiredEvent,
                new CreditsExpired(over.CreditId, over.Feature, Allowance.Plain(over.Rest), Allowance.Plain(over.RolloverAmount), over.ExpiresAt)
            ),
        };

    private static LogLine Line(RolledOverCredit next) =>
        Line(next.Over, next.Over.RolloverAmount, " roll over into the next period.") with
        {
            Code = "credits_rolled_over",
            Message = Message.Event(
                CreditsGranted.Event,
                new CreditsGranted(next.Id, next.Over.Feature, Allowance.Plain(next.Over.RolloverAmount), next.Ends, next.Over.CreditId)
            ),
        };

    private static LogLine Line(ExpiredCredit over, decimal amount, string what)
    {
        var says = Sentence.Say($"Credits of {new EntityReference(over.TenantId)} for ");
        KnownFeature.AppendAmount(Allowance.Of(amount), says);
        says.AppendLiteral(" of ");
        says.AppendFormatted(new EntityReference(over.FeatureId));
        says.AppendLiteral(what);
        return new(over.TenantId, "system", "system", "done", says) { Subject = over.TenantId };
    }

    /// <summary>A new grant of rolled-over credits.</summary>
    internal sealed record RolledOverCredit(ExpiredCredit Over, string Id, DateTimeOffset Ends);

    internal sealed record ExpiredCredit(
        string TenantId,
        string CreditId,
        string Feature,
        string FeatureId,
        decimal Rest,
        decimal? Rollover,
        DateTimeOffset ExpiresAt
    )
    {
        /// <summary>Amount that rolls over into the next period; 0 for none.</summary>
        public decimal RolloverAmount => Math.Min(Rest, Rollover ?? 0);
    }
}

/// <summary>Event about an expired grant.</summary>
/// <param name="Credit">Id of the credit grant.</param>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Amount">Credits that were left.</param>
/// <param name="RolledOver">Part of it that rolled over into the next period.</param>
internal sealed record CreditsExpired(string Credit, string Feature, string Amount, string RolledOver, DateTimeOffset At);
