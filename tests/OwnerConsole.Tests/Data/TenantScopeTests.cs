using Npgsql;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;

namespace OwnerConsole.Tests.Data;

/// <summary>A connection scoped to tenants returns only their rows, whatever the query omits.</summary>
public sealed class TenantScopeTests(TenantScopeTests.TwoTenantConsole console) : IClassFixture<TenantScopeTests.TwoTenantConsole>
{
    private const string Tenants = "select tenant_id from core.tenants order by tenant_id";

    [Fact]
    public async Task Scoped_callers_read_only_their_tenants_even_without_a_filter()
    {
        TenantScope.Set(Only(console.One));

        await using var work = await console.Database.Read();
        var first = await work.List<string>(Tenants);
        var second = await work.List<string>(Tenants);

        first.ShouldBe([console.One]);
        second.ShouldBe([console.One]);
    }

    [Fact]
    public async Task A_scope_returns_the_rows_of_exactly_its_tenants()
    {
        TenantScope.Set(Only(console.One, console.Other));
        await using var both = await console.Database.Read();
        TenantScope.Set(Only());
        await using var none = await console.Database.Read();

        (await both.List<string>(Tenants)).Count.ShouldBe(2);
        (await none.List<string>(Tenants)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connection_does_not_keep_its_previous_scope()
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
    public async Task A_run_over_several_tenants_is_hidden_from_callers_scoped_to_one()
    {
        TenantScope.Set(Only(console.One));

        await using var work = await console.Database.Read();
        var runs = await work.List<string>("select run_id from core.runs");
        var previews = await work.List<string>("select r.run_id from core.previews p join core.runs r using (preview_id)");

        runs.ShouldBe([console.Alone, console.Undo], ignoreOrder: true);
        previews.ShouldBe([console.Alone]);
    }

    [Fact]
    public async Task Platform_wide_data_is_refused_with_a_message()
    {
        TenantScope.Set(Only(console.One));
        await using var work = await console.Database.Read();

        var refused = await Should.ThrowAsync<Problem>(() => work.One<long>("select count(*) from work.items"));

        (refused.Status, refused.Code).ShouldBe((403, "bound"));
    }

    [Fact]
    public async Task Scoped_callers_cannot_write_for_other_tenants()
    {
        TenantScope.Set(Only(console.One));

        var refused = await Should.ThrowAsync<Problem>(() => console.Database.Write(WriteOrigin.Intake("test"), [console.One, console.Other]));

        refused.Status.ShouldBe(404);
        refused.Asked.ShouldBe([console.Other]);
    }

    [Fact]
    public async Task A_scope_set_in_a_callee_applies_to_the_caller_but_clearing_does_not()
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

    /// <summary>Two tenants, with a run on the first, a run on both, and an undone run.</summary>
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
