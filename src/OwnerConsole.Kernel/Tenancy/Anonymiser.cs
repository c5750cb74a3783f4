using System.Globalization;
using System.Security.Cryptography;
using OwnerConsole.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Removes personal data from the rows of a tenant or one of its members. Ids, counts, movements and the log are unchanged. Idempotent: already anonymised rows
/// are skipped.
/// </summary>
/// <param name="furtherRules">Rules of projects above the kernel.</param>
public sealed class Anonymiser(DataMap map, IEnumerable<Anonymiser.SpecialRule> furtherRules)
{
    /// <summary>The run that anonymises or deletes keeps its reason as evidence.</summary>
    private const string KeptOperations = "('tenant.anonymise', 'tenant.delete', 'member.anonymise')";

    private const string EmptyObject = "{}";

    private readonly IReadOnlyList<string> _tenantUpdates = [.. BuildUpdates(map, isOfPerson: false)],
        _personUpdates = [.. BuildUpdates(map, isOfPerson: true)];

    /// <summary>A statement for columns that need special treatment. The new name of a tenant identifies it and reveals nothing else.</summary>
    /// <param name="Columns">Columns that the statement anonymises.</param>
    /// <param name="Tenant">Statement for a whole tenant.</param>
    /// <param name="Person">Statement for one member; null when members have no such rows.</param>
    public sealed record SpecialRule(string[] Columns, string Tenant, string? Person)
    {
        /// <summary>
        /// Events are partitioned by day without an index by tenant, so the statement runs once per day, from <c>@from</c> until <c>@until</c>.
        /// </summary>
        public bool IsByDay { get; init; }

        /// <summary>Whether it runs before columns are emptied, because it compares their values.</summary>
        public bool ComesFirst { get; init; }
    }

    public static readonly IReadOnlyList<SpecialRule> SpecialRules =
    [
        new(["core.tenants.name"], "update core.tenants set name = 'Tenant ' || right(tenant_id, 4) where tenant_id = @tenant", null),
        new(
            ["core.members.support_number"],
            "update core.members set support_number = '#U000000000', anonymised_at = coalesce(anonymised_at, now()) where tenant_id = @tenant",
            "update core.members set support_number = '#U000000000', anonymised_at = coalesce(anonymised_at, now()) where tenant_id = @tenant and member_id = @member"
        ),
        new(["core.attributes.value"], "delete from core.attributes where tenant_id = @tenant and name not in ('country', 'source', 'campaign')", null), // metrics are broken down by these
        new(
            ["core.dead_letters.body"],
            """
            delete from core.dead_letters d using core.tenants t
             where d.tenant_id = 'tnt_platform' and t.tenant_id = @tenant and d.mode = t.mode
               and (strpos(d.body, '"' || t.tenant_id || '"') > 0 or strpos(d.body, '"' || t.external_id || '"') > 0 or strpos(d.body, '"ext:' || t.external_id || '"') > 0)
            """,
            """
            delete from core.dead_letters d using core.tenants t join core.members m using (tenant_id)
             where d.tenant_id = 'tnt_platform' and t.tenant_id = @tenant and m.member_id = @member and d.mode = t.mode
               and strpos(d.body, '"' || m.external_id || '"') > 0
            """
        ),
        new(
            ["core.tasks.input"],
            "update core.tasks set input = '' where tenant_id = @tenant and ended_at is not null",
            "update core.tasks set input = '' where tenant_id = @tenant and subject_id = @member and ended_at is not null"
        ),
        new(
            ["core.task_previews.input"],
            "update core.task_previews set input = '' where tenant_id = @tenant",
            "update core.task_previews set input = '' where tenant_id = @tenant and subject_id = @member"
        ),
        new(
            ["core.runs.input", "core.runs.reason", "core.runs.verdict"],
            Runs("s.tenant_id = @tenant"),
            Runs("s.tenant_id = @tenant and s.subject_id = @member")
        ),
        new(["core.previews.input"], Previews("s.tenant_id = @tenant"), Previews("s.tenant_id = @tenant and s.subject_id = @member")),
    ];

    /// <param name="runs">SQL query for the IDs of runs, which can use the parameters of a rule.</param>
    /// <param name="names">Names of values of their input, as in JSON, that the operation doesn't need for an undo.</param>
    /// <returns>Statement of a <see cref="SpecialRule"/> that removes the values from the stored inputs of the runs and of their previews.</returns>
    public static string RemoveFromInputs(string runs, params string[] names)
    {
        var removed = $"array[{string.Join(", ", names.Select(name => $"'{name}'"))}]";
        return $"""
            with emptied as (
              update core.runs r set input = (r.input::jsonb - {removed})::text where r.run_id in ({runs}) returning r.preview_id)
            update core.previews p set input = (p.input::jsonb - {removed})::text from emptied e where p.preview_id = e.preview_id
            """;
    }

    /// <param name="recipients">SQL query for the IDs of recipients who belong to the platform, which can use the parameters of a rule.</param>
    /// <returns>Statement of a <see cref="SpecialRule"/> that empties the values of emails to them. One that is waiting keeps them until it is sent.</returns>
    public static string EmptyEmails(string recipients) =>
        $"""
            update core.emails e set facts = '{EmptyObject}'
             where e.tenant_id = 'tnt_platform' and e.state <> 'waiting' and e.recipient in ({recipients})
            """;

    /// <param name="work">Unit of work that names the tenant and the platform.</param>
    public async Task Tenant(string tenant, UnitOfWork work)
    {
        // Must run first: concurrent reports wait for this row and then see the new lifecycle.
        await work.Execute(
            "update core.tenant_status set lifecycle = 'anonymised', revision = revision + 1 where tenant_id = @tenant and lifecycle <> 'anonymised'",
            new { tenant }
        );
        await Erase(_tenantUpdates, own => own.Tenant, tenant, member: null, work);
    }

    /// <param name="work">Unit of work that names the tenant and the platform.</param>
    public async Task Person(string tenant, string member, UnitOfWork work)
    {
        await work.Execute("update core.tenant_status set revision = revision + 1 where tenant_id = @tenant", new { tenant });
        // Reports about the member lock it before they write, so they have finished, or wait and then see that it is anonymised.
        await work.Execute("select from core.members where tenant_id = @tenant and member_id = @member for no key update", new { tenant, member });
        await Erase(_personUpdates, own => own.Person, tenant, member, work);
    }

    private async Task Erase(IReadOnlyList<string> emptied, Func<SpecialRule, string?> chosen, string tenant, string? member, UnitOfWork work)
    {
        var (salt, rules) = (Salt(), SpecialRules.Concat(furtherRules).ToLookup(own => own.ComesFirst));
        await Apply(rules[true]);
        foreach (var sql in emptied)
            await work.Execute(sql, new { tenant, member });
        await Apply(rules[false]);

        async Task Apply(IEnumerable<SpecialRule> applied)
        {
            foreach (var own in applied)
                if (chosen(own) is { } sql)
                    foreach (var (from, until) in own.IsByDay ? await Days(work) : [default])
                        await work.Execute(
                            sql,
                            new
                            {
                                tenant,
                                member,
                                salt,
                                from,
                                until,
                            }
                        );
        }
    }

    private static async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)>> Days(UnitOfWork work)
    {
        var days = await work.List<DateTimeOffset>(
            """
            select to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC'
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'core.events'::regclass
             order by 1
            """
        );
        return [.. days.Select(day => (day, day.AddDays(1)))];
    }

    /// <summary>Random and never stored, so that the original word can't be found by trial.</summary>
    private static string Salt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static IEnumerable<string> BuildUpdates(DataMap map, bool isOfPerson)
    {
        foreach (var table in map.Columns.GroupBy(column => column.Table, StringComparer.Ordinal))
        {
            var person = MemberTables.PersonColumns.FirstOrDefault(name => table.Any(column => column.Column == name));
            if (isOfPerson && (person is null || table.Key == MemberTables.ApplicationSubjects)) // its subjects are never members
                continue;
            var whose = string.Create(CultureInfo.InvariantCulture, $"tenant_id = @tenant{(isOfPerson ? $" and {person} = @member" : "")}");
            string[] sets =
            [
                .. table
                    .Where(column => DataMap.Empty(column.Anonymised) is not null)
                    .Select(column => $"{column.Column} = {DataMap.Empty(column.Anonymised)}"),
            ];
            if (sets.Length > 0)
                yield return $"update {table.Key} set {string.Join(", ", sets)} where {whose}";
            if (table.Any(column => column.Anonymised == "row"))
                yield return $"delete from {table.Key} where {whose}";
        }
    }

    // A run that also concerned other subjects is kept; its input is deleted after 30 days.
    private static string Runs(string about) =>
        $"""
            update core.runs r set input = '{EmptyObject}', reason = case when r.operation in {KeptOperations} then r.reason end, verdict = null
             where r.run_id in (select s.run_id from core.run_subjects s where {about})
               and r.subjects = (select count(*) from core.run_subjects s where s.run_id = r.run_id and {about})
            """;

    private static string Previews(string about) =>
        $"""
            update core.previews p set input = '{EmptyObject}'
             where p.preview_id in (select s.preview_id from core.preview_subjects s where {about})
               and p.subjects = (select count(*) from core.preview_subjects s where s.preview_id = p.preview_id and {about})
            """;
}
