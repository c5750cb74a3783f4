using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Errors.Public;

/// <summary>Releases of the application: those that errors have reported for the first time, and deploys of services. The log names each of them once.</summary>
public static class NewReleases
{
    private const int MaxReleases = 50;

    /// <param name="to">End, exclusive; null for now.</param>
    /// <returns>IDs of the releases that were first reported in the time, and of deploys, at most 50, the most recent first.</returns>
    public static Task<IReadOnlyList<string>> List(DateTimeOffset from, DateTimeOffset? to, UnitOfWork work) =>
        work.List<string>(
            """
            select x.id
              from (select r.release_id as id, r.first_seen_at as at from errors.releases r where r.tenant_id = 'tnt_platform' and r.release_id is not null
                    union all
                    select d.deploy_id, d.deployed_at from errors.deploys d where d.tenant_id = 'tnt_platform') x
             where x.at >= @from and (@to::timestamptz is null or x.at < @to)
             order by x.at desc, x.id limit @most
            """,
            new
            {
                from,
                to,
                most = MaxReleases,
            }
        );
}
