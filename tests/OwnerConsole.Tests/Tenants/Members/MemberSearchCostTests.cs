using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Tenants.Directory.Public;
using OwnerConsole.Tenants.Members;

namespace OwnerConsole.Tests.Tenants.Members;

/// <summary>The cost of a member search does not grow with the number of members.</summary>
public sealed class MemberSearchCostTests(MemberSearchCostTests.CrowdedConsole console) : IClassFixture<MemberSearchCostTests.CrowdedConsole>
{
    private const int People = 20_000;

    /// <summary>A page of 50 can read its own rows, the thousand counted rows and the rows scanned for a rare match.</summary>
    private const long MaxRowsRead = 5_000;

    [Theory]
    [InlineData(null, 50)]
    [InlineData("Person 19999", 1)]
    [InlineData("son 19", 50)]
    [InlineData("#U000012345", 1)]
    [InlineData("0012345", 1)]
    [InlineData("P17@EXAMPLE", 1)]
    [InlineData("example", 50)]
    [InlineData("pe", 50)]
    [InlineData("zz", 0)]
    [InlineData("nobody is called this", 0)]
    [InlineData("mbr_00000000000000000000000017", 1)]
    [InlineData(null, 50, true)]
    [InlineData("Person 19999", 1, true)]
    [InlineData("example", 50, true)]
    public async Task A_search_reads_only_a_bounded_number_of_rows(string? text, int expected, bool byName = false)
    {
        var (found, read) = await Search(new(Mode.Live, text) { Sort = byName ? new(IsByName: true, IsDescending: false) : MemberSort.ByReported });

        found.ShouldBe(expected);
        read.ShouldBeInRange(expected, MaxRowsRead);
    }

    [Theory]
    [InlineData("rare", 1)]
    [InlineData("common", 50)]
    [InlineData("unknown", 0)]
    public async Task A_filter_by_the_value_of_an_attribute_reads_only_a_bounded_number_of_rows(string team, int expected)
    {
        var attribute = AttributeFilter.Read(AttributeFilter.Of("team"), team)!;
        var (found, read) = await Search(new(Mode.Live) { Choice = new() { Attributes = [attribute] } });

        found.ShouldBe(expected);
        read.ShouldBeInRange(expected, MaxRowsRead);
    }

    [Theory]
    [InlineData("19999", null, 2)]
    [InlineData(null, "1", 1)]
    [InlineData("10000", "10001.5", 2)]
    [InlineData("2", null, 50)]
    [InlineData("30000", null, 0)]
    public async Task A_range_of_an_attribute_reads_only_a_bounded_number_of_rows(string? from, string? to, int expected)
    {
        var bounds = new[] { (Bound: AttributeBound.From, Value: from), (Bound: AttributeBound.To, Value: to) };
        AttributeFilter[] attributes =
        [
            .. bounds.Where(bound => bound.Value is not null).Select(bound => AttributeFilter.Read(AttributeFilter.Of("level", bound.Bound), bound.Value!)!),
        ];
        var (found, read) = await Search(new(Mode.Live) { Choice = new() { Attributes = attributes } });
        var (named, _) = await Search(new(Mode.Live, "example") { Choice = new() { Attributes = attributes } }); // also matches all

        found.ShouldBe(expected);
        read.ShouldBeInRange(expected, MaxRowsRead);
        named.ShouldBe(expected);
    }

    [Theory]
    [InlineData("1500", "15000", 0, 15_000)] // none has both
    [InlineData("19000", "19000", 50, 25_000)]
    [InlineData("1500", "19900", 50, 30_000)] // the last of the list
    public async Task Two_ranges_read_a_multiple_of_the_page_or_the_more_selective_one(string maxLevel, string maxRank, int expected, long mostRead)
    {
        var choice = Ranges(("level", AttributeBound.To, maxLevel), ("rank", AttributeBound.To, maxRank));
        var (found, read) = await Search(new(Mode.Live) { Choice = choice });

        found.ShouldBe(expected);
        read.ShouldBeInRange(expected, mostRead);
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "example")] // also matches all
    public async Task Pages_of_two_ranges_have_each_member_once(bool byName, string? text)
    {
        var filter = new MemberSearch.Filter(Mode.Live, text, Limit: 600)
        {
            Sort = byName ? new(IsByName: true, IsDescending: false) : MemberSort.ByReported,
            Choice = Ranges(("level", AttributeBound.To, "5000"), ("rank", AttributeBound.From, "18501")), // the last of the list
        };
        var (search, found) = (console.Services.GetRequiredService<MemberSearch>(), new List<string>());
        await using var work = await console.Database.Read();

        var page = await search.Find(filter, work);
        var total = page.Total;
        found.AddRange(page.Data.Select(member => member.MemberId));
        while (page.NextCursor is { } cursor)
        {
            page = await search.Find(filter with { Cursor = cursor }, work);
            found.AddRange(page.Data.Select(member => member.MemberId));
        }

        (total, found.Count, found.Distinct(StringComparer.Ordinal).Count()).ShouldBe(("1000+", 1500, 1500));
        (await search.Ids(filter with { Limit = 2000 }, work)).ShouldBe(found, ignoreOrder: true);
    }

    private static MemberChoice Ranges(params (string Name, AttributeBound Bound, string Value)[] ranges) =>
        new() { Attributes = [.. ranges.Select(range => AttributeFilter.Read(AttributeFilter.Of(range.Name, range.Bound), range.Value)!)] };

    /// <returns>The number of members of the first page, and of member rows read for it.</returns>
    private async Task<(int Found, long Read)> Search(MemberSearch.Filter filter)
    {
        await using var work = await console.Database.Read();
        await work.Execute("begin"); // Statistics of a running transaction are visible only inside it.
        var before = await Read(work);
        var page = await console.Services.GetRequiredService<MemberSearch>().Find(filter, work);
        var read = await Read(work) - before;
        await work.Execute("commit");
        return (page.Data.Count, read);
    }

    /// <returns>The number of rows of members and of their attributes read so far.</returns>
    private static Task<long> Read(UnitOfWork work) =>
        work.One<long>(
            """
            select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables
             where relid in ('core.members'::regclass, 'core.member_attributes'::regclass)
            """
        );

    /// <summary>A tenant with twenty thousand members, inserted with plain SQL for speed.</summary>
    public sealed class CrowdedConsole : TestConsole, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var tenant = await (await TestApplication.Connect(this)).Tenant("crowded");
            await using (var work = await Database.Write(WriteOrigin.Intake("test"), [tenant]))
            {
                await work.Execute(
                    """
                    insert into core.members (tenant_id, member_id, external_id, name, email, support_number, joined_at, attributes)
                    select @tenant, 'mbr_' || lpad(n::text, 26, '0'), 'own-' || n, 'Person ' || n, 'p' || n || '@example.com', '#U' || lpad(n::text, 9, '0'), now(),
                           jsonb_build_object('team', case when n = 17 then 'rare' else 'common' end, 'level', n, 'rank', @people + 1 - n)
                      from generate_series(1, @people) n
                    """,
                    new { tenant, people = People }
                );
                await work.Execute(
                    """
                    insert into core.member_attributes (tenant_id, member_id, name, value)
                    select m.tenant_id, m.member_id, a.key, a.value from core.members m cross join lateral jsonb_each(m.attributes) a where m.tenant_id = @tenant
                    """,
                    new { tenant }
                );
                await work.Commit();
            }
            await using var super = await TestCluster.Current.OpenAsSuper(Options.Connections);
            foreach (var table in new[] { "core.members", "core.member_attributes", "core.tenants" })
            {
                await using var look = super.CreateCommand();
                look.CommandText = "vacuum analyze " + table; // Autovacuum does the same; until then, recent rows are in the pending list of the text index.
                await look.ExecuteNonQueryAsync();
            }
        }
    }
}
