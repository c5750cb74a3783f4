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
            var middle = await console
                .Bare.CreateCommand(
                    $"select sort_name, tenant_id from core.tenants where population = 'live' order by sort_name, tenant_id offset {tenants / 2} limit 1"
                )
                .ExecuteReaderAsync();
            await middle.ReadAsync();
            var cursor = Kernel.Data.Cursor.Of(middle.GetString(0), middle.GetString(1));
            await middle.DisposeAsync();
            return new(
                () =>
                    Bare(
                        console,
                        $"select tenant_id, external_id, name, contact_email, opened_at from core.tenants where population = 'live' order by sort_name, tenant_id offset {tenants / 2} limit 50"
                    ),
                async () =>
                {
                    await using var work = await console.Database.Read();
                    await list.Find(new(Population.Live, Cursor: cursor), work);
                },
                Callers: 2
            );
        }
    );

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
    );

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
