using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Kernel.Operations;

/// <summary>Bulk operations: executed in chunks, stopped, retried, undone.</summary>
public sealed class BulkRunTests(LargePoolConsole console) : IClassFixture<LargePoolConsole>
{
    [Fact]
    public async Task All_matching_tenants_are_suspended_in_chunks_and_the_run_is_undone()
    {
        var crowd = await TenantCrowd.Gather(console, "whole", 260);
        var preview = await crowd.Preview("whole");

        var run = await crowd.Carry(preview);
        var lines = await crowd.Runs.Lines(crowd.Ann, run.RunId, state: null, from: 250, limit: 500, CancellationToken.None);
        var suspended = await crowd.Suspended("whole");
        var undo = await crowd.Ended(await crowd.Runner.Undo(crowd.Ann, run.RunId, key: null, CancellationToken.None));

        (preview.Total, preview.Accepted, preview.RequiredConfirmation).ShouldBe((260, 260, RequiredConfirmation.SecondPerson));
        (run.State, run.Done, run.ApprovedBy).ShouldBe((RunState.Done, 260, crowd.Ben.Id));
        lines.Lines.Select(line => line.Place).ShouldBe(Enumerable.Range(250, 10));
        suspended.ShouldBe(260);
        (undo.State, undo.Done).ShouldBe((RunState.Done, 260));
        (await crowd.Suspended("whole")).ShouldBe(0);
        (await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None)).State.ShouldBe(RunState.Undone);
    }

    [Fact]
    public async Task Failing_subjects_fail_alone_and_only_they_are_retried()
    {
        var crowd = await TenantCrowd.Gather(console, "guilty", 60);
        await crowd.Poison(crowd.Tenants[7]);
        await crowd.Poison(crowd.Tenants[31]);

        var run = await crowd.Carry(await crowd.Preview("guilty"));
        var failed = await crowd.Runs.Lines(crowd.Ann, run.RunId, RunLineState.Failed, 0, 500, CancellationToken.None);
        await crowd.Force(
            $"drop trigger poison_{crowd.Tenants[7][^6..]} on access.suspensions; drop trigger poison_{crowd.Tenants[31][^6..]} on access.suspensions"
        );
        var again = await crowd.Previews.Create(crowd.Ann, "tenant.suspend", new(Retry: run.RunId), TenantCrowd.Billing, CancellationToken.None);
        var retried = await crowd.Start(again);

        (run.State, run.Done, run.Failed).ShouldBe((RunState.Partly, 58, 2));
        failed.Lines.Select(line => line.SubjectId).ShouldBe([crowd.Tenants[7], crowd.Tenants[31]]);
        failed.Lines.ShouldAllBe(line => line.Code == "failed");
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'failed'")).ShouldBe(2);
        again.Subjects.Select(subject => subject.SubjectId).ShouldBe([crowd.Tenants[7], crowd.Tenants[31]]);
        (retried.State, retried.Done).ShouldBe((RunState.Done, 2));
        (await crowd.Suspended("guilty")).ShouldBe(60);
    }

    [Fact]
    public async Task A_repeated_undo_reverts_subjects_that_failed_before()
    {
        var crowd = await TenantCrowd.Gather(console, "half back", 60);
        var run = await crowd.Carry(await crowd.Preview("half back"));
        await crowd.Poison(crowd.Tenants[7]);

        var undo = await crowd.Ended(await crowd.Runner.Undo(crowd.Ann, run.RunId, key: null, CancellationToken.None));
        await crowd.Force($"drop trigger poison_{crowd.Tenants[7][^6..]} on access.suspensions");
        var again = await crowd.Ended(await crowd.Runner.Undo(crowd.Ben, run.RunId, key: null, CancellationToken.None));

        (undo.State, undo.Done, undo.Failed).ShouldBe((RunState.Partly, 59, 1));
        (again.RunId, again.State, again.Done, again.Failed).ShouldBe((undo.RunId, RunState.Done, 60, 0));
        (await crowd.Suspended("half back")).ShouldBe(0);
        (await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None)).State.ShouldBe(RunState.Undone);
    }

    [Theory]
    [InlineData("a handful", 12)]
    [InlineData("some", 60)]
    [InlineData("lots", 520)]
    public async Task A_stop_if_any_fail_run_changes_nothing_when_one_fails(string called, int tenants)
    {
        var crowd = await TenantCrowd.Gather(console, called, tenants);
        await crowd.Poison(crowd.Tenants[^1]);
        var preview = await crowd.Preview(called);

        var started = await crowd.Start(preview, allOrNothing: true);
        if (started.State is RunState.WaitingApproval)
            await crowd.Approve(started);
        var run = await crowd.Until(started.RunId, now => !now.IsRunning && (now.Done == 0 || now.UndoneBy is not null));
        if (run.UndoneBy is { } undo)
            await crowd.Until(undo, now => !now.IsRunning);

        (await crowd.Suspended(called)).ShouldBe(0);
        run = await crowd.Runs.Find(crowd.Ann, run.RunId, CancellationToken.None);
        run.Failed.ShouldBe(1);
        run.State.ShouldBe(run.UndoneBy is null ? RunState.Failed : RunState.Undone);
        (await crowd.One<long>($"select count(*) from core.log where run_id = '{run.RunId}' and outcome = 'failed'")).ShouldBe(1);
        await crowd.Force($"drop trigger poison_{crowd.Tenants[^1][^6..]} on access.suspensions");
    }

    [Fact]
    public async Task A_stop_if_any_fail_run_is_refused_when_a_subject_is_skipped()
    {
        var crowd = await TenantCrowd.Gather(console, "refused", 3);
        await crowd.Start(await crowd.Preview("refused 00001"));

        var refused = await Should.ThrowAsync<Problem>(async () => await crowd.Start(await crowd.Preview("refused"), allOrNothing: true));

        (refused.Status, refused.Code).ShouldBe((409, "not_all"));
        (await crowd.Suspended("refused")).ShouldBe(1);
    }

    [Fact]
    public async Task A_run_stopped_within_a_chunk_can_be_retried_for_the_rest()
    {
        var crowd = await TenantCrowd.Gather(console, "halfway", 200);
        await using var gate = await TransactionGate.Before(crowd, crowd.Tenants[5]);
        var run = await crowd.Approve(await crowd.Start(await crowd.Preview("halfway")));
        await gate.SomebodyWaits();

        var stopping = crowd.Verdicts.Stop(crowd.Ben, run.RunId, null, CancellationToken.None);
        await gate.SomebodyWaits("hashtextextended");
        await gate.Open();
        var stopped = await stopping;
        var ended = await crowd.Ended(run);
        var again = await Should.ThrowAsync<Problem>(() => crowd.Verdicts.Stop(crowd.Ben, run.RunId, null, CancellationToken.None));
        var rest = await crowd.Previews.Create(crowd.Ann, "tenant.suspend", new(Retry: run.RunId), TenantCrowd.Billing, CancellationToken.None);

        stopped.State.ShouldBe(RunState.Stopped);
        (ended.State, ended.Done, ended.StoppedBy).ShouldBe((RunState.Stopped, 20, crowd.Ben.Id));
        (await crowd.Suspended("halfway")).ShouldBe(20);
        again.Code.ShouldBe("has_ended");
        (rest.Total, rest.Accepted).ShouldBe((180, 180));
    }

    [Fact]
    public async Task The_emergency_stop_pauses_a_run_and_the_release_resumes_it()
    {
        var crowd = await TenantCrowd.Gather(console, "frozen", 100);
        await using var gate = await TransactionGate.Before(crowd, crowd.Tenants[15]);
        var run = await crowd.Approve(await crowd.Start(await crowd.Preview("frozen")));
        await gate.SomebodyWaits();

        var stopping = Platform(crowd, "platform.stop", new { });
        await gate.SomebodyWaits("from core.emergency_stop s");
        await gate.Open();
        await stopping;
        var held = await crowd.Suspended("frozen");
        await Platform(crowd, "platform.release", new { reason = "It was a drill." });
        var ended = await crowd.Ended(run);

        held.ShouldBe(20);
        (ended.State, ended.Done).ShouldBe((RunState.Done, 100));
    }

    [Fact]
    public async Task A_frozen_list_is_unaffected_by_concurrent_changes()
    {
        var crowd = await TenantCrowd.Gather(console, "moving", 300);
        var preview = await crowd.Preview("moving");
        await using var gate = await TransactionGate.Before(crowd, crowd.Tenants[0]);
        var run = await crowd.Approve(await crowd.Start(preview));
        await gate.SomebodyWaits();

        var app = await TestApplication.Connect(console);
        await app.Put("/api/v1/tenants", new { data = crowd.Tenants.Skip(100).Take(100).Select(id => new { id, lifecycle = "trial" }) });
        await app.Tenant("moving-later", "moving 99999");
        await gate.Open();
        var ended = await crowd.Ended(run);
        var skipped = await crowd.Runs.Lines(crowd.Ann, run.RunId, RunLineState.Skipped, 0, 500, CancellationToken.None);

        (ended.State, ended.Done, ended.Refused, ended.Settled).ShouldBe((RunState.Partly, 200, 100, 300));
        skipped.Lines.Select(line => line.SubjectId).ShouldBe(crowd.Tenants.Skip(100).Take(100));
        skipped.Lines.ShouldAllBe(line => line.Code == "changed_since_preview");
        (await crowd.Suspended("moving")).ShouldBe(200);
    }

    [Fact]
    public async Task A_run_stops_when_its_requester_loses_the_permission()
    {
        var crowd = await TenantCrowd.Gather(console, "withdrawn", 100);
        await using var gate = await TransactionGate.Before(crowd, crowd.Tenants[0]);
        var run = await crowd.Approve(await crowd.Start(await crowd.Preview("withdrawn")));
        await gate.SomebodyWaits();

        await crowd.Force($"update auth.users set grants = array['tenant.read'] where id = '{crowd.Ann.Id}'");
        await gate.Open();
        var ended = await crowd.Ended(run);

        (ended.State, ended.Done, ended.StoppedBy).ShouldBe((RunState.Stopped, 10, "system"));
        (await crowd.Suspended("withdrawn")).ShouldBe(10);
    }

    [Fact]
    public async Task A_deadlock_is_retried_without_failures()
    {
        var crowd = await TenantCrowd.Gather(console, "deadlock", 40);
        await crowd.Force("create sequence public.clashes; grant usage on sequence public.clashes to public");
        await crowd.Poison(crowd.Tenants[3], "if nextval('public.clashes') <= 2 then raise sqlstate '40P01'; end if");

        var few = await crowd.Start(await crowd.Preview("deadlock 00003"));
        await crowd.Force("alter sequence public.clashes restart");
        await crowd.Runner.Undo(crowd.Ann, few.RunId, key: null, CancellationToken.None);
        var many = await crowd.Carry(await crowd.Preview("deadlock"));

        (few.State, few.Done).ShouldBe((RunState.Done, 1));
        (many.State, many.Done, many.Failed).ShouldBe((RunState.Done, 40, 0));
    }

    [Fact]
    public async Task An_invalid_query_or_one_without_matches_is_refused_with_a_message()
    {
        var app = await TestApplication.Connect(console);

        var unknown = await Ask(app, """{"operation":"tenant.suspend","query":{"colour":"red"}}""");
        var wrong = await Ask(app, """{"operation":"tenant.suspend","query":{"status":"asleep"}}""");
        var nothing = await Ask(app, """{"operation":"tenant.suspend","query":{"q":"nobody is called this"}}""");
        var both = await Ask(app, """{"operation":"tenant.suspend","query":{},"subjects":["ext:a"]}""");
        var neither = await Ask(app, """{"operation":"tenant.suspend"}""");
        var keys = await Ask(app, """{"operation":"api_key.revoke","query":{}}""");

        unknown.ShouldBe((400, "invalid", "query.colour: is unknown. Allowed: q, status, plan, version, activity, tag, attribute[name]."));
        wrong.Detail.ShouldStartWith("status: must be one of anonymised");
        nothing.ShouldBe((404, "nothing_matches", "Nothing matches."));
        (both, neither).ShouldBe(
            (
                (400, "invalid", "subjects: send exactly one of subjects, query and retry."),
                (400, "invalid", "subjects: send exactly one of subjects, query and retry.")
            )
        );
        keys.Detail.ShouldBe("query: can't be used with the subject type api key. Send ids in subjects.");
    }

    [Fact]
    public async Task One_idempotency_key_creates_one_run_from_fifty_concurrent_requests()
    {
        var app = await TestApplication.Connect(console);
        var acme = await app.Tenant("fifty");

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(_ => app.Send(HttpMethod.Post, $"/api/v1/tenants/{acme}/suspend", """{"cause":"billing"}""", headers: ("Idempotency-Key", "once")))
        );

        (await app.Get($"/api/v1/tenants/{acme}/suspensions")).GetProperty("data").GetArrayLength().ShouldBe(1);
        answers.ShouldAllBe(answer => answer.Status == 201);
        answers.Select(answer => answer.Body.GetProperty("id").GetString()).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_late_request_with_the_same_idempotency_key_returns_the_same_run()
    {
        var crowd = await TenantCrowd.Gather(console, "twin-looked", 1);
        var key = IdempotencyKey.Of("twin", "the same request");
        var first = await crowd.Runner.Start(crowd.Ann, new((await crowd.Preview("twin-looked")).PreviewId), key, CancellationToken.None);
        var late = await crowd.Preview("twin-looked");

        var second = await crowd.Runner.Start(crowd.Ann, new(late.PreviewId), key, CancellationToken.None);

        late.Accepted.ShouldBe(0);
        second.RunId.ShouldBe(first.RunId);
    }

    private static async Task<(int Status, string Code, string Detail)> Ask(TestApplication app, string body)
    {
        var (status, answer) = await app.Send(HttpMethod.Post, "/api/v1/previews", body);
        return (status, answer.GetProperty("code").GetString()!, answer.GetProperty("detail").GetString()!);
    }

    private static async Task Platform(TenantCrowd crowd, string operation, object input)
    {
        var element = System.Text.Json.JsonSerializer.SerializeToElement(input);
        var preview = await crowd.Previews.Create(crowd.Ben, operation, TargetSelection.Of("tnt_platform"), element, CancellationToken.None);
        await crowd.Runner.Start(crowd.Ben, new(preview.PreviewId), key: null, CancellationToken.None);
    }
}
