using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Kernel.Tenancy;

/// <summary>Whose money has to be counted anew: marked by the database with every change of what is held, paid or costs, and taken away by whoever counts.</summary>
public static class MoneyDirt
{
    /// <param name="Marks">changes since it was taken away last</param>
    /// <param name="Reached">the last holder who is counted already; empty before the first</param>
    public sealed record Plan(string Key, long Marks, string Reached);

    /// <param name="work">reads over all tenants</param>
    public static Task<IReadOnlyList<string>> Tenants(int most, Work work) =>
        work.List<string>("select id from core.money_dirt where kind = 'tenant' order by id limit @most", new { most });

    /// <summary>Plans that cost something else: everybody who ever held one is to be counted.</summary>
    /// <param name="work">reads over all tenants</param>
    public static Task<IReadOnlyList<Plan>> Plans(Work work) =>
        work.List<Plan>("select id as key, marks, reached from core.money_dirt where kind = 'plan' order by id");

    /// <summary>Takes the marks of these tenants away, before their facts are read. One that somebody is just marking stays for the next time: nobody waits for anybody.</summary>
    /// <remarks>Each is looked up by itself and taken from where it lies: the table is empty most of the time, so PostgreSQL takes a full one for small and would read all of it.</remarks>
    public static Task TakeDirt(this Work work, IReadOnlyCollection<string> tenants) =>
        work.Do(
            """
            delete from core.money_dirt
             where ctid = any(array(
               select d.at
                 from unnest(@tenants) t(id)
                 cross join lateral (select ctid as at from core.money_dirt where kind = 'tenant' and id = t.id for update skip locked) d))
            """,
            new { tenants }
        );

    /// <summary>Remembers how far its holders are counted, unless it was marked again meanwhile: then it is begun anew.</summary>
    public static Task Reach(this Work work, Plan plan, string tenant) =>
        work.Do(
            "update core.money_dirt set reached = @tenant where kind = 'plan' and id = @Key and marks = @Marks",
            new
            {
                plan.Key,
                plan.Marks,
                tenant,
            }
        );

    /// <summary>Takes a plan's mark away once all its holders are counted, unless it was marked again meanwhile.</summary>
    public static Task TakeDirt(this Work work, Plan plan) =>
        work.Do("delete from core.money_dirt where kind = 'plan' and id = @Key and marks = @Marks", new { plan.Key, plan.Marks });
}
