using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Scheduled runs start later, even when their requester has left the team.</summary>
public sealed class ScheduledRunsTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task A_scheduled_run_starts_at_its_time_with_the_full_undo_period()
    {
        var crowd = await TenantCrowd.Gather(console, "later", 1);
        var at = (await Now(crowd)).AddDays(3);

        var run = await Schedule(crowd, "tenant.suspend", at);
        var before = await crowd.Suspended("later");
        await crowd.Due(run);
        var ended = await crowd.Ended(run);

        (run.State, run.IsScheduled, run.ScheduledFor).ShouldBe((RunState.Queued, true, at));
        (run.UndoUntil - at).ShouldBe(TimeSpan.FromDays(30));
        before.ShouldBe(0);
        (ended.State, ended.Done).ShouldBe((RunState.Done, 1));
        (await crowd.Suspended("later")).ShouldBe(1);
    }

    [Fact]
    public async Task Scheduled_runs_survive_the_requester_leaving_but_pending_approvals_stop()
    {
        var crowd = await TenantCrowd.Gather(console, "departing", 27);
        var later = await Schedule(crowd, "tenant.suspend", (await Now(crowd)).AddDays(1));
        var waiting = await crowd.Start(await crowd.Preview("departing"));

        await crowd.Force($"insert into auth.removals (user_id, opened_by) values ('{crowd.Ann.Id}', 'test')");
        await crowd.Due(later);
        var ended = await crowd.Verdicts.Approve(crowd.Ben, waiting.RunId, waiting.Hash!, proof: null, CancellationToken.None);
        var (done, stopped) = (await crowd.Until(later.RunId, run => !run.IsRunning), await crowd.Until(ended.RunId, run => !run.IsRunning));

        (done.State, done.Done, done.RequestedBy).ShouldBe((RunState.Done, 1, crowd.Ann.Id));
        (stopped.State, stopped.StoppedBy).ShouldBe((RunState.Stopped, "system"));
        (await crowd.Suspended("departing")).ShouldBe(1);
    }

    [Fact]
    public async Task A_scheduled_grant_is_refused_when_its_requester_has_left()
    {
        var crowd = await TenantCrowd.Gather(console, "hatch", 1);
        var preview = await crowd.Previews.Create(
            crowd.Ann,
            "team_member.set_role",
            TargetSelection.Of(crowd.Ben.Id),
            Json.Element(new { role = "admin" }),
            CancellationToken.None
        );
        var run = await crowd.Runner.Start(
            crowd.Ann with
            {
                IsProved = true,
            },
            new(preview.PreviewId, "Later.") { At = (await Now(crowd)).AddDays(1) },
            key: null,
            CancellationToken.None
        );

        await crowd.Force($"insert into auth.removals (user_id, opened_by) values ('{crowd.Ann.Id}', 'test')");
        await crowd.Due(run);
        var ended = await crowd.Until(run.RunId, now => !now.IsRunning);

        (ended.State, ended.Refused).ShouldBe((RunState.Failed, 1));
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'done'")).ShouldBe(0);
    }

    [Fact]
    public async Task A_scheduled_run_skips_changed_subjects_and_never_starts_when_stopped()
    {
        var crowd = await TenantCrowd.Gather(console, "moving", 1);
        var at = (await Now(crowd)).AddDays(1);
        var (first, second) = (await Schedule(crowd, "tenant.suspend", at), await Schedule(crowd, "tenant.suspend", at));

        var stopped = await crowd.Verdicts.Stop(crowd.Ben, first.RunId, null, CancellationToken.None);
        await crowd.Runner.Start(
            crowd.Ann,
            new(
                (
                    await crowd.Previews.Create(crowd.Ann, "tenant.suspend", TargetSelection.Of(crowd.Tenants[0]), TenantCrowd.Billing, CancellationToken.None)
                ).PreviewId
            ),
            key: null,
            CancellationToken.None
        );
        await crowd.Due(second);
        var ended = await crowd.Until(second.RunId, run => !run.IsRunning);

        (stopped.State, stopped.Done).ShouldBe((RunState.Stopped, 0));
        (ended.State, ended.Done, ended.Refused).ShouldBe((RunState.Failed, 0, 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(29 * 24 * 60)]
    public async Task A_time_in_the_past_or_too_far_ahead_is_refused(int minutes)
    {
        var crowd = await TenantCrowd.Gather(console, $"never{minutes}", 1);
        var at = (await Now(crowd)).AddMinutes(minutes);

        var refused = await Should.ThrowAsync<Problem>(() => Schedule(crowd, "tenant.suspend", at));

        refused.Status.ShouldBe(400);
        refused.Errors!.Keys.ShouldBe(["at"]);
    }

    [Fact]
    public async Task An_operation_that_shows_a_secret_once_cannot_be_scheduled()
    {
        var crowd = await TenantCrowd.Gather(console, "secretive", 1);
        var preview = await crowd.Previews.Create(
            crowd.Ann,
            "api_key.create",
            TargetSelection.Of(IdGenerator.Platform),
            Json.Element(new { name = "Later", scopes = new[] { "tenant.read" } }),
            CancellationToken.None
        );

        var refused = await Should.ThrowAsync<Problem>(async () =>
            await crowd.Runner.Start(
                crowd.Ann with
                {
                    IsProved = true,
                },
                new(preview.PreviewId) { At = (await Now(crowd)).AddDays(1) },
                key: null,
                CancellationToken.None
            )
        );

        refused.Code.ShouldBe("shown_once");
    }

    [Fact]
    public async Task The_API_accepts_and_returns_the_scheduled_time()
    {
        await TenantCrowd.Gather(console, "asked-later", 1);
        var app = await TestApplication.Connect(console);
        var preview = await app.Post("/api/v1/previews", new { operation = "tenant.suspend", query = new { q = "asked-later" } });
        var at = preview.GetProperty("created_at").GetDateTimeOffset().AddHours(8);

        var run = await app.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), at });
        var stopped = await app.Post($"/api/v1/runs/{run.GetProperty("id").GetString()}/stop", new { reason = "Not tonight." });

        (run.GetProperty("state").GetString(), run.GetProperty("scheduled_for").GetDateTimeOffset()).ShouldBe(("queued", at));
        (stopped.GetProperty("state").GetString(), stopped.GetProperty("verdict").GetString()).ShouldBe(("stopped", "Not tonight."));
    }

    private static async Task<Run> Schedule(TenantCrowd crowd, string operation, DateTimeOffset at)
    {
        var preview = await crowd.Previews.Create(crowd.Ann, operation, TargetSelection.Of(crowd.Tenants[0]), TenantCrowd.Billing, CancellationToken.None);
        return await crowd.Runner.Start(crowd.Ann, new(preview.PreviewId, "As agreed.") { At = at }, key: null, CancellationToken.None);
    }

    private static Task<DateTimeOffset> Now(TenantCrowd crowd) => crowd.One<DateTimeOffset>("select date_trunc('second', now())");
}
