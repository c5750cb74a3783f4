using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Messaging.Automations;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>A changed attribute of users starts an automation for each of them, and conditions on attributes of users select who receives messages.</summary>
public sealed class UserAutomationTests
{
    private static readonly object[] s_inSales =
    [
        new
        {
            field = "attribute",
            @operator = "is",
            value = "sales",
            name = "member.team",
        },
    ];

    [Fact]
    public async Task Each_user_whose_attribute_changes_starts_a_sequence_that_goes_to_this_user()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var receiver = await WebhookReceiver.Start();
        var endpoint = await receiver.Connect(app);
        await DeclareLevel(app);
        var (acorn, birch) = (await app.Tenant("acorn"), await app.Tenant("birch"));
        object[] congratulations =
        [
            new
            {
                kind = "in_app",
                subject = "Congratulations",
                body = "You are promoted.",
            },
            new { kind = "webhook", endpoint },
        ];
        var id = await Create(
            app,
            new
            {
                name = "Promoted",
                attribute = "member.level",
                attribute_to = "senior",
                conditions = s_inSales,
                steps = congratulations,
            }
        );
        var once = await Create(
            app,
            new
            {
                name = "First change",
                attribute = "member.level",
                once = true,
                steps = congratulations[..1],
            }
        );
        await app.Run("automation.enable", id);
        await app.Run("automation.enable", once);

        await Levels(app, acorn, ("a", "senior", "sales"), ("b", "senior", "sales"), ("c", "senior", "design"));
        await Levels(app, birch, ("a", "senior", "design")); // another user with the same ID
        await Task.WhenAll(Run<DateSweep>(console), Run<DateSweep>(console));
        await Await(console, app, id, rows => rows.Count(row => Text(row, "state") == "completed") == 2);
        var (first, second) = (await receiver.Next(), await receiver.Next());
        var (ada, bob) = (await Member(app, acorn, "a"), await Member(app, acorn, "b"));
        var rows = await Rows(id);
        await Levels(app, acorn, ("a", "junior", "sales"), ("b", "senior", null)); // not to senior, and unchanged
        await Run<DateSweep>(console);
        var unchanged = await Rows(id);
        await Levels(app, acorn, ("a", "Senior", "sales"));
        await Run<DateSweep>(console);

        rows.Select(row => (Text(row, "member_id"), Text(row.GetProperty("messages")[0], "recipient"))).ShouldBe([(ada, ada), (bob, bob)], ignoreOrder: true);
        rows.ShouldAllBe(row => Text(row.GetProperty("messages")[0], "state") == "sent");
        unchanged.Count.ShouldBe(2);
        (await Rows(id)).Select(row => Text(row, "member_id")).ShouldBe([ada, ada, bob], ignoreOrder: true);
        (await Rows(once)).Select(row => Text(row, "member_id")).Distinct(StringComparer.Ordinal).Count().ShouldBe(4);
        (await Rows(once)).Count.ShouldBe(4);
        new[] { first, second }.ShouldAllBe(message => message.Data.GetProperty("member").GetProperty("external_id").GetString() != "c");
        var reach = await app.Get($"/api/v1/automations/{id}/reach");
        (reach.GetProperty("starts").GetInt64(), reach.GetProperty("tenants").GetInt64()).ShouldBe((2, 1), "the second user isn't in sales any more");
        var test = await app.Get($"/api/v1/automations/{id}/test?tenant={acorn}");
        (test.GetProperty("starts").GetBoolean(), Text(test, "member_id")).ShouldBe((true, ada));
        var owner = await TestBrowser.Owner(console);
        await owner.Get($"/messaging/automations/{id}");
        owner.Page.ShouldContain($"/members/{ada}");
        owner.Page.ShouldContain("For each user");
        await owner.Get($"/members/{bob}");
        owner.Page.ShouldContain($"/messaging/automations/{id}");
        (await app.Get($"/api/v1/automations/{id}/enrollments?member={bob}")).GetProperty("data").GetArrayLength().ShouldBe(1);

        async Task<IReadOnlyList<JsonElement>> Rows(string automation) =>
            [.. (await app.Get($"/api/v1/automations/{automation}/enrollments")).GetProperty("data").EnumerateArray()];
    }

    [Fact]
    public async Task A_trigger_of_the_tenant_starts_once_and_its_messages_go_to_the_users_who_meet_the_conditions()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await DeclareLevel(app);
        var acorn = await app.Tenant("acorn");
        await Levels(app, acorn, ("a", "senior", "sales"), ("b", "senior", "design"));
        var id = await Create(
            app,
            new
            {
                name = "Paused",
                events = new[] { "tenant.suspended" },
                audience = "members",
                conditions = s_inSales,
                steps = new[]
                {
                    new
                    {
                        kind = "in_app",
                        subject = "Access",
                        body = "Access is suspended.",
                    },
                },
            }
        );
        await app.Run("automation.enable", id);

        await app.Run("tenant.suspend", acorn, new { cause = "billing" });
        await console.WaitForLogSubscribers();
        await Await(console, app, id, rows => rows.Count == 1 && Text(rows[0], "state") == "completed");

        var row = (await app.Get($"/api/v1/automations/{id}/enrollments")).GetProperty("data")[0];
        Text(row, "member_id").ShouldBeNull();
        row.GetProperty("messages").EnumerateArray().Select(message => Text(message, "recipient")).ShouldBe([await Member(app, acorn, "a")]);
    }

    [Fact]
    public async Task The_message_limit_holds_for_an_owner_who_receives_a_message_for_each_user()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "preferences.max_messages", value = "1" });
        await DeclareLevel(app);
        var acorn = (await app.Put("/api/v1/tenants/ext:acorn", new { name = "acorn", owner_external_id = "a" })).GetProperty("id").GetString()!;
        var id = await Create(
            app,
            new
            {
                name = "Promoted",
                attribute = "member.level",
                audience = "owner",
                topic = "usage",
                steps = new[]
                {
                    new
                    {
                        kind = "in_app",
                        subject = "Promoted",
                        body = "A user is promoted.",
                    },
                },
            }
        );
        await app.Run("automation.enable", id);

        await Levels(app, acorn, ("a", "senior", null), ("b", "senior", null));
        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Count(row => Text(row, "state") == "completed") == 2);
        // As before sequences were about users: the one of the tenant had the time of the report as key.
        await Execute(
            console,
            "update automations.enrollments set occurrence = split_part(occurrence, ' ', 1), member_id = null where enrollment_id = (select min(e.enrollment_id) from automations.enrollments e)"
        );
        await Execute(console, "delete from automations.enrollments where member_id is not null");
        await Run<DateSweep>(console);

        (await Count(console, "select count(*) from automations.enrollments")).ShouldBe(1, "the report has started a sequence of the tenant");
        await using var reading = await console.Database.Read();
        (await reading.List<string>("select m.state || coalesce(' ' || m.reason, '') from automations.messages m")).ShouldBe(
            ["sent", "skipped capped"],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task The_message_limit_counts_a_record_and_the_one_it_was_merged_into_as_one_user()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run("setting.change", IdGenerator.Platform, new { key = "preferences.max_messages", value = "1" });
        await DeclareLevel(app);
        var acorn = await app.Tenant("acorn");
        var id = await Create(
            app,
            new
            {
                name = "Promoted",
                attribute = "member.level",
                audience = "members",
                topic = "usage",
                steps = new object[]
                {
                    new { kind = "wait", wait = 2 },
                    new
                    {
                        kind = "in_app",
                        subject = "Congratulations",
                        body = "You are promoted.",
                    },
                },
            }
        );
        await app.Run("automation.enable", id);
        await Levels(app, acorn, ("a", "senior", null), ("b", "senior", null));
        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Count(row => Done(row) == 1) == 2);
        var (ada, bob) = (await Member(app, acorn, "a"), await Member(app, acorn, "b"));
        await Execute(
            console,
            $"insert into core.merges (tenant_id, member_id, into_id, opened_by, from_at) values ('{acorn}', '{bob}', '{ada}', 'run_1', now())"
        );

        await Execute(console, "update automations.enrollments set due_at = now() where state = 'running'"); // both are in one batch
        await Await(console, app, id, rows => rows.Count(row => Text(row, "state") == "completed") == 2);

        await using var reading = await console.Database.Read();
        (await reading.List<string>("select m.recipient || ' ' || m.state || coalesce(' ' || m.reason, '') from automations.messages m")).ShouldBe(
            [$"{ada} sent", $"{ada} skipped capped"],
            ignoreOrder: true
        );
    }

    private static Task DeclareLevel(TestApplication app) =>
        app.Put("/api/v1/application", new { name = "StudioApp", member_attributes = new[] { new { name = "level", title = "Level" } } });

    private static Task Levels(TestApplication app, string tenant, params (string Id, string Level, string? Team)[] members) =>
        app.Put(
            $"/api/v1/tenants/{tenant}/members",
            new { data = members.Select(member => new { id = $"ext:{member.Id}", attributes = new { level = member.Level, team = member.Team } }) }
        );

    private static async Task<string> Member(TestApplication app, string tenant, string id) =>
        Text(await app.Put($"/api/v1/tenants/{tenant}/members/ext:{id}", new { role = "staff" }), "id")!;
}
