using System.Net;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Emails;

public sealed class ChangeMailTemplateTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("{{who}} signed in", "<p>x</p>", "x", "subject", "{{who}}")]
    [InlineData("x", "<p>{{#if platform.url}}ok{{else}}{{recipient.nick}}{{/if}}</p>", "x", "html", "nick")]
    [InlineData("x", "<p>x</p>", "{{#if device}}never closed", "text", "closed")]
    [InlineData("one\ntwo", "<p>x</p>", "x", "subject", "one line")]
    [InlineData("\u200B", "<p>x</p>", "x", "subject", "empty")]
    [InlineData("x", "", "\u00AD\u200B ", "text", "empty")]
    [InlineData("x", "<img src=\"https://a.example/a.png\">", "", "text", "no text")]
    [InlineData("x", "<div><p>&zwnj;&nbsp;</p>\u200B</div>", "x", "html", "no visible content")]
    [InlineData("x", "<form>Name <input></form>", "x", "html", "no visible content")]
    public async Task A_template_with_unknown_placeholders_or_syntax_errors_is_refused(string subject, string html, string text, string field, string says)
    {
        var app = await TestApplication.Connect(console);

        var answer = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    Operation = "mail_template.change",
                    Subjects = new[] { "tnt_platform" },
                    Input = new
                    {
                        template = "sign_in.new_device",
                        subject,
                        html,
                        text,
                    },
                }
            )
        );

        answer.Status.ShouldBe(400);
        answer.Body.GetProperty("errors").GetProperty($"input.{field}")[0].GetString()!.ShouldContain(says);
    }

    public static TheoryData<string, string> Endless =>
        new()
        {
            { Nested("{{#each @root}}", "{{/each}}", 14), "nests loops more than 2 levels deep" },
            { Nested("{{#if device}}", "{{/if}}", 900), "nests blocks more than 8 levels deep" },
            { "{{#if device}}" + string.Concat(Enumerable.Repeat("{{else if device}}", 9)) + "{{/if}}", "nests blocks more than 8 levels deep" },
            { Nested("{{#recipient}}", "{{/recipient}}", 3), "nests loops more than 2 levels deep" },
            { string.Concat(Enumerable.Repeat("{{device}}", 301)), "must have at most 300 tags" },
            { "{{#*inline \"x\"}}{{> x}}{{> x}}{{/inline}}{{> x}}", "has an unsupported tag" },
            { "{{> device}}", "has an unsupported tag" },
            { "{{#each @root}}{{lookup . \"}}{{/each}}\"}}{{#each @root}}x{{/each}}{{/each}}", "has an unsupported tag" },
            { "{{#each @root}}\\{{/each}}{{/each}}", "has an unsupported tag" },
            { "{{#each @root}}{{!-- }}{{/each}} --}}x{{/each}}", "has an unsupported tag" },
            { "{{{{raw}}}}{{device}}{{{{/raw}}}}", "has an unsupported tag" },
            { "{{device", "has a {{ that is not closed" },
            { Nested("<div>", "</div>", 101), "renders to too many elements" },
            { "<p>" + Unclosed(60) + string.Concat(Enumerable.Repeat("<p>x", 90)), "renders to too many elements" },
        };

    [Theory]
    [MemberData(nameof(Endless))]
    public async Task A_template_that_is_too_expensive_is_refused_on_save_and_in_the_preview(string html, string says)
    {
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Join(console, "owner");
        await owner.Get("/settings/templates/sign_in.new_device");
        var words = new
        {
            template = "sign_in.new_device",
            subject = "x",
            html,
            text = "x",
        };

        var saved = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    Operation = "mail_template.change",
                    Subjects = new[] { "tnt_platform" },
                    Input = words,
                }
            )
        );
        var previewed = await owner.Post("/settings/templates/sign_in.new_device/words", ("subject", "x"), ("html", html), ("text", "x"));

        saved.Status.ShouldBe(400);
        saved.Body.GetProperty("errors").GetProperty("input.html")[0].GetString()!.ShouldContain(says);
        previewed.StatusCode.ShouldBe(HttpStatusCode.OK);
        owner.Page.ShouldContain(says);
    }

    [Fact]
    public async Task A_stored_template_beyond_the_limits_is_sent_with_the_default_text()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run(
            "mail_template.change",
            "tnt_platform",
            new
            {
                template = "mail.test",
                subject = "Mine",
                html = "<p>Mine</p>",
                text = "Mine",
            }
        );
        await TestCluster.Current.Force(own.Options.Connections, $"update emails.templates set html = '{Nested("{{#each @root}}", "{{/each}}", 14)}'");

        await app.Run("mail.test", "tnt_platform");

        (await postbox.Next()).Subject.ShouldBe("Test email from Time Bot");
    }

    // The parser opens these elements again in every following paragraph.
    private static string Unclosed(int elements) => string.Concat(Enumerable.Range(0, elements).Select(size => $"<font size={size}>"));

    private static string Nested(string open, string close, int times) =>
        string.Concat(Enumerable.Repeat(open, times)) + "x" + string.Concat(Enumerable.Repeat(close, times));

    [Fact]
    public async Task The_next_email_uses_a_changed_template_and_undo_restores_it()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var words = new
        {
            template = "mail.test",
            subject = "Grüße von {{platform.name}}",
            html = $"<p>{new string('x', 5_000)} {{{{recipient.name}}}}</p>",
            text = "Hallo {{recipient.name}}",
        };

        var run = await app.Run("mail_template.change", "tnt_platform", words);
        await app.Run("mail.test", "tnt_platform");
        var changed = await postbox.Next();
        await app.Undo(run);
        await app.Run("mail.test", "tnt_platform");
        var before = await postbox.Next();

        (changed.Subject, before.Subject).ShouldBe(("Grüße von Time Bot", "Test email from Time Bot"));
        changed.Text.ShouldStartWith("Hallo Time Bot");
        changed.Raw.ShouldContain("Subject: =?utf-8?");
    }

    [Fact]
    public async Task Scripts_event_handlers_forms_and_script_URLs_are_removed_from_the_preview_and_the_sent_email()
    {
        await using var own = await TestConsole.Start();
        var app = await TestApplication.Connect(own);
        var owner = await TestBrowser.Join(own, "owner");
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        const string kept = """<table role="presentation"><tbody><tr><td align="center" style="padding:8px;background:#34f">""";
        const string html =
            kept
            + """
                <p onclick="x()">Hello</p><script>x()</script><form action="https://evil.example"><input name="password"></form><svg onload="x()"></svg>
                <a href="java&#115;cript:x()">One</a><a href="https://example.com/?a=1">Two</a><a href="mailto:help@example.com">Three</a>
                </td></tr></tbody></table></div></body><iframe src="https://evil.example"></iframe>
                """;
        var words = new
        {
            template = "mail.test",
            subject = "x",
            html,
            text = "x",
        };

        await app.Run("mail_template.change", "tnt_platform", words);
        await app.Run("mail.test", "tnt_platform");

        var sent = (await postbox.Next()).Html.ShouldNotBeNull();
        await owner.Get("/settings/templates/mail.test/html");
        foreach (var shown in new[] { sent, owner.Page })
        {
            shown.ShouldContain(kept);
            shown.ShouldContain("<p>Hello</p>");
            shown.ShouldContain("""<a>One</a><a href="https://example.com/?a=1">Two</a><a href="mailto:help@example.com">Three</a>""");
            foreach (var removed in new[] { "x()", "<script", "<form", "<input", "<svg", "<iframe", "evil.example" })
                shown.ShouldNotContain(removed);
        }
    }

    [Fact]
    public async Task The_list_shows_the_allowed_placeholders()
    {
        var app = await TestApplication.Connect(console);

        var templates = (await app.Get("/api/v1/mail/templates")).GetProperty("data").EnumerateArray().ToList();

        var alert = templates.Single(template => template.GetProperty("name").GetString() == "sign_in.new_device");
        alert
            .GetProperty("facts")
            .EnumerateArray()
            .Select(fact => fact.GetString())
            .ShouldBe(["device", "time", "address", "platform.name", "platform.url", "words.tenant", "recipient.name", "member.support_number"]);
    }
}
