using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

public sealed class InputExpiryTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task Input_of_an_operation_is_removed_when_it_can_no_longer_be_undone()
    {
        var app = await TestApplication.Connect(console);
        await app.Post($"/api/v1/tenants/{await app.Tenant("old")}/suspend", new { message = "Dear Ada" });
        await app.Post($"/api/v1/tenants/{await app.Tenant("new")}/suspend", new { message = "Dear Bob" });
        await Age("old");

        await console.Services.GetRequiredService<InputExpiry>().RunOnce(CancellationToken.None);

        await using var work = await console.Database.Read();
        (await work.List<string>("select input from core.runs order by started_at")).ShouldBe(["{}", """{"message":"Dear Bob"}"""]);
        (await work.List<string>("select p.input from core.previews p join core.runs r using (preview_id) order by p.created_at")).ShouldBe([
            "{}",
            """{"message":"Dear Bob"}""",
        ]);
    }

    [Fact]
    public async Task A_preview_that_was_not_run_loses_its_input_after_it_expired_and_is_deleted_a_day_later()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("unused");
        var (expired, forgotten, open) = (await Preview("Dear Cy"), await Preview("Dear Bea"), await Preview("Dear Dee"));
        await using (var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections))
        {
            await using var command = new NpgsqlCommand(
                """
                set app.run = 'test';
                update core.previews set expires_at = now() - case when preview_id = @expired then interval '2 hours' else interval '25 hours' end
                 where preview_id in (@expired, @forgotten)
                """,
                super
            );
            command.Parameters.AddWithValue("expired", expired);
            command.Parameters.AddWithValue("forgotten", forgotten);
            await command.ExecuteNonQueryAsync();
        }

        await console.Services.GetRequiredService<InputExpiry>().RunOnce(CancellationToken.None);

        await using var work = await console.Database.Read();
        (await work.One<string>("select input from core.previews where preview_id = @expired", new { expired })).ShouldBe("{}");
        (await work.One<string>("select input from core.previews where preview_id = @open", new { open })).ShouldBe("""{"message":"Dear Dee"}""");
        (await work.List<string>("select preview_id from core.preview_subjects where subject_id = @tenant", new { tenant })).ShouldBe(
            [expired, open],
            ignoreOrder: true
        );
        (await work.One<string>("select preview_id from core.previews where preview_id = @forgotten", new { forgotten })).ShouldBeNull();

        async Task<string> Preview(string message) => (await app.Preview("tenant.suspend", [tenant], new { message })).GetProperty("id").GetString()!;
    }

    private async Task Age(string externalId)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = new NpgsqlCommand(
            """
            set app.run = 'test';
            update core.runs r set started_at = started_at - interval '40 days', undo_until = undo_until - interval '40 days'
             where exists (select 1 from core.run_subjects s join core.tenants t using (tenant_id) where s.run_id = r.run_id and t.external_id = @externalId);
            update core.previews p set created_at = created_at - interval '40 days' where p.preview_id in (select preview_id from core.runs where started_at < now() - interval '30 days')
            """,
            super
        );
        command.Parameters.AddWithValue("externalId", externalId);
        await command.ExecuteNonQueryAsync();
    }
}
