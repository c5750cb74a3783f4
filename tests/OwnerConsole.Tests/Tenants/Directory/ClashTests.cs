using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Kernel.Log;

namespace OwnerConsole.Tests.Tenants.Directory;

/// <summary>A report and another transaction deadlock (fault 26): the database aborts the report, and the report is retried.</summary>
public sealed class ClashTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_tenant_report_is_retried_after_a_deadlock()
    {
        var app = await TestApplication.Connect(console);
        string[] tenants = [await app.Tenant("clash-1"), await app.Tenant("clash-2")];

        await Clash(
            $"select from core.tenant_status where tenant_id = '{tenants[1]}' for update",
            () => app.Put("/api/v1/tenants", new { data = tenants.Select(id => new { id, name = "After all" }) }),
            $"select from core.tenant_status where tenant_id = '{tenants[0]}' for update"
        );

        foreach (var tenant in tenants)
            (await app.Get($"/api/v1/tenants/{tenant}")).GetProperty("name").GetString().ShouldBe("After all");
    }

    [Fact]
    public async Task A_member_report_is_retried_after_a_deadlock()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("clash-3", members: 1);

        await Clash(
            $"select from core.members where tenant_id = '{tenant}' for update",
            () => app.Put($"/api/v1/tenants/{tenant}/members/ext:m1", new { name = "After all" }),
            $"select from core.tenant_status where tenant_id = '{tenant}' for update"
        );

        var members = await app.Get($"/api/v1/tenants/{tenant}/members");
        members.GetProperty("data")[0].GetProperty("name").GetString().ShouldBe("After all");
    }

    /// <param name="first">A query that locks rows the report needs.</param>
    /// <param name="second">A query that waits for rows the report has locked; its deadlock timeout is longer, so the report detects the deadlock.</param>
    private async Task Clash(string first, Func<Task> report, string second)
    {
        await using var other = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var watch = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var held = await other.BeginTransactionAsync();
        await LogForgery.Do(other, "set local deadlock_timeout = '20s'");
        await LogForgery.Do(other, first);

        var reported = report();
        await Some(watch, "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'");
        await LogForgery.Do(other, second);
        await held.RollbackAsync();

        await reported;
        await Some(watch, "select deadlocks from pg_stat_database where datname = current_database()");
    }

    /// <summary>Waits until the count is not zero.</summary>
    private static async Task Some(NpgsqlConnection watch, string count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var command = new NpgsqlCommand(count, watch);
        while ((long)(await command.ExecuteScalarAsync(patience.Token))! == 0)
            await Task.Delay(10, patience.Token);
    }
}
