using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Log;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Tests.Integrations.Applications;
using OwnerConsole.Tests.Laws;
using OwnerConsole.Tests.Tenants.Anonymisation;

namespace OwnerConsole.Tests.Tenants.Deletions;

/// <summary>A deletion waits, can be cancelled, erases exactly once, keeps figures and proofs, and respects legal holds.</summary>
public sealed class DeletionTests(RehearsalConsole console) : IClassFixture<RehearsalConsole>
{
    private const string Figures = """
        select 'day ' || d::text from core.tenant_days d where tenant_id = @tenant
        union all select 'paid ' || concat_ws(' ', purchase_id, at, amount, currency, plan, quantity, member_id) from core.purchases where tenant_id = @tenant
        order by 1
        """;

    [Fact]
    public async Task A_due_deletion_erases_every_name_once_and_keeps_figures_and_proofs()
    {
        await using var stage = await LawHarness.Open(console);
        var known = await TracedTenant.Make(stage);
        await DeclareNothing(stage);
        await Delete(stage, known.Tenant, days: 0);
        var before = await List(Figures, known.Tenant);

        await Task.WhenAll(Execute(), Execute());
        await Execute();

        (await known.Traces()).Where(row => !row.StartsWith("core.tasks", StringComparison.Ordinal)).ShouldBeEmpty();
        var deletion = await Find(stage, known.Tenant);
        deletion.GetProperty("state").GetString().ShouldBe("deleted");
        deletion.GetProperty("members").GetInt64().ShouldBe(2);
        deletion.GetProperty("task_id").ValueKind.ShouldBe(JsonValueKind.Null);
        deletion.GetProperty("reason").GetString().ShouldBe("The contract has ended.");
        (await List("select e.erasure_id from core.erasures e where e.tenant_id = @tenant", known.Tenant)).ShouldBe([
            deletion.GetProperty("erasure_id").GetString()!,
        ]);
        (await List("select l.event from core.log l where l.tenant_id = @tenant and l.event = 'tenant.deleted'", known.Tenant)).Count.ShouldBe(1);
        (await List(Figures, known.Tenant)).ShouldBe(before);
        var (_, flaw) = await console.Services.GetRequiredService<LogVerifier>().Verify(1, [], CancellationToken.None);
        flaw.ShouldBeNull();
        (await stage.App.Get("/api/v1/tenants?limit=500")).GetRawText().ShouldNotContain(known.Tenant);
        (await stage.App.Get("/api/v1/tenants?limit=500&status=anonymised")).GetRawText().ShouldContain(known.Tenant);
    }

    [Fact]
    public async Task The_application_is_asked_again_after_a_failure_and_the_console_follows_its_answer()
    {
        await using var stage = await LawHarness.Open(console);
        await stage.App.DeclareAll();
        var tenant = await stage.Tenant();
        await Delete(stage, tenant, days: 0);

        await Execute();
        var first = await stage.App.ClaimOf(tenant);
        var started = await stage.App.Refusal("tenant.cancel_deletion", tenant);
        var erasing = await State(stage, tenant);
        await stage.App.Say(first, "fail", new { code = "disk_full" });
        await Execute();
        var retrying = await Find(stage, tenant);
        await stage.Force("update deletions.deletions set next_at = now() where tenant_id = @tenant", ("tenant", tenant));
        await Execute();
        var second = await stage.App.ClaimOf(tenant);
        var between = await stage.App.Status(tenant);
        (await stage.App.Say(second, "complete", new { })).Status.ShouldBe(200);
        await Execute();

        first.GetProperty("kind").GetString().ShouldBe("tenant.anonymise");
        (started, erasing, between).ShouldBe(("deletion_started", "erasing", "suspended"));
        retrying.GetProperty("state").GetString().ShouldBe("retrying");
        retrying.GetProperty("failed_as").GetString().ShouldBe("disk_full");
        var done = await Find(stage, tenant);
        (done.GetProperty("state").GetString(), done.GetProperty("task_id").GetString()).ShouldBe(("deleted", second.GetProperty("id").GetString()));
        (
            await List(
                "select l.event from core.log l where l.tenant_id = @tenant and l.event in ('tenant.anonymised', 'tenant.deleted') order by l.id",
                tenant
            )
        ).ShouldBe(["tenant.anonymised", "tenant.deleted"]);
    }

    [Fact]
    public async Task A_late_answer_of_the_application_prevents_cancelling_and_completes_the_deletion()
    {
        await using var stage = await LawHarness.Open(console);
        await stage.App.DeclareAll();
        var tenant = await stage.Tenant();
        var run = await Delete(stage, tenant, days: 0);
        await Execute();
        var task = await stage.App.ClaimOf(tenant);
        await stage.Force("update core.tasks set state = 'expired', code = 'no_answer', ended_at = now() where tenant_id = @tenant", ("tenant", tenant));
        await Execute();
        var retrying = await State(stage, tenant);

        var (late, _) = await stage.App.Say(task, "complete", new { });
        var refused = await stage.App.Refusal("tenant.cancel_deletion", tenant);
        var undo = await Should.ThrowAsync<Problem>(() => stage.Undo(run));
        var between = await stage.App.Status(tenant);
        await stage.Force("update deletions.deletions set next_at = now() where tenant_id = @tenant", ("tenant", tenant));
        await Execute();

        (late, retrying, refused, between).ShouldBe((200, "retrying", "deletion_started", "suspended"));
        (undo.Code, run.CanUndo(run.StartedAt), await State(stage, tenant)).ShouldBe(("undo_expired", false, "deleted"));
    }

    [Theory]
    [InlineData("53200", "scheduled", null)] // the server has no memory left, so the next execution tries again
    [InlineData("22023", "retrying", "internal_error")]
    public async Task A_database_error_while_erasing_changes_nothing_and_is_retried(string error, string state, string? failedAs)
    {
        await using var stage = await LawHarness.Open(console);
        await DeclareNothing(stage);
        var tenant = await stage.Tenant();
        await Delete(stage, tenant, days: 1); // so that background work doesn't execute it before the error is arranged
        await stage.Force(
            $"""
            create function core.break() returns trigger language plpgsql as 'begin raise exception $$it is broken$$ using errcode = $${error}$$; end';
            create trigger break before insert on core.erasures for each statement execute function core.break()
            """
        );
        await stage.Force("update deletions.deletions set due_at = now() where tenant_id = @tenant", ("tenant", tenant));

        await Execute();
        var (failed, between) = (await Find(stage, tenant), await stage.App.Status(tenant));
        await stage.Force("drop function core.break cascade");
        await stage.Force("update deletions.deletions set next_at = now() where tenant_id = @tenant and next_at is not null", ("tenant", tenant));
        await Execute();

        (failed.GetProperty("state").GetString(), failed.GetProperty("failed_as").GetString()).ShouldBe((state, failedAs));
        between.ShouldBe("suspended");
        (await State(stage, tenant)).ShouldBe("deleted");
        (await List("select e.erasure_id from core.erasures e where e.tenant_id = @tenant", tenant)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_emergency_stop_keeps_a_due_deletion_waiting()
    {
        await using var stage = await LawHarness.Open(console);
        await DeclareNothing(stage);
        var tenant = await stage.Tenant();
        await Delete(stage, tenant, days: 1);
        await stage.Force("update core.emergency_stop set stopped = true, opened_by = 'law', opened_at = now()");
        await stage.Force("update deletions.deletions set due_at = now() where tenant_id = @tenant", ("tenant", tenant));

        await Execute();
        var stopped = await State(stage, tenant);
        await stage.Force("update core.emergency_stop set stopped = false, opened_by = null, opened_at = null");
        await Execute();

        (stopped, await State(stage, tenant)).ShouldBe(("scheduled", "deleted"));
    }

    [Fact]
    public async Task A_legal_hold_refuses_a_deletion_and_lets_a_scheduled_one_wait()
    {
        await using var stage = await LawHarness.Open(console);
        await DeclareNothing(stage);
        var (tenant, members) = await stage.TenantWithMembers();
        await Delete(stage, tenant, days: 1);
        var hold = (
            await stage.Run(
                "legal_hold.place",
                tenant,
                new
                {
                    matter = "D-1",
                    reason = "Court order.",
                    member = members[0],
                }
            )
        ).Lines[0].Created!;
        await stage.Force("update deletions.deletions set due_at = now() where tenant_id = @tenant", ("tenant", tenant));

        await Execute();
        var waiting = await Find(stage, tenant);
        var status = await stage.App.Status(tenant);
        await stage.Run("tenant.cancel_deletion", tenant);
        var refused = await stage.App.Refusal("tenant.delete", tenant, new { reason = "The contract has ended." });
        await stage.Run("legal_hold.release", hold);
        await Delete(stage, tenant, days: 0);
        await Execute();

        (waiting.GetProperty("state").GetString(), waiting.GetProperty("hold_id").GetString(), status).ShouldBe(("on_hold", hold, "suspended"));
        refused.ShouldBe("legal_hold");
        (await State(stage, tenant)).ShouldBe("deleted");
        (await stage.App.Status(tenant)).ShouldBe("anonymised");
    }

    [Fact]
    public async Task Cancelling_and_undoing_restore_only_the_access_that_the_deletion_blocked()
    {
        await using var stage = await LawHarness.Open(console);
        var (open, suspended) = (await stage.Tenant(), await stage.Tenant());
        await stage.Run("tenant.suspend", suspended);
        var run = await Delete(stage, open, days: 30);
        await Delete(stage, suspended, days: 30);

        var scheduled = await stage.App.Status(open);
        var cancelled = await stage.Run("tenant.cancel_deletion", open);
        var afterCancel = await stage.App.Status(open);
        await stage.Undo(cancelled);
        var afterUndo = (await stage.App.Status(open), await State(stage, open));
        await stage.Undo(run);
        await stage.Run("tenant.cancel_deletion", suspended);

        (scheduled, afterCancel, afterUndo).ShouldBe(("suspended", "active", ("suspended", "scheduled")));
        (await stage.App.Status(open), await stage.App.Status(suspended)).ShouldBe(("active", "suspended"));
        (await stage.App.Refusal("tenant.cancel_deletion", open)).ShouldBe("not_scheduled");
    }

    [Fact]
    public async Task Undoing_a_reactivation_does_not_block_a_tenant_whose_deletion_was_cancelled()
    {
        await using var stage = await LawHarness.Open(console);
        var tenant = await stage.Tenant();
        await Delete(stage, tenant, days: 30);
        var reactivated = await stage.Run("tenant.reactivate", tenant);
        await stage.Run("tenant.cancel_deletion", tenant);

        var undo = await Should.ThrowAsync<Problem>(() => stage.Undo(reactivated));

        (undo.Code, await stage.App.Status(tenant)).ShouldBe(("moved_on", "active"));
    }

    [Fact]
    public async Task A_deletion_needs_a_typed_name_and_a_proven_identity_and_the_page_counts_down()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await app.DeclareAll();
        var tenant = await app.Tenant("typed", "Rows Studio");
        var preview = await app.Preview("tenant.delete", [tenant], new { reason = "The contract has ended." });
        var byKey = await app.Send(
            HttpMethod.Post,
            "/api/v1/runs",
            Json.Text(new { preview = preview.GetProperty("id").GetString(), confirmation = "Rows Studio" })
        );
        var owner = await TestBrowser.Owner(own);
        using var form = await owner.Get($"/operations/new?operation=tenant.delete&subject={tenant}&reason=Over&back=/tenants");
        var asked = owner.Page;
        await using var stage = await LawHarness.Open(own);
        await Delete(stage, tenant, days: 30);
        using var page = await owner.Get($"/tenants/{tenant}");
        var shown = owner.Page;
        using var list = await owner.Get("/tenants/deletions?state=scheduled");
        var listed = owner.Page;
        await app.Tenant("kept", "Kept Studio");
        await stage.Force("update deletions.deletions set deleted_at = now() where tenant_id = @tenant", ("tenant", tenant));
        await stage.Force("update core.tenant_status set lifecycle = 'anonymised' where tenant_id = @tenant", ("tenant", tenant));
        using var all = await owner.Get("/tenants");

        (byKey.Status, byKey.Body.GetProperty("code").GetString()).ShouldBe((403, "needs_step_up"));
        form.StatusCode.ShouldBe(HttpStatusCode.OK);
        asked.ShouldContain("Type the name to confirm");
        asked.ShouldContain("Export tenant first");
        shown.ShouldContain("id=\"cancel-deletion\"");
        shown.ShouldContain("The data is erased in 30 days (");
        shown.ShouldContain("as accounting law requires");
        listed.ShouldContain("Rows Studio");
        listed.ShouldContain("Scheduled");
        owner.Page.ShouldContain("All <span class=\"count\">1</span>"); // without the deleted one
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(91)]
    [InlineData(int.MaxValue)]
    public async Task A_waiting_period_out_of_range_is_refused(int days)
    {
        await using var stage = await LawHarness.Open(console);

        (await stage.App.Refusal("tenant.delete", await stage.Tenant(), new { reason = "Over.", waiting_days = days })).ShouldBe("out_of_bounds");
    }

    private static Task<Run> Delete(LawHarness stage, string tenant, int days) =>
        stage.Run("tenant.delete", tenant, new { reason = "The contract has ended.", waiting_days = days });

    private static Task<JsonElement> DeclareNothing(LawHarness stage) => stage.App.Put("/api/v1/application", new { name = "StudioApp" });

    private static async Task<JsonElement> Find(LawHarness stage, string tenant) =>
        (await stage.App.Get($"/api/v1/tenant-deletions?tenant={tenant}")).GetProperty("data")[0];

    private static async Task<string?> State(LawHarness stage, string tenant) => (await Find(stage, tenant)).GetProperty("state").GetString();

    private Task<WorkOutcome> Execute() =>
        console.Services.GetServices<IWorkHandler>().Single(handler => handler.Name == "deletion.execute").Execute(null!, CancellationToken.None); // the handler does not use its item

    private async Task<IReadOnlyList<string>> List(string sql, string tenant)
    {
        await using var work = await console.Database.Read();
        return await work.List<string>(sql, new { tenant });
    }
}
