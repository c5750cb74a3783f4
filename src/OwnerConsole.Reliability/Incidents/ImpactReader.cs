using OwnerConsole.Data;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Reliability.Incidents;

/// <summary>Finds the tenants, members and MRR that an incident affects.</summary>
public sealed class ImpactReader(Database database, IEnumerable<ISubjectQuery> queries, IEnumerable<TenantRevenue> revenue)
{
    private const int MaxShown = 10;

    /// <param name="reading">Can read all tenants.</param>
    public async Task<IncidentImpact> Find(TenantTargets targets, Mode mode, Caller caller, UnitOfWork reading)
    {
        var ids = await targets.Find(queries, caller, mode, reading);
        var tenants = await reading.List<TenantRow>(
            $"""
            select t.tenant_id as id, t.name,
                   (select count(*) from core.members m
                     where m.tenant_id = t.tenant_id and m.left_at is null and m.anonymised_at is null and {MemberSql.IsNotMerged}) as members
              from core.tenants t
              join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.mode = @mode and (@ids::text[] is null or t.tenant_id = any(@ids)) and (@includesCancelled or s.status <> 'cancelled')
            """,
            new
            {
                mode,
                ids = ids?.ToArray(),
                includesCancelled = targets.IncludesCancelled,
            }
        );
        var amounts = revenue.FirstOrDefault() is { } find // one module knows the revenue
            ? await find([.. tenants.Select(tenant => tenant.Id)], reading)
            : new Dictionary<string, Money>(StringComparer.Ordinal);
        return new(
            tenants.Count,
            tenants.Sum(tenant => tenant.Members),
            amounts.Values.FirstOrDefault() is { } any ? any with { Amount = amounts.Values.Sum(money => money.Amount) } : null,
            [
                .. tenants
                    .Select(tenant => new AffectedTenant(tenant.Id, tenant.Name, tenant.Members, amounts.GetValueOrDefault(tenant.Id)))
                    .OrderByDescending(tenant => tenant.Mrr?.Amount ?? 0)
                    .ThenByDescending(tenant => tenant.Members)
                    .ThenBy(tenant => tenant.Id, StringComparer.Ordinal)
                    .Take(MaxShown),
            ]
        );
    }

    /// <summary>Finds what an incident would affect with a selection that a person has entered.</summary>
    /// <param name="mode">Mode of the tenants; null for the one that people see.</param>
    /// <param name="work">The preview or the run, which can't read tenants itself.</param>
    /// <exception cref="Problem">400: unknown filter or value.</exception>
    internal async Task<PlannedImpact> Plan(string? plan, string? tag, string? filter, IReadOnlyList<string>? named, Mode? mode, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop);
        var caller = work.Caller ?? Caller.System;
        var shown = mode ?? await Modes.Shown(caller, reading);
        var (tenants, isUnknown) = await TenantTargets.FindNamed(named, shown, reading);
        var targets = new TenantTargets(TenantTargets.ReadQuery(filter, ("plan", plan), ("tag", tag)), tenants);
        return new(
            targets,
            shown,
            await Find(targets, shown, caller, reading),
            isUnknown ? new("unknown_tenant", Sentence.Say($"One of the tenants does not exist.")) : null
        );
    }

    private sealed record TenantRow(string Id, string Name, long Members);
}

/// <summary>What an incident would affect.</summary>
/// <param name="Mode">Mode of the tenants.</param>
/// <param name="Problem">Why the selection can't be used; null if it can.</param>
internal sealed record PlannedImpact(TenantTargets Targets, Mode Mode, IncidentImpact Impact, Refusal? Problem);
