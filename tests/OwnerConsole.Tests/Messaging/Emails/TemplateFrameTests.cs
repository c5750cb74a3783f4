using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>The templates of broadcasts and automations are frames around their texts.</summary>
[Slow(5, "Emails")]
public sealed class TemplateFrameTests(TestConsole shared) : IClassFixture<TestConsole>
{
    private const string Broadcasts = "broadcast.message",
        Automations = "automation.message";

    [Fact]
    public async Task A_changed_frame_is_around_every_broadcast_and_automated_email_and_its_test()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var tenant = await app.Tenant("acorn", "Acorn");
        var ada = await app.Put(
            $"/api/v1/tenants/{tenant}/members/ext:ada",
            new
            {
                name = "Ada & Co",
                email = "ada@studio.example",
                language = "de-AT",
            }
        );
        var created = await app.Run(
            "broadcast.create",
            IdGenerator.Platform,
            new { subject = "Hi {{recipient.name}}", body = "**News** for {{tenant.name}}." }
        );
        var broadcast = created.Created();
        var example = new { member = ada.GetProperty("id").GetString() };

        await app.Run("broadcast.test", broadcast, example);
        var plain = await postbox.Next();
        await app.Run("mail_template.change", IdGenerator.Platform, Frame(Broadcasts, "Acme", null));
        await app.Run("mail_template.change", IdGenerator.Platform, Frame(Broadcasts, "Grüße", "de"));
        await app.Run("mail_template.change", IdGenerator.Platform, Frame(Automations, "Robot", null));
        await app.Run("broadcast.test", broadcast, example);
        var german = await postbox.Next();
        await app.Run("broadcast.test", broadcast);
        var english = await postbox.Next();
        await app.Run("mail.test", IdGenerator.Platform, new { template = Broadcasts, language = "de" });
        var tested = await postbox.Next();
        var preview = (await app.Get($"/api/v1/broadcasts/{broadcast}/preview?recipient={example.member}")).GetProperty("email");
        await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada", email = "ada@studio.example" });
        var automation = (await app.Get("/api/v1/automations")).GetProperty("data")[0].GetProperty("id").GetString();
        var step = (await app.Get($"/api/v1/automations/{automation}/test?tenant=ext:acorn")).GetProperty("steps").EnumerateArray().First();

        (plain.Subject, german.Subject, english.Subject).ShouldBe(("[Test] Hi Ada & Co", "Grüße: [Test] Hi Ada & Co", "Acme: [Test] Hi Ann Example"));
        plain.Html!.ShouldNotContain("<h1>");
        german.Html!.ShouldContain("<html lang=\"de\" dir=\"ltr\">");
        german.Html!.ShouldContain("<h1>Grüße Ada &amp; Co</h1>");
        german.Html!.ShouldContain("<strong>News</strong> for Acorn.");
        german.Text.ShouldStartWith("Grüße Ada & Co\n\n**News** for Acorn.\n\nUntil then");
        tested.Subject.ShouldBe("Grüße: News from Time Bot");
        tested.Text.ShouldContain("this is the text of a broadcast.\n\nUntil then");
        preview.GetProperty("subject").GetString().ShouldBe("Grüße: Hi Ada & Co");
        step.GetProperty("messages")[0].GetProperty("subject").GetString()!.ShouldStartWith("Robot: ");
        var sent = (await app.Get("/api/v1/emails?sort=created_at")).GetProperty("data").EnumerateArray();
        sent.Select(email => (email.GetProperty("version").GetInt32(), email.GetProperty("language").GetString()))
            .ShouldBe([(0, null), (1, "de"), (1, null), (1, "de")]);
    }

    [Fact]
    public async Task What_the_console_adds_to_the_longest_subject_does_not_prevent_the_email()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var created = await app.Run("broadcast.create", IdGenerator.Platform, new { subject = new string('x', 200), body = "**News**" });

        await app.Run("broadcast.test", created.Created());

        (await postbox.Next()).Subject.ShouldBe($"[Test] {new string('x', 200)}");
    }

    [Fact]
    public async Task A_stored_frame_without_the_message_is_not_used()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("mail_template.change", IdGenerator.Platform, Frame(Broadcasts, "Acme", null));
        await TestCluster.Current.Force(console.Options.Connections, "update emails.templates set html = '<p>An older text without the message.</p>'");
        var created = await app.Run("broadcast.create", IdGenerator.Platform, new { subject = "Hi", body = "**News**" });

        await app.Run("broadcast.test", created.Created());

        var mail = await postbox.Next();
        (mail.Subject, mail.Html!.Contains("<strong>News</strong>", StringComparison.Ordinal)).ShouldBe(("[Test] Hi", true));
    }

    [Fact]
    public async Task Undo_restores_a_text_from_before_templates_were_frames_although_it_would_be_refused_today()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var run = await app.Run("mail_template.change", IdGenerator.Platform, Frame(Broadcasts, "Old", null));
        var changed = await app.Run("mail_template.change", IdGenerator.Platform, Frame(Broadcasts, "New", null));
        const string old = "<p>From before frames.</p>";
        await TestCluster.Current.Force(console.Options.Connections, $"update emails.templates set html = '{old}' where version = 1");
        await TestCluster.Current.Force(
            console.Options.Connections,
            $$"""update core.runs set input = (input::jsonb || '{"html": "{{old}}"}')::text where run_id = '{{run.GetProperty("id").GetString()}}'"""
        );

        await app.Undo(changed);
        var before = await Html();
        await app.Undo(run);

        before.ShouldBe(old);
        (await Html()).ShouldNotBe(old);

        async Task<string?> Html() =>
            (await app.Get("/api/v1/mail/templates"))
                .GetProperty("data")
                .EnumerateArray()
                .Single(template => template.GetProperty("name").GetString() == Broadcasts)
                .GetProperty("html")
                .GetString();
    }

    [Theory]
    [InlineData("News", "{{{content}}}", "{{content}}", "subject", "{{subject}}")]
    [InlineData("{{subject}}", "<p>News</p>", "{{content}}", "html", "{{{content}}}")]
    [InlineData("{{subject}}", "{{content}}", "{{content}}", "html", "{{{content}}}")]
    [InlineData("{{subject}}", "{{#if recipient.name}}{{{content}}}{{else}}x{{/if}}", "", "html", "for every recipient")]
    [InlineData("{{subject}}", "<p>x</p><form>{{{content}}}</form>", "", "html", "{{{content}}}")]
    [InlineData("{{subject}}", "{{{content}}}", "News", "text", "{{content}}")]
    [InlineData("{{content}}", "{{{content}}}", "{{content}}", "subject", "{{subject}}")]
    [InlineData("{{subject}} {{content}}", "{{{content}}}", "{{content}}", "subject", "{{content}}")]
    [InlineData("{{subject}}", "{{{subject}}}", "{{content}}", "html", "{{{content}}}")]
    [InlineData("{{subject}}", "{{{content}}}", "{{subject}}", "text", "{{content}}")]
    public async Task A_frame_that_some_recipients_would_see_without_the_message_is_refused(string subject, string html, string text, string field, string says)
    {
        var app = await TestApplication.Connect(shared);
        var input = new
        {
            template = Automations,
            subject,
            html,
            text,
        };

        var (status, body) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    Operation = "mail_template.change",
                    Subjects = new[] { IdGenerator.Platform },
                    Input = input,
                }
            )
        );

        status.ShouldBe(400);
        body.GetProperty("errors").GetProperty($"input.{field}")[0].GetString()!.ShouldContain(says);
    }

    private static object Frame(string template, string greeting, string? language) =>
        new
        {
            template,
            subject = $"{greeting}: {{{{subject}}}}",
            html = $"<h1>{greeting} {{{{recipient.name}}}}</h1>{{{{{{content}}}}}}<p>Until then</p>",
            text = $"{greeting} {{{{recipient.name}}}}\n\n{{{{content}}}}\n\nUntil then",
            language,
        };
}
