using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Kernel.Retention;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Anonymisation;

namespace OwnerConsole.Tests.Trust.Retention;

/// <summary>Retention deletes what its preview counted, in batches with evidence, and nothing that is on legal hold.</summary>
public sealed class RetentionTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    private EmailRetention Emails => console.Services.GetRequiredService<EmailRetention>();

    [Fact]
    public async Task A_hold_on_a_tenant_or_a_member_beats_retention_until_it_is_released()
    {
        await using var stage = await LawHarness.Open(console);
        var (tenant, members) = await stage.TenantWithMembers();
        var other = await stage.Tenant();
        await Write(tenant, members[0], days: 40, count: 2);
        await Write(tenant, members[1], days: 40, count: 3);
        await Write(other, other, days: 40, count: 4);
        var ofMember = await stage.Run(
            "legal_hold.place",
            tenant,
            new
            {
                matter = "M-1",
                reason = "Court order.",
                member = members[0],
            }
        );
        var ofTenant = await stage.App.Post($"/api/v1/tenants/{other}/place_legal_hold", new { matter = "M-2", reason = "Court order." });

        await Forget();

        (await Count(tenant), await Count(other)).ShouldBe((2, 4));
        (await Policy(stage.App)).GetProperty("held").GetInt64().ShouldBeGreaterThanOrEqualTo(6);
        (await stage.App.Get($"/api/v1/legal-holds?tenant={other}&state=in_force")).GetProperty("data")[0].GetProperty("matter").GetString().ShouldBe("M-2");

        await stage.Run("legal_hold.release", ofMember.Lines[0].Created!);
        await stage.Run("legal_hold.release", ofTenant.Created());
        await Forget();

        (await Count(tenant), await Count(other)).ShouldBe((0, 0));
    }

    [Fact]
    public async Task An_expired_hold_keeps_nothing()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.Tenant();
        await Write(tenant, tenant, days: 40, count: 1);
        await stage.Run("legal_hold.place", tenant, new { matter = "M-3", reason = "Court order." });
        await stage.Write("update core.legal_holds set ends_at = now() - interval '1 second' where tenant_id = @tenant", tenant, new { tenant });

        await Forget();

        (await Count(tenant)).ShouldBe(0);
        (await stage.App.Get($"/api/v1/legal-holds?tenant={tenant}")).GetProperty("data")[0].GetProperty("state").GetString().ShouldBe("expired");
    }

    [Fact]
    public async Task A_hold_that_is_placed_while_retention_runs_waits_for_the_batch_or_is_respected()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.Tenant();
        await Write(tenant, tenant, days: 40, count: 1);

        Task<Run> placing;
        await using (var batch = await console.Database.Write(WriteOrigin.Intake("forget"), [tenant]))
        {
            await LegalHolds.Share(batch);
            placing = stage.Run("legal_hold.place", tenant, new { matter = "M-4", reason = "Court order." });
            await console.Until(IsWaiting);
            placing.IsCompleted.ShouldBeFalse();
        }
        await placing;
        await Forget();
        (await Count(tenant)).ShouldBe(1);

        var second = await stage.Tenant();
        await Write(second, second, days: 40, count: 1);
        Task<WorkOutcome> running;
        await using (var place = await console.Database.Write(WriteOrigin.Intake("law"), [second]))
        {
            await LegalHolds.Lock(place);
            await place.Execute(
                """
                insert into core.legal_holds (tenant_id, hold_id, matter, reason, opened_by, opened_at)
                values (@second, 'hld_' || @second, 'M-5', 'Court order.', 'run_law', now())
                """,
                new { second }
            );
            running = Emails.Execute(null!, CancellationToken.None); // the handler does not use its item
            await console.Until(IsWaiting);
            await place.Commit();
        }
        await running;
        (await Count(second)).ShouldBe(1);
    }

    [Fact]
    public async Task A_shortened_period_deletes_exactly_the_previewed_rows_and_records_them()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        var tenant = await app.Tenant("short");
        foreach (var days in new[] { 3, 10, 12, 25 })
            await Write(own, tenant, tenant, days, 1);
        var before = await Deleted(own);

        var preview = await app.Preview("retention.change", [IdGenerator.Platform], new { policy = "emails", days = 11 });
        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString() });
        await own.Services.GetRequiredService<EmailRetention>().Execute(null!, CancellationToken.None);

        preview.GetProperty("subjects")[0].GetRawText().ShouldContain("2 rows");
        (await Count(own, tenant)).ShouldBe(2);
        ((await Deleted(own)) - before).ShouldBe(2);
        await app.Undo(run);
        (await Policy(app)).GetProperty("days").GetInt32().ShouldBe(30);
        (await Count(own, tenant)).ShouldBe(2);
        var owner = await TestBrowser.Owner(own);
        using var page = await owner.Get("/retention");
        owner.Page.ShouldContain("Emails");
        using var file = await owner.Get("/retention/export");
        owner.Page.ShouldContain("emails,2");
    }

    [Fact]
    public async Task Rows_are_deleted_in_batches_and_a_batch_that_fails_is_repeated()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.Tenant();
        await Forget(); // so that only rows of this test are due
        await Write(tenant, tenant, days: 40, count: 5_001);
        var before = await Deleted(console);

        await stage.Force(
            """
            create function core.break() returns trigger language plpgsql as 'begin raise exception $$no memory is left$$ using errcode = $$53200$$; end';
            create trigger break before insert or update on core.retention_days for each statement execute function core.break()
            """
        );
        await Should.ThrowAsync<Npgsql.PostgresException>(() => Emails.Execute(null!, CancellationToken.None));
        var afterFailure = await Count(tenant);
        await stage.Force("drop function core.break cascade");
        var first = await Emails.Execute(null!, CancellationToken.None);
        var between = await Count(tenant);
        await Forget();

        (afterFailure, between, await Count(tenant)).ShouldBe((5_001, 1, 0));
        first.RescheduleAfter.ShouldBe(TimeSpan.Zero);
        ((await Deleted(console)) - before).ShouldBe(5_001);
    }

    [Fact]
    public async Task A_hold_beats_anonymisation_also_while_the_application_erases()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        var task = await known.Ask();
        var hold = (
            await stage.Run(
                "legal_hold.place",
                known.Tenant,
                new
                {
                    matter = "M-6",
                    reason = "Court order.",
                    member = known.Bob,
                }
            )
        ).Lines[0].Created!;

        var (status, body) = await stage.App.Say(task, "complete", new { });
        (status, body.GetProperty("code").GetString()).ShouldBe((409, "legal_hold"));
        body.GetProperty("detail").GetString()!.ShouldContain(hold);
        (await stage.App.Status(known.Tenant)).ShouldBe("active");
        (await stage.App.Refusal("member.anonymise", known.Bob)).ShouldBe("legal_hold");
        (await stage.App.Refusal("member.anonymise", known.Ada)).ShouldBeNull();

        await stage.Run("legal_hold.release", hold);
        (await stage.App.Say(task, "complete", new { })).Status.ShouldBe(200);
        (await known.Traces()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Rows_of_the_platform_are_deleted_after_fixed_and_changeable_periods()
    {
        await using var stage = await LawHarness.Open(console);
        await stage.Write(
            """
            insert into objectives.indicators (tenant_id, indicator, measured_at)
            values ('tnt_platform', 'used', now()), ('tnt_platform', 'unused', now() - interval '91 days');
            insert into objectives.totals (tenant_id, indicator, grain, bucket_at, events, bad)
            values ('tnt_platform', 'used', 'day', now() - interval '100 days', 1, 0), ('tnt_platform', 'used', 'hour', now() - interval '42 days', 1, 0),
                   ('tnt_platform', 'unused', 'day', now() - interval '100 days', 1, 0);
            insert into telemetry.calls (tenant_id, service, called, day, calls)
            values ('tnt_platform', 'web', 'old', current_date - 93, 1), ('tnt_platform', 'web', 'recent', current_date - 1, 1);
            insert into telemetry.resource_rollups (tenant_id, service, replica, grain, bucket_at, resource, unit, samples, value_sum, value_max)
            values ('tnt_platform', 'web', '', 'hour', now() - interval '10 days', 'cpu', 'share', 1, 1, 1),
                   ('tnt_platform', 'web', '', 'day', now() - interval '10 days', 'cpu', 'share', 1, 1, 1),
                   ('tnt_platform', 'web', '', 'day', now() - interval '92 days', 'memory', 'bytes', 1, 1, 1);
            insert into status_pages.subscribers
              (tenant_id, subscriber_id, email, token, token_hash, confirm_hash, confirm_sent_at, created_at, confirmed_at, disabled_at)
            values ('tnt_platform', 'unconfirmed', 'a@example.org', 'a', 'a', 'a', now() - interval '3 days', now() - interval '3 days', null, null),
                   ('tnt_platform', 'confirmed', 'b@example.org', 'b', 'b', 'b', now() - interval '3 days', now() - interval '3 days', now(), null),
                   ('tnt_platform', 'disabled', 'c@example.org', 'c', 'c', 'c', now() - interval '40 days', now() - interval '40 days', now(), now() - interval '29 days'),
                   ('tnt_platform', 'gone', 'd@example.org', 'd', 'd', 'd', now() - interval '40 days', now() - interval '40 days', now(), now() - interval '31 days')
            """,
            IdGenerator.Platform,
            new { }
        );

        foreach (var name in new[] { "objectives.forget", "telemetry.forget", "status_subscribers.forget" })
            await console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == name).Execute(null!, CancellationToken.None); // uses no item

        await using var work = await console.Database.Read();
        var left = await work.List<string>(
            """
            select i.indicator from objectives.indicators i
            union all select t.indicator || ' ' || t.grain from objectives.totals t
            union all select c.called from telemetry.calls c
            union all select u.resource || ' by ' || u.grain from telemetry.resource_rollups u
            union all select s.subscriber_id from status_pages.subscribers s
            """
        );
        left.ShouldBe(["used", "used day", "recent", "cpu by day", "confirmed", "disabled"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"policy": "no_such", "days": 30}""", "unknown_policy")]
    [InlineData("""{"policy": "exports", "days": 30}""", "fixed_period")]
    [InlineData("""{"policy": "emails", "days": 2147483647}""", "out_of_bounds")]
    [InlineData("""{"policy": "emails", "days": -1}""", "out_of_bounds")]
    public async Task A_period_that_is_not_allowed_is_refused(string input, string code)
    {
        var app = await TestApplication.Connect(console);

        (await app.Refusal("retention.change", IdGenerator.Platform, JsonDocument.Parse(input).RootElement)).ShouldBe(code);
    }

    // Whether a transaction of this database waits for the lock of holds.
    private const string IsWaiting = """
        select exists (select from pg_locks l join pg_database d on d.oid = l.database
                        where l.locktype = 'advisory' and not l.granted and d.datname = current_database())
        """;

    private async Task Forget()
    {
        WorkOutcome outcome;
        do outcome = await Emails.Execute(null!, CancellationToken.None); // the handler does not use its item
        while (outcome.RescheduleAfter is not null);
    }

    private Task Write(string tenant, string recipient, int days, int count) => Write(console, tenant, recipient, days, count);

    private static async Task Write(TestConsole console, string tenant, string recipient, int days, int count)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await work.Execute(
            """
            insert into core.emails (tenant_id, email_id, template, recipient, facts, state, created_at)
            select @tenant, 'eml_' || gen_random_uuid(), 'test', @recipient, '{}', 'sent', now() - make_interval(days => @days) from generate_series(1, @count)
            """,
            new
            {
                tenant,
                recipient,
                days,
                count,
            }
        );
        await work.Commit();
    }

    private Task<long> Count(string tenant) => Count(console, tenant);

    private static async Task<long> Count(TestConsole console, string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select count(*) from core.emails where tenant_id = @tenant", new { tenant });
    }

    private static async Task<long> Deleted(TestConsole console)
    {
        await using var work = await console.Database.Read();
        return await work.One<long>("select coalesce(sum(deleted), 0)::bigint from core.retention_days where policy = 'emails'");
    }

    private static async Task<JsonElement> Policy(TestApplication app) =>
        (await app.Get("/api/v1/retention")).GetProperty("data").EnumerateArray().Single(policy => policy.GetProperty("key").GetString() == "emails");
}
