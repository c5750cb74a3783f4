using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Automations send each message once, through a third-party mail server and into inboxes.</summary>
public sealed class AutomationTests
{
    private const string Recipe = "aut_trial_ends_in_3_days";

    [Fact]
    public async Task A_date_starts_a_sequence_once_for_tenants_that_meet_the_conditions()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        (await app.Refusal("automation.enable", Recipe)).ShouldBe("email_not_set_up");
        await using var postbox = await MailServer.Start(settings: ("ANSWERS", "250,550")); // rejects the first copy
        await postbox.Connect(app);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "automations.bcc", value = "copies@owner.example" });
        var end = TimeProvider.System.GetUtcNow().AddDays(3).AddHours(-1);
        var acorn = await Trial(app, "acorn", end, new { size = 12 });
        await Trial(app, "birch", end, new { size = 3 });
        await Trial(app, "cedar", end.AddDays(9), new { size = 30 });
        var automation = await app.Get($"/api/v1/automations/{Recipe}");
        await app.Run(
            "automation.change",
            Recipe,
            Changed(
                automation,
                new
                {
                    field = "attribute",
                    @operator = "at_least",
                    value = "10",
                    name = "size",
                }
            )
        );
        var before = await app.Get($"/api/v1/automations/{Recipe}/test?tenant=ext:acorn");
        var reach = await app.Get($"/api/v1/automations/{Recipe}/reach");

        await app.Run("automation.enable", Recipe);
        await Execute(console, "update automations.activations set opened_at = opened_at - interval '2 hours'");
        foreach (var _ in Enumerable.Range(0, 2))
            await Task.WhenAll(Run<DateSweep>(console), Run<StepRunner>(console));
        await Execute(console, "update core.cursors set pos = 0 where reader = 'automations'");
        await Run<DateSweep>(console);
        await Task.WhenAll(Run<StepRunner>(console), Run<StepRunner>(console));
        var mail = await postbox.Next();
        var dogwood = await Trial(app, "dogwood", end, new { size = 10 });
        var dee = await app.Put($"/api/v1/tenants/{dogwood}/members/ext:dee", new { name = "Dee", email = "dogwood@studio.example" });
        await Run<DateSweep>(console);
        await Run<StepRunner>(console);
        var next = await postbox.Next();
        var sent = await app.Await($"/api/v1/automations/{Recipe}", one => one.GetProperty("results").GetProperty("sent").GetInt64() == 2);

        (mail.To.Address, mail.Subject).ShouldBe(("acorn@studio.example", "Your trial ends in 3 days"));
        mail.Recipients.ShouldBe(["acorn@studio.example"]);
        next.Recipients.ShouldBe(["dogwood@studio.example", "copies@owner.example"]);
        next.Text.ShouldContain($"Your support number is {Text(dee, "support_number")}.");
        mail.Html!.ShouldContain($"<strong>acorn</strong> lasts until {end.UtcDateTime:yyyy-MM-dd}.");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
        var enrollments = (await app.Get($"/api/v1/automations/{Recipe}/enrollments")).GetProperty("data");
        enrollments.EnumerateArray().Select(row => (Text(row, "tenant_id"), Text(row, "state"))).ShouldBe([(dogwood, "completed"), (acorn, "completed")]);
        sent.GetProperty("results").GetProperty("enrolled").GetInt64().ShouldBe(2);
        reach.GetProperty("tenants").GetInt64().ShouldBe(1);
        (before.GetProperty("starts").GetBoolean(), Text(before.GetProperty("steps")[0].GetProperty("messages")[0], "subject")).ShouldBe((true, mail.Subject));
        var later = await app.Get($"/api/v1/automations/{Recipe}/test?tenant=ext:cedar&at={end.AddDays(-20):yyyy-MM-dd'T'HH:mm:ss'Z'}");
        Text(later, "reason").ShouldBe("not_due");
        var unmet = await app.Get($"/api/v1/automations/{Recipe}/test?tenant=ext:birch");
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/messaging/automations/{Recipe}?tenant=ext:acorn");
        foreach (
            var shown in new[]
            {
                "3 days before the end of the trial",
                "attribute size at least 10",
                "dogwood",
                "Completed",
                "started",
                "Subscribe before then",
            }
        )
            owner.Page.ShouldContain(shown);
        await owner.Get($"/operations/new?operation=automation.change&subject={Recipe}&back=/messaging/automations");
        foreach (var field in new[] { "name=\"conditions.0.value\" type=\"text\" value=\"10\"", "name=\"steps.0.body\"", "Subscribe before then" })
            owner.Page.ShouldContain(field);
        (Text(unmet, "reason"), unmet.GetProperty("conditions")[0].GetProperty("actual")[0].GetString()).ShouldBe(("conditions_unmet", "3"));
    }

    [Fact]
    public async Task An_event_starts_a_sequence_that_keeps_its_version_and_ends_at_its_goal()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var (acorn, birch, cedar) = (await Owned(app, "acorn"), await Owned(app, "birch"), await Owned(app, "cedar"));
        await app.Run("member.set_preferences", cedar.Owner, new { opt_outs = new[] { "news:in_app" } });
        var id = (await app.Run("automation.create", IdGenerator.Platform, Suspended("We are sorry"))).Created();
        await app.Run("tenant.suspend", acorn.Tenant, new { cause = "billing" });
        await app.Run("tenant.reactivate", acorn.Tenant);
        await app.Run("automation.enable", id);

        foreach (var one in new[] { acorn, birch, cedar })
            await app.Run("tenant.suspend", one.Tenant, new { cause = "billing" });
        await Enrolled(app, id, "running", 3);
        await Await(console, app, id, rows => rows.All(row => row.GetProperty("steps_done").GetInt32() == 2));
        await app.Run("automation.change", id, Suspended("Changed"));
        await app.Run("tenant.reactivate", acorn.Tenant);
        await Enrolled(app, id, "goal_reached", 1);
        var messages = await Count(console, "select count(*) from automations.messages");
        var test = await app.Get($"/api/v1/automations/{id}/test?tenant=ext:birch");
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await Await(console, app, id, rows => rows.Count(row => Text(row, "state") == "completed") == 2);

        (await Titles(app, acorn.Owner)).ShouldBe(["acorn: billing"]);
        (await Titles(app, birch.Owner)).ShouldBe(["We are sorry", "birch: billing"]);
        (await Titles(app, cedar.Owner)).ShouldBeEmpty();
        var skipped = (await app.Get($"/api/v1/automations/{id}/enrollments?tenant=ext:cedar")).GetProperty("data")[0].GetProperty("messages");
        skipped
            .EnumerateArray()
            .Select(message => (message.GetProperty("step").GetInt32(), Text(message, "reason")))
            .ShouldBe([(1, "opted_out"), (3, "opted_out")]);
        (Text(test, "event"), test.GetProperty("version").GetInt32(), messages).ShouldBe(("tenant.suspended", 2, 3));
        test.GetProperty("steps").EnumerateArray().Select(step => Text(step, "kind")).ShouldBe(["in_app", "wait", "in_app"]);
        var results = (await app.Get($"/api/v1/automations/{id}")).GetProperty("results");
        (await app.Get("/api/v1/automations?state=on")).GetProperty("data").EnumerateArray().Select(row => Text(row, "id")).ShouldBe([id]);
        new[] { "enrolled", "sent", "skipped", "goal_reached", "completed" }.Select(name => results.GetProperty(name).GetInt64()).ShouldBe([3, 3, 2, 1, 2]);

        var first = await app.Get("/api/v1/automations?limit=9");
        var second = await app.Get($"/api/v1/automations?limit=9&cursor={Text(first, "next_cursor")}");
        new[] { first, second }.SelectMany(page => page.GetProperty("data").EnumerateArray()).Select(row => Text(row, "id")).Distinct().Count().ShouldBe(17);
        await app.Run("tenant.suspend", acorn.Tenant, new { cause = "abuse" });
        await Enrolled(app, id, "running", 1);
        await app.Run("automation.disable", id);
        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'");
        await app.Run("tenant.reactivate", birch.Tenant);
        await app.Run("tenant.suspend", birch.Tenant, new { cause = "abuse" });
        await console.WaitForLogSubscribers();
        await Await(console, app, id, rows => rows.Any(row => Text(row, "reason") == "turned_off"));
        (await Count(console, "select count(*) from automations.enrollments")).ShouldBe(4);
        (await Should.ThrowAsync<HttpRequestException>(() => app.Preview("automation.change", [id], Suspended("{{event.percent}}")))).Message.ShouldContain(
            "input.steps: row 3: subject contains {{event.percent}}"
        );
    }

    private static object Suspended(string last) =>
        new
        {
            name = "Access suspended",
            events = new[] { "tenant.suspended" },
            goals = new[] { "tenant.reactivated" },
            topic = "news",
            steps = new object[]
            {
                new
                {
                    kind = "in_app",
                    subject = "{{tenant.name}}: {{event.cause}}",
                    body = "Your access is suspended.",
                },
                new { kind = "wait", wait = 2 },
                new
                {
                    kind = "in_app",
                    subject = last,
                    body = "Please answer.",
                },
            },
        };

    private static object Changed(JsonElement automation, object condition) =>
        new
        {
            name = Text(automation, "name"),
            date = Text(automation, "date"),
            offset_days = automation.GetProperty("offset_days").GetInt32(),
            steps = automation.GetProperty("steps"),
            conditions = new[] { condition },
        };

    private static async Task<string> Trial(TestApplication app, string name, DateTimeOffset end, object attributes) => (
            await app.Put(
                $"/api/v1/tenants/ext:{name}",
                new
                {
                    name,
                    contact_email = $"{name}@studio.example",
                    lifecycle = "trial",
                    trial_ends_at = end,
                    attributes,
                }
            )
        ).GetProperty("id").GetString()!;

    private static async Task<(string Tenant, string Owner)> Owned(TestApplication app, string name)
    {
        var tenant = (await app.Put($"/api/v1/tenants/ext:{name}", new { name, owner_external_id = "ada" })).GetProperty("id").GetString()!;
        return (tenant, (await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada" })).GetProperty("id").GetString()!);
    }

    private static async Task<string?[]> Titles(TestApplication app, string member) =>
        [.. (await app.Get($"/api/v1/members/{member}/notifications")).GetProperty("data").EnumerateArray().Select(row => Text(row, "title"))];

    private static Task Enrolled(TestApplication app, string id, string state, int number) =>
        app.Await($"/api/v1/automations/{id}/enrollments?state={state}", page => page.GetProperty("data").GetArrayLength() == number);

    /// <summary>Executes due steps until the enrollments are as expected.</summary>
    private static Task Await(TestConsole console, TestApplication app, string id, Func<IReadOnlyList<JsonElement>, bool> holds) =>
        Poll.Until(async () =>
        {
            await Run<StepRunner>(console);
            return holds([.. (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data").EnumerateArray()]);
        });

    private static Task Run<T>(TestConsole console)
        where T : IWorkHandler =>
        console.Services.GetServices<IWorkHandler>().OfType<T>().Single().Execute(new("test", 0, null, "test", default, 0), CancellationToken.None);

    private static async Task Execute(TestConsole console, string sql)
    {
        var tenants = await List(console);
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform, .. tenants]);
        await work.Execute(sql);
        await work.Commit();
    }

    private static async Task<IReadOnlyList<string>> List(TestConsole console)
    {
        await using var reading = await console.Database.Read();
        return await reading.List<string>("select tenant_id from core.tenants");
    }

    private static async Task<long> Count(TestConsole console, string sql)
    {
        await using var reading = await console.Database.Read();
        return await reading.One<long>(sql);
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();
}
