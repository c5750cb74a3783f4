using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Kernel.Data;

public sealed class CollationsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task An_index_whose_rules_the_system_has_changed_is_named_and_one_that_was_rebuilt_is_not()
    {
        var collations = console.Services.GetRequiredService<Collations>();
        var fresh = await collations.Changed(CancellationToken.None);
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await Do(
            super,
            """
            create table public.sorted (word text collate "und-x-icu");
            create index by_word on public.sorted (word);
            update pg_collation set collversion = '1.1' where collname = 'und-x-icu';
            """
        );

        var changed = await collations.Changed(CancellationToken.None);
        await Do(super, """reindex index public.by_word; alter collation "und-x-icu" refresh version""");
        var mended = await collations.Changed(CancellationToken.None);

        fresh.ShouldBeEmpty();
        changed.ShouldBe(["the index by_word"]);
        mended.ShouldBeEmpty();
    }

    private static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
