using OwnerConsole.Data;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Plans.Entitlements.Claims;
using OwnerConsole.Plans.Features.Public;
using OwnerConsole.Pure.Allowances;

namespace OwnerConsole.Plans.Entitlements.Gauges;

/// <summary>Compares the slots of a gauge with the application's list. The application is right: missing slots are added, extra slots are freed,
/// and a difference is logged.</summary>
public sealed class GaugeRecounter(Database database, LogWriter logbook)
{
    public const string DriftedEvent = "gauge.drifted";

    /// <summary>Maximum number of slots of one tenant and gauge.</summary>
    public const int MaxResources = 10_000;

    /// <param name="resources">The application's own ids of all objects that have a slot.</param>
    /// <param name="asOf">When the list was made: slots claimed later are left alone; null for now.</param>
    /// <param name="by">Id of the caller.</param>
    /// <exception cref="Problem">404: no such feature. 422: not a gauge. 409: the gauge is set as a whole.</exception>
    public async Task<GaugeRecountResult> Recount(
        string tenantId,
        string feature,
        IReadOnlyList<string> resources,
        DateTimeOffset? asOf,
        string by,
        CancellationToken stop
    )
    {
        await using var work = await database.Write(WriteOrigin.Intake("entitlement.consume"), [tenantId, IdGenerator.Platform], stop);
        var (entitled, holding) = await GaugeCounter.Find(tenantId, feature, FeatureKind.Gauge, work) ?? throw ClaimProcessor.UnknownFeature(feature);
        var usage = await FeatureUsage.Lock(entitled, holding, work); // Locks the row, so that no slot is claimed or freed in the meantime.
        if (usage.Version is not null)
            throw GaugeCounter.SetAsAWhole(feature);
        var drift = (
            await work.One<Drift>(
                """
                with added as (
                  insert into entitlements.slots (tenant_id, feature, period_start, external_id, claimed_at)
                  select @tenantId, @feature, @PeriodStart, id, now() from unnest(@resources) id
                  on conflict do nothing
                  returning 1),
                freed as (
                  delete from entitlements.slots s
                   where s.tenant_id = @tenantId and s.feature = @feature and s.period_start = @PeriodStart
                     and s.external_id <> all(@resources) and s.claimed_at <= coalesce(@asOf, now())
                  returning 1)
                select (select count(*) from added)::int as added, (select count(*) from freed)::int as freed
                """,
                new
                {
                    tenantId,
                    feature,
                    usage.PeriodStart,
                    resources,
                    asOf,
                }
            )
        )!; // An aggregate always returns a row.
        if (drift is not { Added: 0, Freed: 0 })
        {
            usage = await usage.SetUsed(usage.Used + drift.Added - drift.Freed, version: null, work);
            LogDrift(tenantId, entitled.Feature, drift, usage, by, work);
        }
        await work.Commit();
        return new(feature, Allowance.Plain(usage.Used), usage.Allows is { } limit ? Allowance.Plain(limit) : null, drift.Added, drift.Freed);
    }

    /// <returns>Slots ordered by the application's own ids.</returns>
    public static async Task<Page<GaugeSlot>> List(string tenantId, string feature, string? cursor, int limit, UnitOfWork work)
    {
        if (await FeatureCatalogue.KindOf(feature, work) is not { } kind)
            throw ClaimProcessor.UnknownFeature(feature);
        if (kind is not FeatureKind.Gauge)
            throw GaugeCounter.NotAGauge(feature);
        var rows = await work.List<GaugeSlot>(
            """
            select s.external_id, s.claimed_at from entitlements.slots s
             where s.tenant_id = @tenantId and s.feature = @feature and s.period_start = '1970-01-01Z' and s.external_id > @after
             order by s.external_id
             limit @limit + 1
            """,
            new
            {
                tenantId,
                feature,
                after = cursor is null ? "" : Cursor.Read(cursor, 1)[0],
                limit,
            }
        );
        return Paging.ToPage(rows, limit, last => Cursor.Of(last.ExternalId));
    }

    private void LogDrift(string tenantId, KnownFeature feature, Drift drift, FeatureUsage usage, string by, UnitOfWork work) =>
        logbook.Write(
            [
                new LogLine(
                    tenantId,
                    "intake",
                    by,
                    "done",
                    Sentence.Say(
                        $"A recount of {new EntityReference(feature.FeatureId)} for {new EntityReference(tenantId)} added {drift.Added} missing and freed {drift.Freed} extra slots."
                    )
                )
                {
                    Code = "drifted",
                    Subject = tenantId,
                    Message = Message.Event(DriftedEvent, new GaugeDrifted(feature.Key, drift.Added, drift.Freed, Allowance.Plain(usage.Used))),
                },
            ],
            work
        );

    internal sealed record Drift(int Added, int Freed);
}

/// <summary>All slots of a gauge, as the application counts them.</summary>
/// <param name="Resources">ext: followed by your own id of each object, at most 10,000.</param>
/// <param name="AsOf">When you made the list: slots claimed later are left alone; now if omitted.</param>
public sealed record GaugeRecountRequest(IReadOnlyList<string> Resources, DateTimeOffset? AsOf = null);

/// <summary>A slot of a gauge.</summary>
/// <param name="ExternalId">Your own id of the object.</param>
/// <param name="ClaimedAt">When the place was taken.</param>
public sealed record GaugeSlot(string ExternalId, DateTimeOffset ClaimedAt);

/// <summary>Result of a recount.</summary>
/// <param name="Feature">Key of the feature.</param>
/// <param name="Used">Usage after the recount.</param>
/// <param name="Limit">The limit; null for unlimited.</param>
/// <param name="Added">Number of slots that were missing.</param>
/// <param name="Freed">Number of slots that were freed.</param>
public sealed record GaugeRecountResult(string Feature, string Used, string? Limit, int Added, int Freed);

/// <summary>Event about a recount that found a difference.</summary>
/// <param name="Feature">Key of the feature.</param>
internal sealed record GaugeDrifted(string Feature, int Added, int Freed, string Used);
