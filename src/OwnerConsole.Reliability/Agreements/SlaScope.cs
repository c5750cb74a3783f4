using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Kernel.Vocabulary;

namespace OwnerConsole.Reliability.Agreements;

/// <summary>Finds the tenants of an SLA. They have live data, or test data as long as there are no live tenants.</summary>
public sealed class SlaScope(Database database, IEnumerable<ISubjectQuery> queries, IEnumerable<PlanNames> plans)
{
    /// <param name="reading">Can read all tenants.</param>
    /// <returns>IDs of the tenants in the order of their IDs. Cancelled tenants are left out unless the selection names them, and anonymised ones always.</returns>
    private async Task<IReadOnlyList<string>> Find(TenantTargets targets, Mode mode, UnitOfWork reading) =>
        await reading.List<string>(
            """
            select t.tenant_id
              from core.tenants t
              join core.tenant_status s on s.tenant_id = t.tenant_id
             where t.mode = @mode and t.tenant_id <> 'tnt_platform' and (@ids::text[] is null or t.tenant_id = any(@ids))
               and s.lifecycle <> 'anonymised' and (@includesCancelled or s.status <> 'cancelled')
             order by t.tenant_id
            """,
            new
            {
                mode,
                ids = (await targets.Find(queries, Caller.System, mode, reading))?.ToArray(),
                includesCancelled = targets.IncludesCancelled,
            }
        );

    /// <summary>Finds tenants in the background, where a filter whose value was removed since, such as a plan, matches none instead of stopping the measurement of other SLAs.</summary>
    /// <inheritdoc cref="Find"/>
    internal async Task<IReadOnlyList<string>> FindCurrent(TenantTargets targets, Mode mode, UnitOfWork reading)
    {
        try
        {
            return await Find(targets, mode, reading);
        }
        catch (Problem)
        {
            return [];
        }
    }

    /// <summary>Reads the selection that a person has entered.</summary>
    /// <param name="input">Normalized.</param>
    /// <param name="work">The preview or the run, which can't read tenants itself.</param>
    /// <returns>The selection, how many tenants it has now, and why it can't be used; null if it can.</returns>
    internal async Task<PlannedScope> Plan(SlaInput input, UnitOfWork work)
    {
        await using var reading = await database.Read(work.Stop);
        var mode = await Modes.Shown(work.Caller ?? Caller.System, reading); // keys can name tenants of their own mode only
        var (tenants, unknown) = await TenantTargets.FindNamed(input.Tenants, mode, reading);
        var targets = new TenantTargets(TenantTargets.ReadQuery(null, ("plan", input.Plan), ("tag", input.Tag)), tenants);
        Refusal? problem =
            unknown is not null ? new("unknown_tenant", Sentence.Say($"{new EntityReference(unknown)} does not exist."))
            : input.Plan is { } plan && !await plans.HavePlan(plan, reading) ? PlanKeys.Unknown
            : null;
        return new(targets, problem is null ? (await Find(targets, mode, reading)).Count : 0, problem);
    }
}

/// <summary>The tenants that an SLA would have.</summary>
/// <param name="Count">Number of tenants now.</param>
/// <param name="Problem">Why the selection can't be used; null if it can.</param>
internal sealed record PlannedScope(TenantTargets Targets, int Count, Refusal? Problem);
