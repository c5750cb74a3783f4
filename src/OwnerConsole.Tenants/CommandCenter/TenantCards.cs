using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tenants.CommandCenter;

/// <summary>Reads the details of one tenant as reported by the application.</summary>
public sealed class TenantCards(Database database)
{
    private const string Card = $"""
        select t.tenant_id, t.mode, t.external_id, t.name, t.contact_email, t.owner_external_id, t.owner_name, s.status, s.lifecycle, {TrialEnds.CurrentEnd} as trial_ends_at, t.time_zone,
               t.stripe_customer_ids, t.opened_at, t.reported_at,
               coalesce((select jsonb_agg({TenantPlanItems.ItemJson} order by i.plan) from core.plan_items i where i.tenant_id = t.tenant_id and i.to_at is null), '[]') as plan_items,
               coalesce((select jsonb_object_agg(a.name, a.value) from core.attributes a where a.tenant_id = t.tenant_id and a.to_at is null), jsonb_build_object()) as attributes,
               k.members, nullif(k.last_seen_at, '-infinity') as last_seen_at
          from core.tenants t join core.tenant_status s using (tenant_id) join core.tenant_summaries k using (tenant_id)
        """;

    private readonly BatchLoader<TenantCard> _loader = new(ids => Load(database, ids));

    /// <summary>Used for callers bound to a tenant. Each asks only for its own tenant, and the batch is limited to exactly those tenants.</summary>
    private readonly BatchLoader<TenantCard> _scopedLoader = new(ids => LoadWithinScope(database, ids));

    /// <param name="named">ID of the tenant, or <c>ext:</c> and the application's own ID.</param>
    /// <returns>null if there is no such tenant or the caller can't see it.</returns>
    public async Task<TenantCard?> Find(Caller caller, string named, UnitOfWork work)
    {
        var one = await SubjectResolver.TenantCondition(caller, named, work);
        return await work.One<TenantCard>($"{Card} where {one.Sql}", one.Args);
    }

    /// <summary>Used by API clients, which send many requests at once: requests at the same moment are answered by one query.</summary>
    /// <inheritdoc cref="Find(Caller, string, UnitOfWork)"/>
    public async Task<TenantCard?> Find(Caller caller, string named, CancellationToken stop)
    {
        if (IdGenerator.IsTenant(named) && (TenantScope.Current?.Tenants.Contains(named) ?? true))
            return await (TenantScope.Current is null ? _loader : _scopedLoader).Find(named, stop) is { } card && caller.CanSee(card.TenantId, card.Mode)
                ? card
                : null;
        await using var work = await database.Read(stop);
        return await Find(caller, named, work);
    }

    /// <returns>Number of members who have not left a tenant and have the role or no reported role.</returns>
    public static Task<long> CountByRole(string tenantId, string role, UnitOfWork work) =>
        work.One<long>(
            $"select count(*) from core.members m where m.tenant_id = @tenantId and coalesce(m.role, @role) = @role and m.left_at is null and {MemberSql.IsNotMerged}",
            new { tenantId, role }
        );

    private static async Task<IReadOnlyDictionary<string, TenantCard>> LoadWithinScope(Database database, IReadOnlyCollection<string> ids)
    {
        TenantScope.Set(ids.ToHashSet(StringComparer.Ordinal));
        return await Load(database, ids);
    }

    private static async Task<IReadOnlyDictionary<string, TenantCard>> Load(Database database, IReadOnlyCollection<string> ids)
    {
        await using var work = await database.Read();
        var found = await work.List<TenantCard>(
            $"{Card} where t.tenant_id = any ((select @ids::text[])::text[]) -- The subquery keeps the plan independent of the number of IDs.",
            new { ids }
        );
        return found.ToDictionary(card => card.TenantId, StringComparer.Ordinal);
    }
}

/// <param name="PlanItems">JSON array of <c>{plan, quantity}</c>, plus <c>interval</c> and <c>currency</c> if they differ from the plan's first price.</param>
/// <param name="Attributes">JSON object: country, source, campaign, referrer and custom attributes.</param>
public sealed record TenantCard(
    string TenantId,
    Mode Mode,
    string ExternalId,
    string Name,
    string? ContactEmail,
    string? OwnerExternalId,
    string? OwnerName,
    TenantStatus Status,
    TenantLifecycle Lifecycle,
    DateTimeOffset? TrialEndsAt,
    string? TimeZone,
    string[] StripeCustomerIds,
    DateTimeOffset OpenedAt,
    DateTimeOffset ReportedAt,
    JsonElement PlanItems,
    JsonElement Attributes,
    long Members,
    DateTimeOffset? LastSeenAt
);
