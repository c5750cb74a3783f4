using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Tenants.Directory;

namespace OwnerConsole.Bench.Scenarios;

/// <summary>The directory at 100,000 tenants: a page deep in the list, and a search.</summary>
internal static class TenantLists
{
    public static readonly Scenario DeepPage = new(
        "B9",
        "list",
        "a page of 50 half-way down by keyset ÷ the same by OFFSET",
        50,
        async (console, quick) =>
        {
            var tenants = await Fill(console, quick);
            var list = console.Get<TenantList>();
            var cursor = (await ByOffset(console, tenants / 2 - 1, 1)) is [var before] ? Cursor.Of(before.After, before.TenantId) : null;
            return new(
                () => ByOffset(console, tenants / 2, 50),
                async () =>
                {
                    await using var work = await console.Database.Read();
                    await list.Find(new(Population.Live, Cursor: cursor), work);
                },
                Callers: 2
            )
            {
                Also = async () =>
                {
                    await using var work = await console.Database.Read();
                    var ours = (await list.Find(new(Population.Live, Cursor: cursor), work)).Data;
                    var same = await ByOffset(console, tenants / 2, 50);
                    return (
                        ours.Select(row => row.TenantId).SequenceEqual(same.Select(row => row.TenantId)),
                        $"{ours.Count} tenants by keyset and {same.Count} by OFFSET, from {ours[0].Name} and {same[0].Name}"
                    );
                },
            };
        }
    )
    {
        Holds = (limit, ours) => ours.Rate / limit.Rate >= 50 && ours.P95 <= 10,
        Wants = "at least 50, and p95 of 10 ms",
        MayBeGrown = true,
    };

    public static readonly Scenario Search = new(
        "B10",
        "search",
        "a search by part of a name ÷ the same without its index",
        10,
        async (console, quick) =>
        {
            await Fill(console, quick);
            var list = console.Get<TenantList>();
            return new(
                () =>
                    Bare(
                        console,
                        "select tenant_id, external_id, name, contact_email, opened_at from core.tenants where population = 'live' and search || '' like '%c4ca42%' order by sort_name, tenant_id limit 50"
                    ),
                async () =>
                {
                    await using var work = await console.Database.Read();
                    await list.Find(new(Population.Live, Text: "c4ca42"), work);
                },
                Callers: 2
            );
        }
    )
    {
        MayBeGrown = true,
    };

    /// <summary>The directory's page as the product reads it, and through the same door; only that it is found by counting and not by where the page before ended.</summary>
    private static async Task<IReadOnlyList<TenantRow>> ByOffset(BenchConsole console, int before, int most)
    {
        await using var work = await console.Database.Read();
        var page = $"""
            select t.tenant_id, t.external_id, t.name, t.contact_email, t.opened_at, t.sort_name as after
              from core.tenants t
             where t.population = 'live'
             order by t.sort_name, t.tenant_id
            offset {before} limit {most}
            """;
        return await work.List<TenantRow>(TenantList.Rows(page, "p.after, p.tenant_id"));
    }

    private static async Task<int> Fill(BenchConsole console, bool quick)
    {
        var tenants = quick ? 20_000 : 100_000;
        await console.Fill(tenants);
        return tenants;
    }

    private static async Task Bare(BenchConsole console, string sql)
    {
        await using var command = console.Bare.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            _ = reader.GetString(0);
    }
}
