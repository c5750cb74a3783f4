using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Runs that require a second person: bulk operations and runs above a limit.</summary>
public sealed class RunApprovalsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_run_on_26_tenants_starts_only_after_a_second_person_approves()
    {
        var crowd = await TenantCrowd.Gather(console, "second", 26);
        var app = await TestApplication.Connect(console);
        var preview = await app.Post("/api/v1/previews", new { operation = "tenant.suspend", query = new { q = "second" } });
        var id = preview.GetProperty("id").GetString();

        var (withoutReason, why) = await app.Send(HttpMethod.Post, "/api/v1/runs", $$"""{"preview":"{{id}}"}""");
        var asked = await app.Post("/api/v1/runs", new { preview = id, reason = "They have not paid since May." });
        var before = await crowd.Suspended("second");
        var run = await crowd.Runs.Find(crowd.Ben, asked.GetProperty("id").GetString()!, CancellationToken.None);
        var approved = await ApproveInBrowser(asked);
        var ended = await crowd.Ended(run);

        approved.ShouldBe(HttpStatusCode.OK);
        preview.GetProperty("required_confirmation").GetString().ShouldBe("second_person");
        preview.GetProperty("asks").GetRawText().ShouldBe("""{"proof":false,"second_person":true,"ceiling":null}""");
        (withoutReason, why.GetProperty("code").GetString()).ShouldBe((422, "reason_needed"));
        asked.GetProperty("state").GetString().ShouldBe("waiting_approval");
        asked.GetProperty("hash").GetString().ShouldBe(preview.GetProperty("hash").GetString());
        asked.GetProperty("starts_at").ValueKind.ShouldBe(JsonValueKind.Null);
        (asked.GetProperty("expires_at").GetDateTimeOffset() - asked.GetProperty("started_at").GetDateTimeOffset()).ShouldBe(TimeSpan.FromHours(24));
        before.ShouldBe(0);
        (ended.State, ended.Done, ended.Reason).ShouldBe((RunState.Done, 26, "They have not paid since May."));
        (await crowd.Suspended("second")).ShouldBe(26);
    }

    [Fact]
    public async Task Concurrent_approvals_start_one_run_and_repeat_nothing()
    {
        var crowd = await TenantCrowd.Gather(console, "both", 30);
        var cem = await crowd.Person("tenant.suspend");
        var run = await crowd.Start(await crowd.Preview("both"));

        var approved = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(number => crowd.Verdicts.Approve(number % 2 == 0 ? crowd.Ben : cem, run.RunId, run.Hash!, proof: null, CancellationToken.None))
        );
        var ended = await crowd.Ended(run);

        approved.Select(run => run.RunId).Distinct().ShouldHaveSingleItem();
        approved.Select(run => run.ApprovedBy).Distinct().ShouldHaveSingleItem();
        (ended.State, ended.Done).ShouldBe((RunState.Done, 30));
        (await crowd.One<long>($"select count(*) from access.suspensions where opened_by = '{run.RunId}'")).ShouldBe(30);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'approved'")).ShouldBe(1);
    }

    [Fact]
    public async Task Requesters_unauthorized_people_and_keys_cannot_approve()
    {
        var crowd = await TenantCrowd.Gather(console, "guarded", 26);
        var run = await crowd.Start(await crowd.Preview("guarded"));
        var stranger = await crowd.Person("tenant.read");
        var key = crowd.Ben with { Kind = CallerKind.Key };

        var codes = new List<string>();
        foreach (var (caller, hash) in new[] { (crowd.Ann, run.Hash!), (stranger, run.Hash!), (key, run.Hash!), (crowd.Ben, new byte[32]) })
            codes.Add((await Should.ThrowAsync<Problem>(() => crowd.Verdicts.Approve(caller, run.RunId, hash, proof: null, CancellationToken.None))).Code);

        codes.ShouldBe(["own_run", "forbidden", "needs_a_person", "not_what_was_shown"]);
        (await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None)).State.ShouldBe(RunState.WaitingApproval);
        (await crowd.Suspended("guarded")).ShouldBe(0);
    }

    [Fact]
    public async Task A_rejected_run_is_never_executed()
    {
        var crowd = await TenantCrowd.Gather(console, "declined", 26);
        var run = await crowd.Start(await crowd.Preview("declined"));

        var declined = await crowd.Verdicts.Stop(crowd.Ben, run.RunId, "Three have paid.", CancellationToken.None);
        var late = await Should.ThrowAsync<Problem>(() => crowd.Approve(run));
        await crowd.Due(run);
        using (var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
            while (await Items(crowd, run) > 0)
                await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);

        (declined.State, declined.StoppedBy, declined.Verdict).ShouldBe((RunState.Stopped, crowd.Ben.Id, "Three have paid."));
        late.Code.ShouldBe("stopped_meanwhile");
        (await crowd.Suspended("declined")).ShouldBe(0);
    }

    [Fact]
    public async Task Approvers_and_requesters_are_notified_by_email()
    {
        await using var quiet = await TestConsole.Start();
        var crowd = await TenantCrowd.Gather(quiet, "told", 26);
        var reader = await crowd.Person("tenant.read");

        var run = await crowd.Start(await crowd.Preview("told"));
        var asked = await Emails(crowd, run);
        await crowd.Verdicts.Stop(crowd.Ben, run.RunId, "Three have paid.", CancellationToken.None);
        var declined = (await Emails(crowd, run)).Except(asked).ShouldHaveSingleItem();
        var second = await crowd.Start(await crowd.Preview("told"));
        await crowd.Due(second);
        await crowd.Ended(second);
        var over = (await Emails(crowd, second)).Single(email => email.Template == "run.decided");
        var third = await crowd.Start(await crowd.Preview("told"));
        await crowd.Ended(await crowd.Approve(third));
        var approved = (await Emails(crowd, third)).Single(email => email.Template == "run.decided");

        asked.Select(email => (email.Template, email.Recipient)).ShouldBe([("run.waits", crowd.Ben.Id)], $"{reader.Id} can't approve it");
        asked[0].Facts.ShouldContain("\"reason\": \"The bill is not paid.\"");
        (declined.Template, declined.Recipient).ShouldBe(("run.decided", crowd.Ann.Id));
        declined.Facts.ShouldContain("\"outcome\": \"rejected\"");
        declined.Facts.ShouldContain("Three have paid.");
        approved.Facts.ShouldContain("\"outcome\": \"approved\"");
        (over.Recipient, over.Facts).ShouldSatisfyAllConditions(
            email => email.Recipient.ShouldBe(crowd.Ann.Id),
            email => email.Facts.ShouldContain("\"outcome\": \"expired\"")
        );
    }

    [Fact]
    public async Task A_single_owners_run_starts_automatically_after_15_minutes_unless_cancelled()
    {
        await using var lonely = await TestConsole.Start();
        var crowd = await TenantCrowd.Gather(lonely, "lonely", 26);
        await crowd.Force($"update auth.users set grants = array['tenant.read'] where id <> '{crowd.Ann.Id}'");

        var first = await crowd.Start(await crowd.Preview("lonely"));
        var stopped = await crowd.Verdicts.Stop(crowd.Ann, first.RunId, null, CancellationToken.None);
        var second = await crowd.Start(await crowd.Preview("lonely"));
        await crowd.Due(second);
        var ended = await crowd.Ended(second);

        first.StartsWithoutApproval.ShouldBeTrue();
        (first.StartsAt - first.StartedAt).ShouldBe(TimeSpan.FromMinutes(15));
        stopped.State.ShouldBe(RunState.Stopped);
        (ended.State, ended.Done, ended.ApprovedBy).ShouldBe((RunState.Done, 26, null));
    }

    [Fact]
    public async Task A_run_without_approval_expires_after_a_day()
    {
        var crowd = await TenantCrowd.Gather(console, "forgotten", 26);
        var run = await crowd.Start(await crowd.Preview("forgotten"));

        await crowd.Due(run);
        var ended = await crowd.Ended(run);

        (ended.State, ended.StoppedBy, ended.Done).ShouldBe((RunState.Stopped, "system", 0));
    }

    [Fact]
    public async Task A_key_above_its_limit_needs_approval_and_cannot_create_keys()
    {
        var crowd = await TenantCrowd.Gather(console, "ceiling", 4);
        var owner = await TestApplication.Connect(console);
        var key = await owner.Run(
            "api_key.create",
            "tnt_platform",
            new
            {
                name = "Careful",
                scopes = new[] { "tenant.suspend", "tenant.read", "operation.read", "api_key.create" },
                hourly_limit = 3,
            }
        );
        var careful = TestApplication.WithKey(console, key.GetProperty("secret").GetString()!);

        for (var number = 0; number < 3; number++)
            (await careful.Post($"/api/v1/tenants/{crowd.Tenants[number]}/suspend", new { })).GetProperty("state").GetString().ShouldBe("done");
        var (fourth, why) = await careful.Send(HttpMethod.Post, $"/api/v1/tenants/{crowd.Tenants[3]}/suspend", "{}");
        var preview = await careful.Post("/api/v1/previews", new { operation = "tenant.suspend", subjects = new[] { crowd.Tenants[3] } });
        var again = await careful.Get($"/api/v1/previews/{preview.GetProperty("id").GetString()}");
        var run = await careful.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "It asked me to." });
        var (another, beyond) = await careful.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            """{"operation":"api_key.create","subjects":["tnt_platform"],"input":{"name":"Free","scopes":["tenant.read"]}}"""
        );

        (fourth, why.GetProperty("code").GetString()).ShouldBe((422, "reason_needed"));
        preview.GetProperty("required_confirmation").GetString().ShouldBe("second_person");
        preview
            .GetProperty("asks")
            .GetRawText()
            .ShouldBe(
                """{"proof":false,"second_person":true,"ceiling":{"role":null,"permission":"*","per":3600,"subjects":3,"minor_units":null,"subjects_with_this":4,"minor_units_with_this":0}}"""
            );
        again.GetProperty("asks").GetRawText().ShouldBe(preview.GetProperty("asks").GetRawText());
        run.GetProperty("state").GetString().ShouldBe("waiting_approval");
        (await crowd.Suspended("ceiling")).ShouldBe(3);
        (another, beyond.GetProperty("subjects")[0].GetProperty("refusal").GetString()).ShouldBe((201, "exceeds_own_permissions"));
    }

    [Fact]
    public async Task Two_concurrent_runs_cannot_exceed_one_limit_together()
    {
        var crowd = await TenantCrowd.Gather(console, "squeezed", 4);
        await crowd.Force(
            $"insert into core.ceilings (holder, permission, per, subjects, opened_by) values ('{crowd.Ann.Id}', 'tenant.*', '1 hour', 2, 'test')"
        );
        var previews = new List<Preview>();
        foreach (var tenant in crowd.Tenants)
            previews.Add(await crowd.Previews.Create(crowd.Ann, "tenant.suspend", TargetSelection.Of(tenant), TenantCrowd.Billing, CancellationToken.None));

        var runs = await Task.WhenAll(previews.Select(preview => crowd.Start(preview)));

        runs.Count(run => run.State is RunState.Done).ShouldBe(2);
        runs.Count(run => run.State is RunState.WaitingApproval).ShouldBe(2);
    }

    private static async Task<IReadOnlyList<EmailRow>> Emails(TenantCrowd crowd, Run run)
    {
        await using var reading = await crowd.Database.Read();
        return await reading.List<EmailRow>(
            "select template, recipient, facts::text as facts from core.emails where facts->>'run' = @RunId order by email_id",
            new { run.RunId }
        );
    }

    private sealed record EmailRow(string Template, string Recipient, string Facts);

    private static Task<long> Items(TenantCrowd crowd, Run run) => crowd.One<long>($"select count(*) from work.items where lane = 'run:{run.RunId}'");

    /// <summary>Approves a run through the API as another owner, with the form token of a page.</summary>
    private async Task<HttpStatusCode> ApproveInBrowser(JsonElement run)
    {
        var other = await TestBrowser.Join(console, "owner");
        await other.Get("/approvals");
        using var content = JsonContent.Create(new { hash = run.GetProperty("hash").GetString() });
        var response = await other.Send(
            HttpMethod.Post,
            $"/api/v1/runs/{run.GetProperty("id").GetString()}/approve",
            content,
            ("Sec-Fetch-Site", "same-origin"),
            ("RequestVerificationToken", other.Token)
        );
        return response.StatusCode;
    }
}
