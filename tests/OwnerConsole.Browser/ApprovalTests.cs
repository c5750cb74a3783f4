using System.Text.Json;
using Microsoft.Playwright;
using OwnerConsole.Browser.Fixtures;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Browser;

/// <summary>Approval by a second person: the requester and the approver use two browsers.</summary>
[Slow(28, "Operations")]
public sealed class ApprovalTests(OwnedConsole console) : IClassFixture<OwnedConsole>
{
    [Fact]
    public async Task A_request_appears_for_the_approver_who_rejects_it_and_approves_the_next_one()
    {
        await Report("eyes", 30);
        await using var own = await console.Open();
        await using var other = await console.Open(isSignedIn: false);
        var (owner, second) = (own.Page, other.Page);
        await Join(owner, second, "Cem");
        await second.GotoAsync("/approvals");
        await Assertions.Expect(second.GetByText("Nothing to approve")).ToBeVisibleAsync();
        await PageInspector.Inspect(second, "/approvals");

        await Ask(owner, "eyes", 30);
        await second.GetByRole(AriaRole.Link, new() { Name = "Review: Suspend 30 tenants once approved" }).ClickAsync();
        await Assertions.Expect(second.GetByText("They have not paid since May.")).ToBeVisibleAsync();
        await PageInspector.Inspect(second, "/operations/…");
        await second.GetByLabel("Reason for rejection").FillAsync("Three of them have paid since.");
        await second.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Assertions.Expect(second.Locator(".page-head").GetByText("Stopped")).ToBeVisibleAsync(); // another page could be opened before the rejection
        await owner.GotoAsync("/approvals");
        await Assertions.Expect(owner.GetByRole(AriaRole.Table, new() { Name = "Recent decisions" })).ToContainTextAsync("Three of them have paid since.");
        await Ask(owner, "eyes", 30);
        await owner.GotoAsync("/approvals");
        await Assertions.Expect(owner.GetByText("You requested it.")).ToBeVisibleAsync();
        await PageInspector.Inspect(owner, "/approvals with a pending request");
        await second.GotoAsync("/approvals");
        await second.GetByRole(AriaRole.Link, new() { Name = "Review" }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Assertions.Expect(second.GetByRole(AriaRole.Heading, new() { Name = "30 tenants suspended" })).ToBeVisibleAsync();
        await Assertions.Expect(owner.GetByText("30 tenants suspended")).ToBeVisibleAsync(); // the requester's page receives the change
        own.ShouldHaveNoComplaints();
        other.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_run_above_the_limit_of_a_role_waits_for_another_approver()
    {
        await Report("ceiling", 3);
        await console.Application.Run("role.set_ceiling", "rol_admin", new { permission = "tenant.suspend", subjects = 2 });
        await using var own = await console.Open();
        await using var other = await console.Open(isSignedIn: false);
        var (owner, admin) = (own.Page, other.Page);
        await Join(owner, admin, "Dora");
        await owner.GotoAsync("/approvals");

        await admin.GotoAsync("/operations/new?operation=tenant.suspend&matching=%3Fq%3Dceiling&back=/operations");
        await Assertions.Expect(admin.GetByText("Needs approval: it exceeds your limit of 2 an hour.")).ToBeVisibleAsync();
        await PageInspector.Inspect(admin, "the preview of a run above a limit");
        await Ask(admin, "ceiling", 3);
        await owner.GetByRole(AriaRole.Link, new() { Name = "Review: Suspend 3 tenants once approved" }).ClickAsync(); // it appeared without a reload
        await owner.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();

        await Assertions.Expect(owner.GetByRole(AriaRole.Heading, new() { Name = "3 tenants suspended" })).ToBeVisibleAsync();
        await Assertions.Expect(admin.GetByText("3 tenants suspended")).ToBeVisibleAsync();
        own.ShouldHaveNoComplaints();
        other.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task An_irreversible_run_is_verified_by_its_requester_and_its_approver()
    {
        await (await TestApplication.Connect(console, Mode.Test)).Tenant("played");
        await using var own = await console.Open();
        await using var other = await console.Open(isSignedIn: false);
        var (owner, second) = (own.Page, other.Page);
        var app = await Join(owner, second, "Eve", "owner");
        await Force(
            $"""
            update core.tenants set reported_at = reported_at - interval '1 minute' where mode = 'test';
            insert into core.ceilings (holder, permission, per, subjects, opened_by)
            select id, 'demo.erase', '1 hour', 0, 'test' from auth.team_members where email = '{TestBrowser.Email}'
            """
        );

        await owner.GotoAsync("/operations/new?operation=demo.erase&subject=tnt_platform&back=/settings/demo");
        await owner.GetByLabel("Reason", new() { Exact = true }).FillAsync("We have seen enough of it.");
        await PageInspector.Inspect(owner, "a preview that requires verification and a second person");
        await owner.Prove(console.Owner);
        await owner.Locator("#preview-confirm").ClickAsync();
        await owner.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await console.KeepCookie(owner);
        await Force("delete from core.ceilings where opened_by = 'test'"); // a person with a limit cannot invite people
        await second.GotoAsync("/approvals");
        await second.GetByRole(AriaRole.Link, new() { Name = "Review: Erase" }).ClickAsync();
        await PageInspector.Inspect(second, "a run whose approval requires verification");
        await second.Prove(app);
        await second.Locator("#run-approve").ClickAsync();

        await Assertions.Expect(second.GetByText("Eve, verified with password and code")).ToBeVisibleAsync();
        await console.Until("select not exists (select from core.tenants where mode = 'test')");
        own.ShouldHaveNoComplaints();
        other.ShouldHaveNoComplaints();
    }

    [Fact]
    public async Task A_run_is_scheduled_in_its_preview_and_stopped_before_it_starts()
    {
        await Report("tonight", 2);
        await using var window = await console.Open();
        var page = window.Page;

        await page.GotoAsync("/tenants?q=tonight");
        await page.Locator("thead .cb").ClickAsync();
        await page.Locator("#bulk").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Options: Suspend tenant" }).ClickAsync();
        await page.GetByText("Schedule", new() { Exact = true }).ClickAsync();
        await page.Locator("[name=at]").FillAsync("2020-01-01T08:00");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.GetByText("must be within the next 28 days")).ToBeVisibleAsync();
        await PageInspector.Inspect(page, "the preview with a time in the past");
        await page.Locator("[name=at]").FillAsync(await page.EvaluateAsync<string>("new Date(Date.now() + 2 * 864e5).toISOString().slice(0, 16)"));
        await page.Locator("#preview-confirm").ClickAsync();
        await page.Locator("#preview").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await page.GotoAsync("/approvals");
        await PageInspector.Inspect(page, "/approvals with a scheduled run");
        await page.GetByRole(AriaRole.Table, new() { Name = "Scheduled" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Assertions.Expect(page.Locator(".page-head").GetByText("Scheduled")).ToBeVisibleAsync();
        await page.Locator("#run-stop").ClickAsync();

        await Assertions.Expect(page.Locator(".page-head").GetByText("Stopped")).ToBeVisibleAsync();
        window.ShouldHaveNoComplaints();
    }

    /// <returns>the person who has joined, with their authenticator</returns>
    private async Task<TestBrowser> Join(IPage owner, IPage second, string name, string role = "admin")
    {
        await owner.GotoAsync(
            $"/operations/new?operation=team_member.invite&subject=tnt_platform&email={name}@example.org&name={name}&role={role}&back=/settings/team"
        );
        await owner.Locator("#preview-confirm").ClickAsync();
        await second.GotoAsync(await owner.Locator("#shown-secret").InputValueAsync());
        await second.GetByLabel("Password").FillAsync(TestBrowser.Password);
        await second.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var app = new TestBrowser(console) { Key = TestBrowser.KeyOf((await second.Locator(".secret").TextContentAsync())!.Trim()) };
        await second.Locator("#code").FillAsync(app.NextCode());
        await second.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
        await Assertions.Expect(second.GetByRole(AriaRole.List, new() { Name = "Recovery codes" })).ToBeVisibleAsync();
        return app;
    }

    private async Task Force(string sql)
    {
        await using var super = await TestCluster.Current.OpenAsSuper(console.Options.Connections);
        await using var command = super.CreateCommand();
        command.CommandText = "set app.intake = 'test'; " + sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Ask(IPage page, string called, int tenants)
    {
        await page.GotoAsync($"/operations/new?operation=tenant.suspend&matching=%3Fq%3D{called}&back=/operations");
        await page.GetByLabel("Reason", new() { Exact = true }).FillAsync("They have not paid since May.");
        await page.Locator("#preview-confirm").ClickAsync();
        await Assertions.Expect(page.GetByText($"Suspend {tenants} tenants once approved").First).ToBeVisibleAsync();
    }

    private Task<JsonElement> Report(string called, int tenants) =>
        console.Application.Put(
            "/api/v1/tenants",
            new { data = Enumerable.Range(0, tenants).Select(number => new { id = $"ext:{called}-{number:D3}", name = $"{called} {number:D3}" }) }
        );
}
