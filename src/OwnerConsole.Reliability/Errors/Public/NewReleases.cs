using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Errors.Public;

/// <summary>Releases of the application that errors have reported for the first time. The log names each of them once.</summary>
public static class NewReleases
{
    private const int MaxReleases = 50;

    /// <param name="to">End, exclusive; null for now.</param>
    /// <returns>IDs of the releases that were first reported in the time, at most 50, the most recent first.</returns>
    public static Task<IReadOnlyList<string>> List(DateTimeOffset from, DateTimeOffset? to, UnitOfWork work) =>
        work.List<string>(
            """
            select r.release_id from errors.releases r
             where r.tenant_id = 'tnt_platform' and r.release_id is not null and r.first_seen_at >= @from and (@to::timestamptz is null or r.first_seen_at < @to)
             order by r.first_seen_at desc, r.release limit @most
            """,
            new
            {
                from,
                to,
                most = MaxReleases,
            }
        );
}
