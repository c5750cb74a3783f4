using System.Globalization;
using System.Security.Cryptography;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Intakes;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>
/// Takes every word about people out of a tenant's rows, or out of one person's; ids, counts, movements and the log stay as they are. As often as it is asked:
/// what it has done it leaves alone.
/// </summary>
public static class Anonymity
{
    /// <summary>Where a table says whose row it is, if it is a person's.</summary>
    private static readonly string[] s_persons = ["member_id", "subject_id", "recipient"];

    /// <summary>Of the run that anonymises the reason is kept: it is the proof of why.</summary>
    private const string OwnRun = "('tenant.anonymise', 'member.anonymise')";

    private const string Nothing = "{}";

    private static readonly IReadOnlyList<string> s_ofTenant = [.. Emptied(isOfPerson: false)],
        s_ofPerson = [.. Emptied(isOfPerson: true)];

    /// <summary>What no general rule can do, with the columns that it does it to. The name that a tenant has afterwards tells it from others and nothing else.</summary>
    /// <param name="Person">null where a person has no such rows</param>
    public sealed record Own(string[] Columns, string Tenant, string? Person)
    {
        /// <summary>It goes through events, which are kept by days and have no index by tenant: one statement from <c>@from</c> until <c>@until</c> for each day, so that none takes long.</summary>
        public bool IsByDay { get; init; }
    }

    public static readonly IReadOnlyList<Own> Special =
    [
        new(["core.tenants.name"], "update core.tenants set name = 'Tenant ' || right(tenant_id, 4) where tenant_id = @tenant", null),
        new(
            ["core.members.support_number"],
            "update core.members set support_number = '#U000000000', anonymised_at = coalesce(anonymised_at, now()) where tenant_id = @tenant",
            "update core.members set support_number = '#U000000000', anonymised_at = coalesce(anonymised_at, now()) where tenant_id = @tenant and member_id = @member"
        ),
        new(["core.attributes.value"], "delete from core.attributes where tenant_id = @tenant and name not in ('country', 'source', 'campaign')", null), // numbers are cut by these
        .. BareSql.Reported,
        new(
            ["core.dead_letters.body"],
            """
            delete from core.dead_letters d using core.tenants t
             where d.tenant_id = 'tnt_platform' and t.tenant_id = @tenant and d.population = t.population
               and (strpos(d.body, '"' || t.tenant_id || '"') > 0 or strpos(d.body, '"' || t.external_id || '"') > 0 or strpos(d.body, '"ext:' || t.external_id || '"') > 0)
            """,
            """
            delete from core.dead_letters d using core.tenants t join core.members m using (tenant_id)
             where d.tenant_id = 'tnt_platform' and t.tenant_id = @tenant and m.member_id = @member and d.population = t.population
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

    /// <param name="work">names the tenant and the platform</param>
    public static async Task Tenant(string tenant, Work work)
    {
        // First: whoever reports of it waits here, and knows afterwards.
        await work.Do(
            "update core.tenant_status set lifecycle = 'anonymised', revision = revision + 1 where tenant_id = @tenant and lifecycle <> 'anonymised'",
            new { tenant }
        );
        await Erase(s_ofTenant, own => own.Tenant, tenant, member: null, work);
    }

    /// <param name="work">names the tenant and the platform</param>
    public static async Task Person(string tenant, string member, Work work)
    {
        await work.Do("update core.tenant_status set revision = revision + 1 where tenant_id = @tenant", new { tenant });
        await Erase(s_ofPerson, own => own.Person, tenant, member, work);
    }

    private static async Task Erase(IReadOnlyList<string> emptied, Func<Own, string?> chosen, string tenant, string? member, Work work)
    {
        var salt = Salt();
        foreach (var sql in emptied)
            await work.Do(sql, new { tenant, member });
        foreach (var own in Special)
            if (chosen(own) is { } sql)
                foreach (var (from, until) in own.IsByDay ? await Days(work) : [default])
                    await work.Do(
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

    private static async Task<IReadOnlyList<(DateTimeOffset From, DateTimeOffset Until)>> Days(Work work)
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

    /// <summary>Nobody knows it afterwards, so nobody can try which word it was.</summary>
    private static string Salt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private static IEnumerable<string> Emptied(bool isOfPerson)
    {
        foreach (var table in DataMap.Columns.GroupBy(column => column.Table, StringComparer.Ordinal))
        {
            var person = s_persons.FirstOrDefault(name => table.Any(column => column.Column == name));
            if (isOfPerson && person is null)
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

    // What was decided about others as well isn't about this one: it is emptied after its 30 days.
    private static string Runs(string about) =>
        $"""
            update core.runs r set input = '{Nothing}', reason = case when r.operation in {OwnRun} then r.reason end, verdict = null
             where r.run_id in (select s.run_id from core.run_subjects s where {about})
               and r.subjects = (select count(*) from core.run_subjects s where s.run_id = r.run_id and {about})
            """;

    private static string Previews(string about) =>
        $"""
            update core.previews p set input = '{Nothing}'
             where p.preview_id in (select s.preview_id from core.preview_subjects s where {about})
               and p.subjects = (select count(*) from core.preview_subjects s where s.preview_id = p.preview_id and {about})
            """;
}
