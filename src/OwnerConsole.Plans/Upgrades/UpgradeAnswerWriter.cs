using OwnerConsole.Data;
using OwnerConsole.Plans.Upgrades.Public;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Plans.Upgrades;

/// <summary>Closes requests as part of the current run, and reopens the ones that an undone run has closed.</summary>
internal static class UpgradeAnswerWriter
{
    /// <param name="given">Keys of the plans that the tenants get, in the order of the requests; empty when they get none.</param>
    public static Task Close(IReadOnlyList<UpgradeFacts> requests, UpgradeState state, IReadOnlyList<string> given, string? answer, UnitOfWork work) =>
        work.Execute(
            """
            update upgrades.requests u
               set state = @state, approved_plan = a.approved_plan, answer = @answer, closed_by = @run, closed_at = clock_timestamp()
              from unnest(@tenants, @ids, @given) a(tenant_id, upgrade_id, approved_plan)
             where u.tenant_id = a.tenant_id and u.upgrade_id = a.upgrade_id and u.state = 'open'
            """,
            new
            {
                state,
                answer = answer.TrimToNull(),
                run = work.RunId,
                tenants = requests.Select(request => request.TenantId).ToArray(),
                ids = requests.Select(request => request.UpgradeId).ToArray(),
                given = given.Count == 0 ? new string?[requests.Count] : [.. given],
            }
        );

    /// <returns>Requests that <paramref name="undoneRun"/> answered and that can be reopened, because their tenants haven't requested the same plan again.</returns>
    public static Task<IReadOnlyList<string>> FindReopenable(IReadOnlyList<UpgradeFacts> requests, string undoneRun, UnitOfWork work) =>
        work.List<string>(
            """
            select u.upgrade_id
              from upgrades.requests u
             where u.tenant_id = any(@tenants) and u.upgrade_id = any(@ids) and u.closed_by = @undoneRun
               and not exists (select 1 from upgrades.requests o where o.tenant_id = u.tenant_id and o.plan = u.plan and o.state = 'open')
            """,
            new
            {
                tenants = requests.Where(request => !request.HasEnded).Select(upgradeFacts => upgradeFacts.TenantId).ToArray(),
                ids = requests.Where(request => !request.HasEnded).Select(upgradeFacts => upgradeFacts.UpgradeId).ToArray(),
                undoneRun,
            }
        );

    /// <returns>The ids of the reopened requests.</returns>
    public static Task<IReadOnlyList<string>> Reopen(IReadOnlyCollection<string> ids, UnitOfWork work) =>
        work.List<string>(
            """
            update upgrades.requests set state = 'open', approved_plan = null, answer = null, closed_by = null, closed_at = null
             where upgrade_id = any(@ids)
            returning upgrade_id
            """,
            new { ids }
        );
}
