using OwnerConsole.Data;
using OwnerConsole.Tenants.Directory;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>The directory with 100,000 tenants: a page in the middle of the list, and a search.</summary>
internal static class TenantListScenarios
{
    public static readonly Scenario DeepPage = new(
        "B9",
        "list",
        "50 tenants in the middle of the list by keyset ÷ by OFFSET",
        50,
        async (console, quick) =>
        {
            var tenants = await Fill(console, quick);
            var deep = await After(console, tenants / 2);
            return new(() => ByOffset(console, tenants / 2, 50), () => FindPage(console, deep), Callers: 2)
            {
                Also = async () =>
                {
                    var (ours, same) = (await FindPage(console, deep), await ByOffset(console, tenants / 2, 50));
                    return (ours.Take(50).SequenceEqual(same), $"{same.Count} tenants from {ours[0].Name} and {same[0].Name}");
                },
            };
        }
    )
    {
        MayBeGrown = true,
    };

    public static readonly Scenario DeepPageShown = new(
        "B9",
        "list-shown",
        "the page in the middle of the list, with all columns of 50 tenants ÷ the first page",
        0.8,
        async (console, quick) =>
        {
            var tenants = await Fill(console, quick);
            var (first, deep) = (await After(console, 1), await After(console, tenants / 2)); // the very first page also counts the tenants
            return new(() => FindTenants(console, first), () => FindTenants(console, deep), Callers: 2);
        }
    )
    {
        Holds = (limit, ours) => ours.Rate / limit.Rate >= 0.8 && ours.P95 <= 10,
        Wants = "at least 0.8, and p95 of 10 ms",
        MayBeGrown = true,
    };

    public static readonly Scenario Search = new(
        "B10",
        "search",
        "search by part of a name ÷ without its index",
        10,
        async (console, quick) =>
        {
            await Fill(console, quick);
            return new(
                () =>
                    RunPlain(
                        console,
                        "select tenant_id, external_id, name, contact_email, opened_at from core.tenants where mode = 'live' and search || '' like '%c4ca42%' order by sort_name, tenant_id limit 50"
                    ),
                () => FindTenants(console, new(Mode.Live, Text: "c4ca42")),
                Callers: 2
            );
        }
    )
    {
        MayBeGrown = true,
    };

    /// <summary>The filter for the page after this number of tenants.</summary>
    private static async Task<TenantFilter> After(BenchConsole console, int tenants)
    {
        var before = (await ByOffset(console, tenants - 1, 1))[0];
        return new(Mode.Live, Cursor: Cursor.Of(before.After, before.TenantId));
    }

    private static async Task FindTenants(BenchConsole console, TenantFilter filter)
    {
        await using var work = await console.Database.Read();
        await console.Get<TenantList>().Find(filter, work);
    }

    private static async Task<IReadOnlyList<Tenant>> FindPage(BenchConsole console, TenantFilter filter)
    {
        await using var work = await console.Database.Read();
        return await work.List<Tenant>(console.Get<TenantList>().Page(filter), filter.Arguments);
    }

    /// <summary>The same rows through the same data access, but found by counting instead of by the end of the previous page.</summary>
    private static async Task<IReadOnlyList<Tenant>> ByOffset(BenchConsole console, int before, int most)
    {
        await using var work = await console.Database.Read();
        return await work.List<Tenant>(
            $"""
            select t.tenant_id, t.external_id, t.name, t.owner_name, t.contact_email, t.opened_at, t.urgency::int as urgency, t.sort_name as after
              from core.tenants t
             where t.mode = 'live'
             order by t.sort_name, t.tenant_id
            offset {before} limit {most}
            """
        );
    }

    private static async Task<int> Fill(BenchConsole console, bool quick)
    {
        var tenants = quick ? 20_000 : 100_000;
        await console.Fill(tenants);
        return tenants;
    }

    private static async Task RunPlain(BenchConsole console, string sql)
    {
        await using var command = console.Bare.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = reader.GetString(0);
    }

    private sealed record Tenant(
        string TenantId,
        string ExternalId,
        string Name,
        string? OwnerName,
        string? ContactEmail,
        DateTimeOffset OpenedAt,
        int Urgency,
        string After
    );
}
