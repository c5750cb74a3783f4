using OwnerConsole.Data;

namespace OwnerConsole.Reliability.Errors;

/// <summary>Counts occurrences per user and per operation, each in one statement for any number of errors.</summary>
internal static class AttributionRows
{
    /// <summary>Maximum number of users kept of each group and tenant.</summary>
    private const int MaxUsers = 100;

    /// <summary>Maximum number of operations kept of each group.</summary>
    private const int MaxOperations = 50;

    public static async Task Count(IReadOnlyList<(StoredError Error, string GroupId)> errors, UnitOfWork work)
    {
        await CountUsers([.. errors.Where(pair => pair.Error.Report.User is not null && !pair.Error.IsAnonymised)], work);
        await CountOperations([.. errors.Where(pair => pair.Error.Report.Operation is not null)], work);
    }

    private static async Task CountUsers(IReadOnlyList<(StoredError Error, string GroupId)> errors, UnitOfWork work)
    {
        if (errors.Count == 0)
            return;
        await work.Execute(
            """
            insert into errors.users as u (tenant_id, group_id, user_id, events, first_seen_at, last_seen_at)
            select n.tenant_id, n.id, n.user_id, count(*), min(n.at), max(n.at)
              from unnest(@owners, @groups, @users, @times) n(tenant_id, id, user_id, at)
             where not exists (select from core.members m where m.tenant_id = n.tenant_id and m.external_id = n.user_id and m.anonymised_at is not null)
             group by 1, 2, 3 order by 1, 2, 3
            on conflict (tenant_id, group_id, user_id) do update
               set events = u.events + excluded.events, first_seen_at = least(u.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at)
            """,
            new
            {
                owners = errors.Select(error => error.Error.Owner).ToArray(),
                groups = errors.Select(error => error.GroupId).ToArray(),
                users = errors.Select(error => error.Error.Report.User!).ToArray(), // not null: selected by the caller
                times = errors.Select(error => error.Error.At).ToArray(),
            }
        );
        await work.Execute(
            """
            delete from errors.users u
             using (select o.tenant_id, o.group_id, o.user_id, row_number() over (partition by o.tenant_id, o.group_id order by o.last_seen_at desc, o.user_id) as nth
                      from errors.users o where o.tenant_id = any(@owners) and o.group_id = any(@groups)) old
             where u.tenant_id = old.tenant_id and u.group_id = old.group_id and u.user_id = old.user_id and old.nth > @most
            """,
            new
            {
                owners = errors.Select(error => error.Error.Owner).Distinct(StringComparer.Ordinal).ToArray(),
                groups = errors.Select(error => error.GroupId).Distinct(StringComparer.Ordinal).ToArray(),
                most = MaxUsers,
            }
        );
    }

    private static async Task CountOperations(IReadOnlyList<(StoredError Error, string GroupId)> errors, UnitOfWork work)
    {
        if (errors.Count == 0)
            return;
        await work.Execute(
            """
            insert into errors.operations as o (tenant_id, group_id, operation, events, first_seen_at, last_seen_at)
            select 'tnt_platform', n.id, n.operation, count(*), min(n.at), max(n.at)
              from unnest(@groups, @operations, @times) n(id, operation, at)
             group by 2, 3 order by 2, 3
            on conflict (tenant_id, group_id, operation) do update
               set events = o.events + excluded.events, first_seen_at = least(o.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(o.last_seen_at, excluded.last_seen_at)
            """,
            new
            {
                groups = errors.Select(error => error.GroupId).ToArray(),
                operations = errors.Select(error => error.Error.Report.Operation!).ToArray(), // not null: selected by the caller
                times = errors.Select(error => error.Error.At).ToArray(),
            }
        );
        await work.Execute(
            """
            delete from errors.operations o
             using (select p.group_id, p.operation, row_number() over (partition by p.group_id order by p.last_seen_at desc, p.operation) as nth
                      from errors.operations p where p.tenant_id = 'tnt_platform' and p.group_id = any(@groups)) old
             where o.tenant_id = 'tnt_platform' and o.group_id = old.group_id and o.operation = old.operation and old.nth > @most
            """,
            new { groups = errors.Select(error => error.GroupId).Distinct(StringComparer.Ordinal).ToArray(), most = MaxOperations }
        );
    }
}
