using System.Globalization;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Pure.Amounts;

namespace OwnerConsole.Kernel.Operations;

/// <summary>Limits on what a caller can do within a time span without approval: subjects per hour or money per day, for example.</summary>
public static class Ceilings
{
    /// <param name="holder">Id of an API key, a rule or a team member.</param>
    public static Task SetCeiling(this UnitOfWork work, string holder, Ceiling ceiling) =>
        work.Execute(
            """
            insert into core.ceilings (holder, permission, per, subjects, minor_units, opened_by)
            values (@holder, @Permission, @Per, @Subjects, @MinorUnits, @RunId)
            on conflict (holder, permission) do update
               set per = excluded.per, subjects = excluded.subjects, minor_units = excluded.minor_units, opened_by = excluded.opened_by
            """,
            new
            {
                holder,
                ceiling.Permission,
                ceiling.Per,
                ceiling.Subjects,
                ceiling.MinorUnits,
                work.RunId,
            }
        );

    /// <summary>Deletes all ceilings of these holders.</summary>
    public static Task DropCeilings(this UnitOfWork work, IReadOnlyCollection<string> holders) =>
        work.Execute("delete from core.ceilings where holder = any(@holders)", new { holders });

    public static Task<bool> HasCeiling(this UnitOfWork work, string holder) =>
        work.One<bool>($"select exists (select from core.ceilings where holder = @holder) or exists ({OfHolder})", new { holder });

    /// <returns>Ceilings that apply to each person with the role, ordered by permission.</returns>
    public static Task<IReadOnlyList<Ceiling>> OfRole(string role, UnitOfWork work) =>
        work.List<Ceiling>($"{OfRoles} and c.role = @role order by c.permission", new { role });

    /// <summary>A row without amounts states that there is no ceiling.</summary>
    private const string OfRoles = """
        select c.permission, c.per, c.subjects, c.minor_units
          from auth.role_ceilings c
         where c.closed_by is null and (c.subjects is not null or c.minor_units is not null)
           and not exists (select from auth.role_ceilings l where l.role = c.role and l.permission = c.permission and l.closed_by is null and l.opened_at > c.opened_at)
        """;

    /// <summary>Ceilings of the role of @holder.</summary>
    private const string OfHolder = $"{OfRoles} and c.role = (select h.role from auth.user_roles h where h.user_id = @holder and h.closed_by is null)";

    /// <summary>Counts what the caller has started in the time span, including undone runs: undoing does not restore the allowance.</summary>
    /// <remarks>
    /// In a run, the ceiling rows are locked first, so that two concurrent runs can't both fit under the same ceiling. Runs that were stopped before
    /// their first subject, such as rejected requests, don't count. An automation acts on live and on test tenants; each mode has the whole ceiling.
    /// </remarks>
    /// <returns>The ceiling that would be exceeded; null if none.</returns>
    internal static async Task<ReachedCeiling?> FindExceeded(Caller caller, string operation, int subjects, Weight weight, UnitOfWork work)
    {
        foreach (var (one, role) in (await All(caller, work)).Where(each => Permissions.Covers([each.Ceiling.Permission], operation)))
        {
            var used = (
                await work.List<Use>(
                    """
                    select r.operation, sum(p.accepted)::bigint as subjects, sum(p.minor_units)::bigint as minor_units
                      from core.runs r join core.previews p on p.preview_id = r.preview_id
                     where r.requested_by = @Id and r.started_at > now() - @Per and r.approved_by is null and r.state <> 'waiting_approval'
                       and not (r.state = 'stopped' and r.next_place = 0)
                       and (@Mode::text is null or r.mode is null or r.mode = @Mode)
                     group by r.operation
                    """,
                    new
                    {
                        caller.Id,
                        one.Per,
                        caller.Mode,
                    }
                )
            ).Where(use => Permissions.Covers([one.Permission], use.Operation)).ToList();
            var (count, sum) = (used.Sum(use => use.Subjects) + subjects, used.Sum(use => use.MinorUnits) + weight.MinorUnits);
            if (count > one.Subjects || sum > one.MinorUnits)
                return new(one, role, count, sum, (await ReportingSettings.Of(work)).Currency);
        }
        return null;
    }

    // The caller's own ceilings, and those of the caller's role with the role key.
    private static async Task<IEnumerable<(Ceiling Ceiling, string? Role)>> All(Caller caller, UnitOfWork work)
    {
        var (own, args) = ("select c.permission, c.per, c.subjects, c.minor_units from core.ceilings c where c.holder = @holder", new { holder = caller.Id });
        var all = await work.List<Ceiling>($"{own} order by c.permission {work.ForUpdate("c")}", args);
        if (caller.Kind is not CallerKind.Person)
            return all.Select(ceiling => (ceiling, default(string)));
        var ofRole = await work.List<Ceiling>($"{OfHolder} order by c.permission {work.ForUpdate("c")}", args);
        var role = ofRole.Count == 0 ? null : await work.One<string>("select role from auth.user_roles where user_id = @holder and closed_by is null", args);
        return all.Select(ceiling => (ceiling, default(string))).Concat(ofRole.Select(ceiling => (ceiling, role)));
    }

    private sealed record Use(string Operation, long Subjects, long MinorUnits);
}

/// <param name="Permission">Permission whose use is counted.</param>
/// <param name="Subjects">Maximum number of subjects; null for unlimited.</param>
/// <param name="MinorUnits">Maximum amount in minor units of the reporting currency; null for unlimited.</param>
public sealed record Ceiling(string Permission, TimeSpan Per, long? Subjects = null, long? MinorUnits = null)
{
    /// <summary>Formats the ceiling for display: <c>25 an hour</c>, <c>100.00 USD a day</c>.</summary>
    /// <param name="currency">The reporting currency.</param>
    public string Describe(string currency)
    {
        string?[] parts = [Subjects?.ToString("N0", CultureInfo.InvariantCulture), MinorUnits is { } sum ? new Money(sum, currency).ToString() : null];
        return $"{string.Join(" and ", parts.OfType<string>())} {(Per == TimeSpan.FromHours(1) ? "an hour" : Per == TimeSpan.FromDays(1) ? "a day" : $"in {Per.TotalHours:0.#} hours")}";
    }
}
