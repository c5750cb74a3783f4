using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Kernel.Data;

/// <summary>What a connection of who is bound shows, whatever the query forgets.</summary>
public sealed class TenantScopeTests(TenantScopeTests.TwoTenantConsole console) : IClassFixture<TenantScopeTests.TwoTenantConsole>
{
    private const string Tenants = "select tenant_id from core.tenants order by tenant_id";

    [Fact]
    public async Task Whoever_is_bound_reads_the_rows_of_those_tenants_by_a_query_that_names_none()
    {
        TenantScope.Set(Only(console.One));

        await using var work = await console.Database.Read();
        var first = await work.List<string>(Tenants);
        var second = await work.List<string>(Tenants);

        first.ShouldBe([console.One]);
        second.ShouldBe([console.One]);
    }

    [Fact]
    public async Task Bound_to_several_one_reads_all_of_them_and_bound_to_none_nothing()
    {
        TenantScope.Set(Only(console.One, console.Other));
        await using var both = await console.Database.Read();
        TenantScope.Set(Only());
        await using var none = await console.Database.Read();

        (await both.List<string>(Tenants)).Count.ShouldBe(2);
        (await none.List<string>(Tenants)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_connection_keeps_nothing_of_whom_it_was_bound_to()
    {
        TenantScope.Set(Only(console.One));
        await using (var work = await console.Database.Read())
            await work.List<string>(Tenants);

        await using var connection = new NpgsqlConnection(console.Database.Connections.Bound);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select count(*) from core.tenants", connection);

        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(0L);
    }

    [Fact]
    public async Task A_run_over_several_tenants_is_not_seen_by_who_may_see_one_of_them()
    {
        TenantScope.Set(Only(console.One));

        await using var work = await console.Database.Read();
        var runs = await work.List<string>("select run_id from core.runs");
        var previews = await work.List<string>("select r.run_id from core.previews p join core.runs r using (preview_id)");

        runs.ShouldBe([console.Alone, console.Undo], ignoreOrder: true);
        previews.ShouldBe([console.Alone]);
    }

    [Fact]
    public async Task What_is_about_the_whole_platform_is_refused_in_words()
    {
        TenantScope.Set(Only(console.One));
        await using var work = await console.Database.Read();

        var refused = await Should.ThrowAsync<Problem>(() => work.One<long>("select count(*) from work.items"));

        (refused.Status, refused.Code).ShouldBe((403, "bound"));
    }

    [Fact]
    public async Task Nobody_writes_for_a_tenant_they_are_not_bound_to()
    {
        TenantScope.Set(Only(console.One));

        var refused = await Should.ThrowAsync<Problem>(() => console.Database.Write(WriteOrigin.Intake("test"), [console.One, console.Other]));

        refused.Status.ShouldBe(404);
        refused.Asked.ShouldBe([console.Other]);
    }

    [Fact]
    public async Task What_binds_somebody_late_holds_for_who_called_and_lifting_it_for_nobody_else()
    {
        TenantScope.BeginRequest();
        await Know(console.One);

        await using var work = await console.Database.Read();
        var all = await Everything();
        await using var after = await console.Database.Read();

        (await work.List<string>(Tenants)).ShouldBe([console.One]);
        all.Count.ShouldBe(2);
        (await after.List<string>(Tenants)).ShouldBe([console.One]);

        static async Task Know(string tenant)
        {
            await Task.Yield();
            TenantScope.Set(Only(tenant));
        }

        async Task<IReadOnlyList<string>> Everything()
        {
            TenantScope.Clear();
            await using var lifted = await console.Database.Read();
            return await lifted.List<string>(Tenants);
        }
    }

    private static HashSet<string> Only(params string[] tenants) => new(tenants, StringComparer.Ordinal);

    /// <summary>One that is looked at, and another; runs over the one, over both, and one that was taken back.</summary>
    public sealed class TwoTenantConsole : TestConsole, IAsyncLifetime
    {
        public string One { get; private set; } = "";

        public string Other { get; private set; } = "";

        public string Alone { get; private set; } = "";

        public string Undo { get; private set; } = "";

        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var app = await TestApplication.Connect(this);
            One = await app.Tenant("bound-one");
            Other = await app.Tenant("bound-other");
            var alone = await app.Run("tenant.suspend", One, new { cause = "billing" });
            Alone = alone.GetProperty("id").GetString()!;
            Undo = (await app.Undo(alone)).GetProperty("id").GetString()!;
            var preview = await app.Preview("tenant.tag", [One, Other], new { tag = "both" });
            await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        }
    }
}
