using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Words;
using OwnerConsole.Pure.Allowances;
using OwnerConsole.Tenants.Features.Public;

namespace OwnerConsole.Tenants.Entitlements;

/// <summary>What takes one of a gauge here, and what the application says takes one. The application knows: what was missing is added, what is gone is freed, and that they differed stands in the log.</summary>
public sealed class Recounts(Database database, Logbook logbook)
{
    public const string Drifted = "gauge.drifted";

    /// <summary>Of one tenant and gauge.</summary>
    public const int Most = 10_000;

    /// <param name="resources">the application's own ids of all that takes one</param>
    /// <param name="asOf">when they were listed: what took one later is left alone; null for now</param>
    /// <param name="by">whoever says so</param>
    /// <exception cref="Problem">404: no such feature; 422: it is no gauge; 409: it is set as a whole</exception>
    public async Task<GaugeRecount> Carry(
        string tenantId,
        string feature,
        IReadOnlyList<string> resources,
        DateTimeOffset? asOf,
        string by,
        CancellationToken stop
    )
    {
        await using var work = await database.Write(Door.Intake("entitlement.consume"), [tenantId, IdSource.Platform], stop);
        var (entitled, holding) = await Gauges.Find(tenantId, feature, FeatureKind.Gauge, work) ?? throw Claims.Unknown(feature);
        var usage = await Usage.Take(entitled, holding, work); // nobody claims or frees one meanwhile
        if (usage.Version is not null)
            throw Gauges.SetAsAWhole(feature);
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
        )!; // it counts
        if (drift is not { Added: 0, Freed: 0 })
        {
            usage = await usage.Move(usage.Used + drift.Added - drift.Freed, version: null, work);
            Tell(tenantId, entitled.Feature, drift, usage, by, work);
        }
        await work.Commit();
        return new(feature, Allowance.Plain(usage.Used), usage.Allows is { } limit ? Allowance.Plain(limit) : null, drift.Added, drift.Freed);
    }

    /// <returns>by the application's own ids, in their order</returns>
    public static async Task<Page<Slot>> List(string tenantId, string feature, string? cursor, int limit, Work work)
    {
        if (await FeatureBook.KindOf(feature, work) is not { } kind)
            throw Claims.Unknown(feature);
        if (kind is not FeatureKind.Gauge)
            throw Gauges.NoGauge(feature);
        var rows = await work.List<Slot>(
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
        return Paging.Cut(rows, limit, last => Cursor.Of(last.ExternalId));
    }

    private void Tell(string tenantId, KnownFeature feature, Drift drift, Usage usage, string by, Work work) =>
        logbook.Write(
            [
                new LogLine(
                    tenantId,
                    "intake",
                    by,
                    "done",
                    Sentence.Say(
                        $"A recount of {new Reference(feature.FeatureId)} found that of {new Reference(tenantId)} {drift.Added} were missing and {drift.Freed} were gone."
                    )
                )
                {
                    Code = "drifted",
                    Subject = tenantId,
                    Message = Message.Event(Drifted, new GaugeDrifted(feature.Key, drift.Added, drift.Freed, Allowance.Plain(usage.Used))),
                },
            ],
            work
        );

    internal sealed record Drift(int Added, int Freed);
}

/// <summary>All that takes one of a gauge.</summary>
/// <param name="Resources">ext: and your own id of each, 10,000 at most</param>
/// <param name="AsOf">when you listed them: what took one later is left alone; now when it is left out</param>
public sealed record GaugeSlots(IReadOnlyList<string> Resources, DateTimeOffset? AsOf = null);

/// <summary>What takes one of a gauge.</summary>
/// <param name="ExternalId">your own id of it</param>
public sealed record Slot(string ExternalId, DateTimeOffset ClaimedAt);

/// <summary>What a recount found.</summary>
/// <param name="Feature">its key</param>
/// <param name="Used">as you said</param>
/// <param name="Limit">null for unlimited</param>
/// <param name="Added">that were missing</param>
/// <param name="Freed">that were gone</param>
public sealed record GaugeRecount(string Feature, string Used, string? Limit, int Added, int Freed);

/// <summary>What the application hears of a recount that found a difference.</summary>
/// <param name="Feature">its key</param>
internal sealed record GaugeDrifted(string Feature, int Added, int Freed, string Used);
