using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Kernel.Operations;

/// <summary>How much somebody may do in a time without a second person: so many subjects an hour, so much money a day.</summary>
public static class Ceilings
{
    /// <param name="permission">a word of the permission grammar: <c>tenant.suspend</c>, <c>tenant.*</c> or <c>*</c></param>
    public static Task SetCeiling(this Work work, string holder, string permission, Ceiling ceiling) =>
        work.Do(
            """
            insert into core.ceilings (holder, permission, per, subjects, minor_units, opened_by)
            values (@holder, @permission, @Per, @Subjects, @MinorUnits, @RunId)
            on conflict (holder, permission) do update
               set per = excluded.per, subjects = excluded.subjects, minor_units = excluded.minor_units, opened_by = excluded.opened_by
            """,
            new
            {
                holder,
                permission,
                ceiling.Per,
                ceiling.Subjects,
                ceiling.MinorUnits,
                work.RunId,
            }
        );

    public static Task<bool> HasCeiling(this Work work, string holder) =>
        work.One<bool>("select exists (select from core.ceilings where holder = @holder)", new { holder });

    /// <summary>Counts what the caller has started since, undone or not: an undo doesn't give back the right to do it again at once.</summary>
    /// <remarks>Inside of a run the ceilings' rows are taken first, so that two runs at once can't both fit under one.</remarks>
    /// <returns>the ceiling that this would go over; null when it stays under all of them</returns>
    internal static async Task<Ceiling?> Exceeded(Caller caller, string operation, int subjects, Weight weight, Work work)
    {
        var all = await work.List<Row>(
            $"select c.permission, c.per, c.subjects, c.minor_units from core.ceilings c where c.holder = @Id order by c.permission {work.ForUpdate("c")}",
            new { caller.Id }
        );
        foreach (var one in all.Where(one => Permissions.Cover([one.Permission], operation)))
        {
            var used = (
                await work.List<Use>(
                    """
                    select r.operation, sum(p.accepted)::bigint as subjects, sum(p.minor_units)::bigint as minor_units
                      from core.runs r join core.previews p on p.preview_id = r.preview_id
                     where r.asked_by = @Id and r.started_at > now() - @Per and r.approved_by is null and r.state <> 'waiting_approval'
                     group by r.operation
                    """,
                    new { caller.Id, one.Per }
                )
            ).Where(use => Permissions.Cover([one.Permission], use.Operation)).ToList();
            if (used.Sum(use => use.Subjects) + subjects > one.Subjects || used.Sum(use => use.MinorUnits) + weight.MinorUnits > one.MinorUnits)
                return new(one.Per, one.Subjects, one.MinorUnits);
        }
        return null;
    }

    private sealed record Row(string Permission, TimeSpan Per, long? Subjects, long? MinorUnits);

    private sealed record Use(string Operation, long Subjects, long MinorUnits);
}

/// <param name="Subjects">null: as many as they like</param>
/// <param name="MinorUnits">in the reporting currency; null: as much as they like</param>
public sealed record Ceiling(TimeSpan Per, long? Subjects = null, long? MinorUnits = null);
