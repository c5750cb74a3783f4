using OwnerConsole.Data;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Entitlements.Credits;
using OwnerConsole.Plans.Entitlements.Rates;
using OwnerConsole.Plans.Entitlements.Reservations;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Pure.Periods;

namespace OwnerConsole.Plans.Entitlements;

/// <summary>Usage and reservations of a tenant for a feature in one period.</summary>
/// <param name="Allows">The limit; null for unlimited.</param>
/// <param name="Ceiling">Amount that claims are checked against; null if there is none.</param>
/// <param name="Source">Where the limit comes from; null in rows older than the column.</param>
/// <param name="NextExpiry">Earliest time at which a reservation expires; null if there are none.</param>
/// <param name="Version">Version of a gauge that is set as a whole; null for other features.</param>
/// <param name="BlockedAt">Since when the tenant is blocked on the feature; null if it isn't.</param>
/// <param name="FullAt">For a rate limit: when it is full again; null for other features, and if nothing was used.</param>
/// <param name="Revision">Revision of tenant and platform that the copy of the limit is based on.</param>
/// <param name="Included">Usage beyond this amount is paid from credits; null, like the next, if there are none.</param>
/// <param name="Credited">Total credits of this period: spent and left.</param>
/// <param name="Burnt">Part of the usage that was paid from credits.</param>
internal sealed record FeatureUsage(
    string TenantId,
    string Feature,
    DateTimeOffset PeriodStart,
    DateTimeOffset PeriodEnd,
    int Decimals,
    decimal Used,
    decimal Reserved,
    decimal? Allows,
    decimal? Ceiling,
    LimitSource? Source,
    string? SourceId,
    DateTimeOffset? NextExpiry,
    long? Version,
    DateTimeOffset? BlockedAt,
    long Revision,
    decimal? Included,
    decimal? Credited,
    decimal Burnt,
    DateTimeOffset? FullAt = null
)
{
    internal const string Columns = $"{BaseColumns}, u.reserved";

    /// <summary>Reserved amount of the row <c>u</c>, excluding expired reservations that the cleanup has not closed yet.</summary>
    public const string CurrentReserved = """
        u.reserved - case when u.next_expiry <= now() then (
          select coalesce(sum(h.amount), 0) from entitlements.reservations h
           where h.tenant_id = u.tenant_id and h.feature = u.feature and h.period_start = u.period_start and h.state = 'held' and h.expires_at <= now()) else 0 end as reserved
        """;

    internal const string BaseColumns =
        $"u.tenant_id, u.feature, u.period_start, u.period_end, u.decimals, {FeatureRateLimiter.UsedColumn} as used, u.allows, u.ceiling, u.source, u.source_id, u.next_expiry, u.version, u.blocked_at, u.revision, u.included, u.credited, u.burnt, u.full_at";

    internal const string CurrentPeriod = "u.period_start <= now() and now() < u.period_end";

    /// <summary>Revision that the copy of the limit in a row <c>u</c> must have to be current.</summary>
    internal const string CurrentRevision =
        "(select coalesce(sum(r.revision), 0) from entitlements.revisions r where r.tenant_id in (u.tenant_id, 'tnt_platform'))";

    /// <summary>Kind of a row that is counted from reported data, whatever the kind of the feature; claims don't add to it.</summary>
    private const string ReportedKind = "reported";

    /// <summary>SQL condition for a row <c>u</c> whose limit is current and allows all of the batch <c>a</c>.</summary>
    private const string LimitIsFresh = $"""
        {CurrentPeriod} and now() < u.limit_until and u.kind = 'counter' and u.decimals >= a.decimals and u.source is not null
               and u.revision = {CurrentRevision}
               and (u.ceiling is null or u.used + u.reserved + a.used + a.held <= u.ceiling)
        """;

    internal const string IsThisRow = "u.tenant_id = @TenantId and u.feature = @Feature and u.period_start = @PeriodStart";

    /// <returns>True if the limit allows this additional amount.</returns>
    public bool Fits(decimal amount) => Ceiling is not { } ceiling || Used + Reserved + amount <= ceiling;

    /// <summary>The limit when this was the row of the current period; for an ended period it still applies.</summary>
    public FeatureEntitlement ToEntitlement(KnownFeature feature) =>
        new(feature, Allows is { } limit ? Allowance.Of(limit) : Allowance.Unlimited, Source ?? LimitSource.Feature, SourceId, PeriodEnd);

    /// <summary>Adds to usage and reservations of each row whose limit is current and allows all of its batch, in one statement.</summary>
    /// <remarks>Rows are locked before keys, as everywhere, and keys in order, to avoid deadlocks. A batch that exceeds the limit locks neither.</remarks>
    /// <param name="waits">Whether to wait for a locked row and check again; otherwise such a row is skipped.</param>
    /// <returns>The rows that were updated, without missing or stale rows and without rows whose batch exceeds the limit. Empty if a key is already known; the caller must then roll back.</returns>
    public static Task<IReadOnlyList<FeatureUsage>> Add(IReadOnlyList<ClaimBatch> turns, bool waits, UnitOfWork work) =>
        work.List<FeatureUsage>(
            $"""
            with room as (
              select u.tenant_id, u.feature, u.period_start, a.used, a.held, a.lasts, a.keys
                from unnest(@tenants, @features, @used, @held, @decimals, @lasts, @keys) a(tenant_id, feature, used, held, decimals, lasts, keys)
                join entitlements.usage u on u.tenant_id = a.tenant_id and u.feature = a.feature and {LimitIsFresh}
                 for no key update of u{(waits ? "" : " skip locked")}),
            fresh as (
              insert into entitlements.claims (tenant_id, claim_key, feature, amount, reservation_id, period_start, at)
              select r.tenant_id, k.claim_key, r.feature, k.amount, k.reservation_id, r.period_start, now()
                from room r join unnest(@keyTenants, @keyFeatures, @claimKeys, @amounts, @reservations) k(tenant_id, feature, claim_key, amount, reservation_id)
                  on k.tenant_id = r.tenant_id and k.feature = r.feature
               order by r.tenant_id, k.claim_key
              on conflict do nothing
              returning claim_key)
            update entitlements.usage u
               set used = u.used + r.used, reserved = u.reserved + r.held, next_expiry = least(u.next_expiry, now() + r.lasts)
              from room r
             where u.tenant_id = r.tenant_id and u.feature = r.feature and u.period_start = r.period_start
               and (select count(*) from fresh) = (select sum(r.keys) from room r)
            returning {Columns}
            """,
            new
            {
                tenants = turns.Select(turn => turn.TenantId).ToArray(),
                features = turns.Select(turn => turn.Feature).ToArray(),
                used = turns.Select(turn => turn.Claims.Used).ToArray(),
                held = turns.Select(turn => turn.Claims.Held).ToArray(),
                decimals = turns.Select(turn => turn.Claims.Decimals).ToArray(),
                lasts = turns.Select(turn => turn.Claims.Lasts).ToArray(),
                keys = turns.Select(turn => turn.Claims.Keys.Length).ToArray(),
                keyTenants = turns.SelectMany(turn => turn.Claims.Keys.Select(_ => turn.TenantId)).ToArray(),
                keyFeatures = turns.SelectMany(turn => turn.Claims.Keys.Select(_ => turn.Feature)).ToArray(),
                claimKeys = turns.SelectMany(turn => turn.Claims.Keys).ToArray(),
                amounts = turns.SelectMany(turn => turn.Claims.Amounts).ToArray(),
                reservations = turns.SelectMany(turn => turn.Claims.Reservations).ToArray(),
            }
        );

    /// <summary>Reads the current period with the current limit, without locking anything.</summary>
    public static async Task<FeatureUsage> Peek(FeatureEntitlement entitled, TenantEntitlements holding, UnitOfWork work)
    {
        var feature = entitled.Feature;
        var (starts, ends) = await FindCurrentPeriod(feature, holding, work);
        var row =
            await work.One<FeatureUsage>(
                $"select {BaseColumns}, {CurrentReserved} from entitlements.usage u where {IsThisRow}",
                new
                {
                    holding.TenantId,
                    Feature = feature.Key,
                    PeriodStart = starts,
                }
            ) ?? new(holding.TenantId, feature.Key, starts, ends, feature.Decimals, 0, 0, null, null, null, null, null, null, null, 0, null, null, 0);
        return row with
        {
            Allows = entitled.Allows.Limit,
            Ceiling = entitled.CeilingAt(row.Used, row.Burnt),
            Source = entitled.Source,
            SourceId = entitled.SourceId,
            Revision = holding.Revision,
        };
    }

    /// <summary>Locks the row of the current period and refreshes its copy of the limit; creates it if there is none.</summary>
    public static async Task<FeatureUsage> Lock(FeatureEntitlement entitled, TenantEntitlements holding, UnitOfWork work) =>
        await Lock(entitled, holding, await FindCurrentPeriod(entitled.Feature, holding, work), work);

    /// <summary>Does the same for another period.</summary>
    public static async Task<FeatureUsage> Lock(FeatureEntitlement entitled, TenantEntitlements holding, Cycle.Interval period, UnitOfWork work)
    {
        var feature = entitled.Feature;
        var (starts, ends) = period;
        var copy = await LimitSnapshot.Of(entitled, holding.TenantId, starts, ends, work);
        return (
            await work.One<FeatureUsage>(
                $"""
                insert into entitlements.usage as u (tenant_id, feature, period_start, period_end, kind, decimals, allows, ceiling, source, source_id, limit_until, revision, included, credited, rate_seconds)
                values (@TenantId, @Key, @starts, @ends, @kind, @Decimals, @limit, @Ceiling, @Source, @SourceId, least(@ends, @UntilAt), @Revision, @Included, @Credited, @seconds)
                on conflict (tenant_id, feature, period_start) do update
                   set kind = excluded.kind, allows = excluded.allows, ceiling = excluded.ceiling + u.burnt, source = excluded.source, source_id = excluded.source_id,
                       limit_until = excluded.limit_until, revision = excluded.revision,
                       included = excluded.included, credited = excluded.credited, rate_seconds = excluded.rate_seconds
                returning {Columns}
                """,
                new
                {
                    holding.TenantId,
                    feature.Key,
                    starts,
                    ends,
                    kind = feature.Counts.Length > 0 ? ReportedKind : feature.Kind.ToText(),
                    feature.Decimals,
                    limit = entitled.Allows.Limit,
                    copy.Ceiling,
                    entitled.Source,
                    entitled.SourceId,
                    copy.UntilAt,
                    holding.Revision,
                    copy.Included,
                    copy.Credited,
                    seconds = (int?)feature.Within?.TotalSeconds,
                }
            )
        )!; // An upsert returns its row.
    }

    /// <summary>The current period: that of its row, until it ends, even if the tenant changed its time zone since; otherwise by the calendar.</summary>
    public static async Task<Cycle.Interval> FindCurrentPeriod(KnownFeature feature, TenantEntitlements holding, UnitOfWork work)
    {
        var running = await work.One<PeriodRow>(
            $"select u.period_start, u.period_end from entitlements.usage u where u.tenant_id = @TenantId and u.feature = @Key and {CurrentPeriod} order by u.period_start desc limit 1",
            new { holding.TenantId, feature.Key }
        );
        return running?.Period ?? holding.Period(feature);
    }

    /// <summary>Locks the row of a period, current or not.</summary>
    /// <returns>Null if the tenant was erased in the meantime.</returns>
    public static Task<FeatureUsage?> Lock(string tenantId, string feature, DateTimeOffset periodStart, UnitOfWork work) =>
        work.One<FeatureUsage>(
            $"select {Columns} from entitlements.usage u where {IsThisRow} for no key update",
            new
            {
                tenantId,
                feature,
                periodStart,
            }
        );

    /// <summary>Adds granted claims to this locked row.</summary>
    public async Task AddClaims(ClaimGroup granting, UnitOfWork work)
    {
        work.Defer(
            """
            insert into entitlements.claims (tenant_id, claim_key, feature, amount, reservation_id, period_start, at)
            select @TenantId, k.claim_key, @Feature, k.amount, k.reservation_id, @PeriodStart, now()
              from unnest(@Keys, @Amounts, @Reservations) k(claim_key, amount, reservation_id)
             order by k.claim_key
            """,
            new
            {
                TenantId,
                Feature,
                PeriodStart,
                granting.Keys,
                granting.Amounts,
                granting.Reservations,
            }
        );
        ReservationCloser.Open(this, granting.Holds, work);
        work.Defer(
            $"update entitlements.usage u set used = u.used + @Used, reserved = u.reserved + @Held, next_expiry = least(u.next_expiry, now() + @Lasts) where {IsThisRow}",
            new
            {
                TenantId,
                Feature,
                PeriodStart,
                granting.Used,
                granting.Held,
                granting.Lasts,
            }
        );
        await CreditBurner.BurnForClaims([(this with { Used = Used + granting.Used }, granting)], work);
    }

    /// <summary>Sets the usage of this locked row.</summary>
    public async Task<FeatureUsage> SetUsed(decimal used, long? version, UnitOfWork work)
    {
        await work.Execute(
            $"update entitlements.usage u set used = @used, version = @version where {IsThisRow}",
            new
            {
                TenantId,
                Feature,
                PeriodStart,
                used,
                version,
            }
        );
        return this with { Used = used, Version = version };
    }

    internal sealed record PeriodRow(DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd)
    {
        public Cycle.Interval Period => new(PeriodStart, PeriodEnd);
    }
}
