using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Operations;

namespace OwnerConsole.Tests.Insights;

/// <summary>The setup checklist on the overview.</summary>
public sealed partial class SetupChecklistTests
{
    [Fact]
    public async Task Each_step_is_ticked_by_what_was_done_until_all_are_and_the_checklist_disappears()
    {
        await using var postbox = await MailServer.Start();
        await using var console = new BackedUpConsole();
        await console.InitializeAsync();
        var owner = await TestBrowser.Owner(console);
        async Task ShouldBeDone(params string[] keys)
        {
            await owner.Get("/overview");
            DoneSteps(owner.Page).ShouldBe(keys);
            owner.Page.ShouldContain($"{keys.Length} of 8");
        }

        var demo = await TestApplication.Connect(console, Mode.Test);
        await ShouldBeDone();
        await demo.Tenant("simulated");
        await ShouldBeDone();

        var renamed = await Run(console, "setting.change", new { key = "label.tenant", value = "school" });
        await ShouldBeDone("terminology");
        await console.Services.GetRequiredService<Runner>().Undo(Caller.System, renamed.RunId, key: null, CancellationToken.None);
        await ShouldBeDone();
        await Run(
            console,
            "plan.create",
            new
            {
                key = "gold",
                name = "Gold",
                price = new { amount = 2500, currency = "USD" },
            }
        );
        await ShouldBeDone("plans");
        await Run(console, "profile.choose", new { profile = "saas" });
        await ShouldBeDone("terminology", "plans");
        owner.Page.ShouldContain("4 plans");

        var key = (await Run(console, "api_key.create", new { name = "App", scopes = new[] { "*" } })).ShownOnce!;
        await ShouldBeDone("terminology", "api-key", "plans");
        owner.Page.ShouldContain("1 live key, not used yet");
        await TestApplication.WithKey(console, key).Tenant("acme", "Acme");
        await ShouldBeDone("terminology", "api-key", "first-tenant", "plans");
        owner.Page.ShouldContain("1 tenant reported");

        await Run(
            console,
            "mail.configure",
            new
            {
                host = "127.0.0.1",
                port = postbox.Port,
                encryption = "none",
                from_address = "console@example.com",
            }
        );
        await ShouldBeDone("terminology", "api-key", "first-tenant", "plans");
        owner.Page.ShouldContain("127.0.0.1 is set up. Send a test email to check it.");
        await Run(console, "mail.test", new { });
        await console.Until("select exists (select from core.emails where state = 'sent')");
        await ShouldBeDone("terminology", "api-key", "first-tenant", "plans", "email");
        owner.Page.ShouldContain("Sent through 127.0.0.1");

        await Backup(console, "bak_local", console.Data);
        await ShouldBeDone("terminology", "api-key", "first-tenant", "plans", "email");
        owner.Page.ShouldContain("Backups are on the same disk as the database.");
        await Backup(console, "bak_bucket", "s3://acme/console?endpoint=https://user:secret@s3.example.com");
        await ShouldBeDone("terminology", "api-key", "first-tenant", "plans", "email", "backups");
        owner.Page.ShouldContain("Backed up to s3://acme/console");
        owner.Page.ShouldNotContain("s3.example.com");

        await Run(console, "webhook_endpoint.create", new { url = "http://127.0.0.1:9/hooks" });
        await ShouldBeDone("terminology", "api-key", "first-tenant", "plans", "email", "backups", "webhook");
        await Run(console, "team_member.invite", new { email = "mila@example.com", name = "Mila" });
        await owner.Get("/overview");
        owner.Page.ShouldNotContain("id=\"setup\"");

        await owner.Get("/overview?checklist=open");
        owner.Page.ShouldContain("Setup is complete");
        owner.Page.ShouldContain("1 invitation pending");
    }

    [Fact]
    public async Task A_hidden_checklist_can_be_opened_again_and_is_hidden_only_for_that_person()
    {
        await using var console = await TestConsole.Start();
        var owner = await TestBrowser.Owner(console);
        var admin = await TestBrowser.Join(console, "admin");
        await owner.Get("/overview");
        owner.Page.ShouldContain("id=\"setup\"");

        await owner.Post("/overview/checklist", ("back", "/overview"));
        await owner.Get("/overview");
        await admin.Get("/overview");

        owner.Page.ShouldNotContain("id=\"setup\"");
        owner.Page.ShouldContain("href=\"/overview?checklist=open\"");
        admin.Page.ShouldContain("id=\"setup\"");
        await owner.Get("/overview?checklist=open");
        owner.Page.ShouldContain("Show on the overview");
        await owner.Post("/overview/checklist", ("back", "/overview"));
        await owner.Get("/overview");
        owner.Page.ShouldContain("id=\"setup\"");
    }

    [Fact]
    public async Task Roles_without_the_permissions_see_no_links_and_no_details()
    {
        await using var console = await TestConsole.Start();
        await Run(
            console,
            "mail.configure",
            new
            {
                host = "smtp.secret.example",
                encryption = "starttls",
                from_address = "console@example.com",
            }
        );
        var support = await TestBrowser.Join(console, "support");

        await support.Get("/overview?checklist=open");

        support.Page.ShouldContain("id=\"setup\"");
        support.Page.ShouldContain("Your role can't do this");
        support.Page.ShouldNotContain("smtp.secret.example");
        support.Page.ShouldNotContain("id=\"do-email\"");
        support.Page.ShouldNotContain("id=\"load-demo\"");
    }

    private static IEnumerable<string> DoneSteps(string page) => DoneStep().Matches(page).Select(match => match.Groups[1].Value);

    private static async Task<Run> Run(TestConsole console, string operation, object input)
    {
        var preview = await console
            .Services.GetRequiredService<Previews>()
            .Create(Caller.System, operation, TargetSelection.Of(IdGenerator.Platform), Json.Element(input), CancellationToken.None);
        return await console.Services.GetRequiredService<Runner>().Start(Caller.System, new(preview.PreviewId), key: null, CancellationToken.None);
    }

    private static async Task Backup(TestConsole console, string id, string address)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute(
            """
            insert into backups.backups (tenant_id, backup_id, requested_by, requested_at, state, address, verified_at)
            values ('tnt_platform', @id, 'schedule', clock_timestamp(), 'verified', @address, clock_timestamp())
            """,
            new { id, address }
        );
        await work.Commit();
    }

    [GeneratedRegex("<li id=\"setup-([a-z-]+)\" class=\"is-done\"")]
    private static partial Regex DoneStep();
}
