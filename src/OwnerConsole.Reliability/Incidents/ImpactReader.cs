using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;
using OwnerConsole.Pure.Dependencies;
using OwnerConsole.Pure.Incidents;
using OwnerConsole.Reliability.ServiceMap.Public;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>
/// Finds the tenants, members and MRR that an incident affects, of the mode that the caller sees. The database adds them up, because an incident can affect all
/// tenants.
/// </summary>
public sealed class ImpactReader(Database database, IEnumerable<ISubjectQuery> queries, IEnumerable<TenantMrrStatement> revenue, ServiceTenantReader services)
{
    /// <summary>Permission to see which tenants are affected, and their MRR.</summary>
    internal const string TenantRead = "tenant.read";

    private const int MaxShown = 10;

    private const string Tables = """
        from core.tenants t
        join core.tenant_status s on s.tenant_id = t.tenant_id
        join core.tenant_summaries k on k.tenant_id = t.tenant_id
        """;

    // An anonymised tenant has left for good, so it isn't affected, also if the selection names it.
    private const string IsAffected =
        "t.mode = @mode and s.lifecycle <> 'anonymised' and (@ids::text[] is null or t.tenant_id = any(@ids)) and (@includesCancelled or s.status <> 'cancelled')";

    private const string NoRevenue = "select null::text as tenant_id, null::numeric as mrr where false";

    /// <param name="caller">Without access to tenants, their names and MRR are left out.</param>
    /// <param name="reading">Can read all tenants.</param>
    public async Task<IncidentImpact> Find(TenantTargets targets, Caller caller, UnitOfWork reading) =>
        await Find(await ToFilter(targets, caller, reading), caller, reading);

    /// <param name="tenants">IDs of tenants; null for all.</param>
    /// <param name="caller">Without access to tenants, their names and MRR are left out.</param>
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>Those of the tenants that have the shown mode and aren't cancelled or anonymised.</returns>
    internal async Task<IncidentImpact> Find(IReadOnlyList<string>? tenants, Caller caller, UnitOfWork reading) =>
        await Find(new ImpactFilter(await Modes.Shown(caller, reading), tenants?.ToArray(), IncludesCancelled: false, null), caller, reading);

    /// <param name="reading">Can read all tenants.</param>
    /// <returns>IDs of the tenants that the selection affects, in their order. Cancelled tenants are left out unless it names them, and anonymised ones always.</returns>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    internal async Task<IReadOnlyList<string>> FindTenants(TenantTargets targets, UnitOfWork reading)
    {
        var filter = await ToFilter(targets, Caller.System, reading);
        return await reading.List<string>(
            $"""
            select t.tenant_id
              from core.tenants t
              join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.tenant_id <> 'tnt_platform' and {IsAffected}
             order by t.tenant_id
            """,
            filter.Arguments
        );
    }

    private async Task<IncidentImpact> Find(ImpactFilter filter, Caller caller, UnitOfWork reading)
    {
        var counts = await Count(filter, reading);
        if (!caller.CanRead(TenantRead))
            return new(counts.Tenants, counts.Members, null, [], filter.Basis);
        var mrr = FindMrrStatement();
        var sum = await reading.One<SumRow>(
            $"""
            select sum(r.mrr) as minor, (select c.currency from core.reporting c) as currency
            {Tables}
            join ({mrr}) r on r.tenant_id = t.tenant_id
            where {IsAffected}
            """,
            filter.Arguments
        );
        var largest = await reading.List<LargestRow>(
            $"""
            select t.tenant_id, t.name, k.members, r.mrr as minor, (select c.currency from core.reporting c) as currency
            {Tables}
            left join ({mrr}) r on r.tenant_id = t.tenant_id
            where {IsAffected}
            order by coalesce(r.mrr, 0) desc, k.members desc, t.tenant_id
            limit {MaxShown}
            """,
            filter.Arguments
        );
        return new(
            counts.Tenants,
            counts.Members,
            ToMoney(sum?.Minor, sum?.Currency),
            [.. largest.Select(row => new AffectedTenant(row.TenantId, row.Name, row.Members, ToMoney(row.Minor, row.Currency)))],
            filter.Basis
        );
    }

    /// <summary>Counts what an incident affects with its current selection.</summary>
    /// <param name="work">The preview or the run, which can't read tenants itself.</param>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    internal async Task<AffectedCounts> Count(TenantTargets targets, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop);
        return await Count(await ToFilter(targets, work.Caller ?? Caller.System, reading), reading);
    }

    /// <summary>Counts what an incident would affect with a selection that a person has entered.</summary>
    /// <param name="before">Selection that is replaced; null for a new incident.</param>
    /// <param name="work">The preview or the run, which can't read tenants itself.</param>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    internal async Task<PlannedImpact> Plan(
        string? plan,
        string? tag,
        string? service,
        string? filter,
        IReadOnlyList<string>? named,
        TenantTargets? before,
        UnitOfWork work
    )
    {
        await using var reading = await database.Read(work.Stop);
        var caller = work.Caller ?? Caller.System;
        var (tenants, unknown) = await TenantTargets.FindNamed(named, await Modes.Shown(caller, reading), reading);
        var targets = new TenantTargets(TenantTargets.ReadQuery(filter, ("plan", plan), ("tag", tag), (IncidentService.Key, service)), tenants);
        var selected = await ToFilter(targets, caller, reading);
        return new(
            targets,
            await Count(selected, reading),
            unknown is not null ? new("unknown_tenant", Sentence.Say($"{new EntityReference(unknown)} does not exist."))
                : await IncidentService.IsMissing(targets, before, reading) ? ServiceTenantReader.NotOnMap
                : null
        )
        {
            Filter = selected,
        };
    }

    /// <summary>Compares what an incident would affect with all tenants. The MRR counts only for people who can see it.</summary>
    /// <param name="work">The preview or the run, which can't read tenants itself.</param>
    internal async Task<AffectedShare> FindShare(ImpactFilter filter, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop);
        var caller = work.Caller ?? Caller.System;
        // What the caller's role hides, because a run in the background has no request that hides fields.
        var canSeeMrr = caller.CanRead(TenantRead) && !caller.Hides.Contains(FieldClass.Money.ToText(), StringComparer.Ordinal);
        var mrr = canSeeMrr ? FindMrrStatement() : NoRevenue;
        return await reading.One<AffectedShare>(
                $"""
                select count(*) filter (where @ids::text[] is null or t.tenant_id = any(@ids)) as affected_tenants, count(*) as tenants,
                       sum(r.mrr) filter (where @ids::text[] is null or t.tenant_id = any(@ids)) as affected_mrr, sum(r.mrr) as mrr
                {Tables}
                left join ({mrr}) r on r.tenant_id = t.tenant_id
                where t.mode = @mode and s.status <> 'cancelled' and s.lifecycle <> 'anonymised'
                """,
                filter.Arguments
            ) ?? new(0, 0, null, null);
    }

    private string FindMrrStatement() => HiddenFields.Has(FieldClass.Money) ? NoRevenue : revenue.FirstOrDefault()?.Sql ?? NoRevenue; // one module knows the revenue

    private async Task<ImpactFilter> ToFilter(TenantTargets targets, Caller caller, UnitOfWork reading)
    {
        var mode = await Modes.Shown(caller, reading);
        var (service, others) = IncidentService.Split(targets);
        var selected = await others.Find(queries, caller, mode, reading);
        if (service is null)
            return new(mode, selected?.ToArray(), targets.IncludesCancelled, null);
        var used = await services.Find(service, reading);
        var ids =
            used.Ids is null ? selected
            : selected is null ? used.Ids
            : [.. used.Ids.Intersect(selected, StringComparer.Ordinal)];
        return new(mode, ids?.ToArray(), targets.IncludesCancelled, used.Basis);
    }

    private static async Task<AffectedCounts> Count(ImpactFilter filter, UnitOfWork reading) =>
        await reading.One<AffectedCounts>(
            $"select count(*) as tenants, coalesce(sum(k.members), 0)::bigint as members {Tables} where {IsAffected}",
            filter.Arguments
        ) ?? new(0, 0);

    private static Money? ToMoney(decimal? minor, string? currency) =>
        minor is { } known && currency is not null ? new(Mrr.RoundForDisplay(known), currency) : null;

    private sealed record SumRow(decimal? Minor, string Currency);

    private sealed record LargestRow(string TenantId, string Name, long Members, decimal? Minor, string Currency);
}

/// <summary>Number of affected tenants and their members.</summary>
internal sealed record AffectedCounts(long Tenants, long Members);

/// <summary>What an incident would affect.</summary>
/// <param name="Counts">Number of tenants and members.</param>
/// <param name="Problem">Why the selection can't be used; null if it can.</param>
internal sealed record PlannedImpact(TenantTargets Targets, AffectedCounts Counts, Refusal? Problem)
{
    /// <summary>Tenants of the entered selection; null if none was entered.</summary>
    public ImpactFilter? Filter { get; init; }

    /// <summary>What the tenants of the selected service are based on; null without a service.</summary>
    public UsageBasis? Basis => Filter?.Basis;

    /// <summary>Whether nothing limits the selection, also because the tenants of its only filter, a service, are unknown.</summary>
    public bool IsAll => Targets.IsAll || (Basis is UsageBasis.Unknown && IncidentService.Split(Targets).Others.IsAll);
}
