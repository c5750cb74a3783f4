using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Automations;
using static OwnerConsole.Tests.Messaging.Automations.LifecycleHarness;

namespace OwnerConsole.Tests.Messaging.Automations;

/// <summary>Messages of sequences about users show values of this user, escaped, and no one else's. Other sequences can't use them.</summary>
public sealed class MemberVariableTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Body = "{{member.name}}, {{member.email}}, {{member.role}}, level {{member.attributes.level}}, {{member.support_number}}";

    [Fact]
    public async Task A_message_to_the_owner_shows_the_user_it_is_about_and_is_emptied_by_the_erasure()
    {
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var level = $"level_{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        await app.Put("/api/v1/application", new { name = "StudioApp", member_attributes = new[] { new { name = level, title = "Level" } } });
        var external = RandomNumberGenerator.GetHexString(12, lowercase: true);
        var tenant = Text(await app.Put($"/api/v1/tenants/ext:{external}", new { name = "acorn", owner_external_id = "owner" }), "id")!;
        var owner = await app.Put($"/api/v1/tenants/{tenant}/members/ext:owner", new { name = "Olga", email = $"{external}@studio.example" });
        var text = Body.Replace("attributes.level", $"attributes.{level}", StringComparison.Ordinal);
        var id = await Create(
            app,
            new
            {
                name = $"Promoted {external}",
                attribute = $"member.{level}",
                audience = "owner",
                steps = new object[]
                {
                    new
                    {
                        kind = "email",
                        subject = "{{member.name}} is promoted",
                        body = text,
                    },
                    new
                    {
                        kind = "in_app",
                        subject = "{{member.role}} is promoted",
                        body = text,
                    },
                },
            }
        );
        await app.Run("automation.enable", id);

        var ada = await app.Put(
            $"/api/v1/tenants/{tenant}/members/ext:ada",
            new
            {
                name = "Ada <b>",
                email = $"ada-{external}@studio.example",
                role = "staff",
                attributes = new Dictionary<string, string>(StringComparer.Ordinal) { [level] = "senior" },
            }
        );
        await Run<DateSweep>(console);
        await Await(console, app, id, rows => rows.Count == 1 && Text(rows[0], "state") == "completed");
        var mail = await postbox.Next();
        var test = (await app.Get($"/api/v1/automations/{id}/test?tenant={tenant}")).GetProperty("steps")[0].GetProperty("messages")[0];
        var before = await Notification();
        var delivery = $"whd_{external}";
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            // As if a webhook had sent the notification, which the owner received.
            await work.Execute(
                """
                insert into webhooks.deliveries (tenant_id, delivery_id, endpoint_id, event_id, event, body, state, created_at)
                select m.tenant_id, @delivery::text, 'whe_none', @delivery::text, 'notification.created',
                       jsonb_build_object('data', jsonb_build_object('message', m.message_id, 'title', m.title, 'member', jsonb_build_object('id', @owner::text)))::text, 'succeeded', now()
                  from notifications.messages m where m.opened_by = @id
                """,
                new
                {
                    delivery,
                    owner = Text(owner, "id"),
                    id,
                }
            );
            await console.Services.GetRequiredService<Anonymiser>().Person(tenant, Text(ada, "id")!, work);
            await work.Commit();
        }

        var (number, footer) = (Text(ada, "support_number")!, Text(owner, "support_number")!);
        (mail.To.Address, mail.Subject).ShouldBe(($"{external}@studio.example", "Ada <b> is promoted"));
        mail.Html!.ShouldContain($"Ada &lt;b&gt;, ada-{external}@studio.example, staff, level senior, {number}");
        mail.Text.ShouldContain(footer, Case.Sensitive, "the footer shows the number of the recipient");
        Text(test, "subject").ShouldBe(mail.Subject);
        before!.ShouldContain("staff, level senior");
        (await Notification()).ShouldBe("");
        (await Delivery()).ShouldNotContain("promoted");

        async Task<string> Delivery()
        {
            await using var reading = await console.Database.Read();
            return (await reading.One<string>("select d.body from webhooks.deliveries d where d.delivery_id = @delivery", new { delivery }))!;
        }

        async Task<string?> Notification()
        {
            await using var reading = await console.Database.Read();
            return await reading.One<string>("select m.body from notifications.messages m where m.opened_by = @id", new { id });
        }
    }

    [Theory]
    [InlineData("tenant.suspended", "email", "{{member.name}}", "require that each sequence is about a user")]
    [InlineData("tenant.suspended", "in_app", "{{#if member.email}}yes{{/if}}", "require that each sequence is about a user")]
    [InlineData("member.suspended", "email", "{{member.nickname}}", "which is not a variable of this email")]
    [InlineData("member.suspended", "email", "{{member.attributes.level}} {{member.role}}", null)]
    [InlineData("tenant.suspended", "email", "{{member.support_number}}", null)]
    public async Task Variables_are_checked_when_an_automation_is_saved(string trigger, string kind, string text, string? error)
    {
        var app = await TestApplication.Connect(console);
        var input = new
        {
            name = $"Checked {RandomNumberGenerator.GetHexString(12)}",
            events = new[] { trigger },
            steps = new[]
            {
                new
                {
                    kind,
                    subject = "News",
                    body = text,
                },
            },
        };

        var (status, answer) = await Preview(app, input);

        (status is 400).ShouldBe(error is not null);
        if (error is not null)
            Text(answer, "detail")!.ShouldContain(error);
    }

    [Fact]
    public async Task Inputs_of_operations_have_no_variables_about_users()
    {
        var app = await TestApplication.Connect(console);
        var steps = new[]
        {
            new
            {
                kind = "operation",
                operation = "note.add",
                input = """{"text": "{{member.email}} was suspended."}""",
            },
        };

        var (status, answer) = await Preview(
            app,
            new
            {
                name = "Note",
                events = new[] { "member.suspended" },
                steps,
            }
        );

        status.ShouldBe(400);
        Text(answer, "detail")!.ShouldContain("available in messages, not in inputs of operations");
    }

    private static Task<(int Status, JsonElement Body)> Preview(TestApplication app, object input) =>
        app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(
                new
                {
                    operation = "automation.create",
                    subjects = new[] { IdGenerator.Platform },
                    input,
                }
            )
        );
}
