using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Integrations.Webhooks;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Ui;

/// <summary>A page of deliveries, emails or runs costs the same however long the list is, whatever the search and the sort order.</summary>
public sealed class LongListTests(LongListTests.LongConsole console) : IClassFixture<LongListTests.LongConsole>
{
    private const int Rows = 20_000;

    /// <summary>Maximum number of rows that a page of 50 may read, including index lookups.</summary>
    private const long MaxRowsRead = 1_000;

    private static readonly Caller s_owner = new("usr_any", CallerKind.Person, ["*"], null);

    [Theory]
    [InlineData("", 50)]
    [InlineData("?sort=created_at", 50)]
    [InlineData("?q=long studio", 50)]
    [InlineData("?q=long studio&sort=created_at", 50)]
    [InlineData("?q=long.example", 50)]
    [InlineData("?q=seldom", 3)]
    [InlineData("?q=rare studio", 3)]
    [InlineData("?q=evt_7", 1)]
    [InlineData("?q=dlv_7", 1)]
    [InlineData("?q=nothing", 0)]
    [InlineData("?event=tenant.seldom", 3)]
    [InlineData("?state=failed", 3)]
    public Task Deliveries_are_read_in_pages_at_a_constant_cost(string query, int expected) =>
        Reads(
            "webhooks.deliveries",
            expected,
            async work => (await Of<Deliveries>().Find(await DeliveryFilter.Read(Query(query), s_owner, work), work)).Data.Count
        );

    [Theory]
    [InlineData("", 50)]
    [InlineData("?sort=created_at", 50)]
    [InlineData("?q=long studio", 50)]
    [InlineData("?q=test email&sort=created_at", 50)]
    [InlineData("?q=new device", 3)]
    [InlineData("?q=rare studio", 3)]
    [InlineData("?q=eml_7", 1)]
    [InlineData("?q=nothing", 0)]
    [InlineData("?template=sign_in.new_device", 3)]
    [InlineData("?state=failed", 3)]
    public Task Emails_are_read_in_pages_at_a_constant_cost(string query, int expected) =>
        Reads(
            "core.emails",
            expected,
            async work =>
                (await Of<EmailList>().Find(await EmailFilter.Read(Query(query), console.Services.GetServices<EmailTemplate>(), work), work)).Data.Count
        );

    [Theory]
    [InlineData("", 50)]
    [InlineData("?sort=started_at", 50)]
    [InlineData("?q=suspend", 50)]
    [InlineData("?q=suspend&sort=started_at", 50)]
    [InlineData("?q=busy key", 50)]
    [InlineData("?q=busy key&sort=started_at", 50)]
    [InlineData("?q=seldom key", 3)]
    [InlineData("?q=reactivate", 3)]
    [InlineData("?q=run_7", 1)]
    [InlineData("?q=nothing", 0)]
    [InlineData("?operation=tenant.reactivate", 3)]
    [InlineData("?state=failed", 3)]
    public Task Operations_are_read_in_pages_at_a_constant_cost(string query, int expected) =>
        Reads(
            "core.runs",
            expected,
            async work => (await Of<Runs>().List(s_owner, await RunFilter.Read(Query(query), Of<OperationCatalogue>(), work), work)).Data.Count
        );

    private async Task Reads(string table, int expected, Func<UnitOfWork, Task<int>> find)
    {
        await using var work = await console.Database.Read();
        await work.Execute("begin"); // only the transaction itself sees its reads without delay
        var before = await Read();
        var found = await find(work);
        var read = await Read() - before;
        await work.Execute("commit");

        found.ShouldBe(expected);
        read.ShouldBeInRange(expected, MaxRowsRead);

        Task<long> Read() =>
            work.One<long>($"select coalesce(sum(seq_tup_read + idx_tup_fetch), 0)::bigint from pg_stat_xact_user_tables where relid = '{table}'::regclass");
    }

    private T Of<T>()
        where T : notnull => console.Services.GetRequiredService<T>();

    private static QueryCollection Query(string query) => new(QueryHelpers.ParseQuery(query));

    /// <summary>Fills each list with 20,000 rows by plain SQL, where the three oldest differ from the rest.</summary>
    public sealed class LongConsole : TestConsole, IAsyncLifetime
    {
        async ValueTask IAsyncLifetime.InitializeAsync()
        {
            await InitializeAsync();
            var app = await TestApplication.Connect(this);
            var (usual, rare) = (await app.Tenant("long", "Long studio"), await app.Tenant("rare", "Rare studio"));
            await using (var work = await Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, usual, rare]))
            {
                foreach (var statement in Fill(usual, rare))
                    await work.Execute(statement);
                await work.Commit();
            }
            await using var super = await TestCluster.Current.OpenAsSuper(Options.Connections);
            await using var look = super.CreateCommand();
            look.CommandText = "analyze webhooks.deliveries, core.emails, core.runs, core.tenants, core.entity_names"; // as autovacuum would
            await look.ExecuteNonQueryAsync();
        }

        private static IReadOnlyList<string> Fill(string usual, string rare) =>
            [
                $"""
                    insert into webhooks.endpoints (tenant_id, endpoint_id, url, mode, opened_by, opened_at)
                    values ('tnt_platform', 'ep_long', 'https://long.example/hook', 'live', 'run_0', now())
                    """,
                $"""
                    insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, created_at)
                    select case when n > 3 then '{usual}' else '{rare}' end, 'dlv_' || n, 'ep_long', 'evt_' || n, case when n > 3 then 'tenant.usual' else 'tenant.seldom' end, '',
                    case when n > 3 then 'succeeded' else 'failed' end, now() - interval '10 days' + n * interval '1 second'
                    from generate_series(1, {Rows}) n
                    """,
                $"""
                    insert into core.emails (tenant_id, email_id, template, recipient, facts, state, created_at)
                    select t, 'eml_' || n, case when n > 3 then 'mail.test' else 'sign_in.new_device' end, t, jsonb_build_object(), case when n > 3 then 'sent' else 'failed' end,
                    now() - interval '10 days' + n * interval '1 second'
                    from (select n, case when n > 3 then '{usual}' else '{rare}' end as t from generate_series(1, {Rows}) n) s
                    """,
                $"""
                    insert into core.entity_names (id, kind, name) values ('key_busy', 'key', 'Busy key'), ('key_seldom', 'key', 'Seldom key')
                    """,
                $"""
                    insert into core.runs (run_id, operation, version, requested_by, mode, input, state, subjects, started_at)
                    select 'run_' || n, case when n > 3 then 'tenant.suspend' else 'tenant.reactivate' end, 1, case when n > 3 then 'key_busy' else 'key_seldom' end, 'live', '',
                    case when n > 3 then 'done' else 'failed' end, 1, now() - interval '10 days' + n * interval '1 second'
                    from generate_series(1, {Rows}) n
                    """,
            ];
    }
}
