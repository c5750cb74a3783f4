using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Data;

public sealed class CollationsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Indexes_with_outdated_collations_are_listed_until_they_are_rebuilt()
    {
        var collations = console.Services.GetRequiredService<Collations>();
        var fresh = await collations.Changed(CancellationToken.None);
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await Execute(
            super,
            """
            create table public.sorted (word text collate "und-x-icu");
            create index by_word on public.sorted (word);
            update pg_collation set collversion = '1.1' where collname = 'und-x-icu';
            """
        );

        var changed = await collations.Changed(CancellationToken.None);
        await Execute(super, """reindex index public.by_word; alter collation "und-x-icu" refresh version""");
        var rebuilt = await collations.Changed(CancellationToken.None);

        fresh.ShouldBeEmpty();
        changed.ShouldBe(["the index by_word"]);
        rebuilt.ShouldBeEmpty();
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
