using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails;
using OwnerConsole.Pure.Texts;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Versions and translations of templates, through a third-party mail server.</summary>
public sealed class TemplateTextTests(TestConsole shared) : IClassFixture<TestConsole>
{
    private const string Versions = "/api/v1/mail/templates/mail.test/versions";

    [Fact, Slow(5, "Emails")]
    public async Task A_member_receives_the_text_in_the_exact_language_a_parent_of_it_or_the_default()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("mail_template.change", "tnt_platform", Text("Hallo", "DE"));
        await app.Run("mail_template.change", "tnt_platform", Text("Grüezi", "de-ch"));
        await app.Run("mail_template.change", "tnt_platform", Text("مرحبا", "ar"));

        var swiss = await Receive(console, app, postbox, "de-CH");
        var austrian = await Receive(console, app, postbox, "de-AT-1901");
        var egyptian = await Receive(console, app, postbox, "ar-EG");
        var korean = await Receive(console, app, postbox, "ko");
        var unknown = await Receive(console, app, postbox, null);
        var removed = await app.Run("mail_template.remove_translation", "tnt_platform", new { template = "mail.test", language = "ar" });
        var afterwards = await Receive(console, app, postbox, "ar-EG");
        await app.Undo(removed);
        var again = await Receive(console, app, postbox, "ar-EG");

        string[] subjects = [.. new[] { swiss, austrian, egyptian, korean, unknown, afterwards, again }.Select(mail => mail.Subject)];
        subjects.ShouldBe(["Grüezi", "Hallo", "مرحبا", "Test email from Time Bot", "Test email from Time Bot", "Test email from Time Bot", "مرحبا"]);
        egyptian.Html!.ShouldContain("""<html lang="ar" dir="rtl">""");
        egyptian.Html!.ShouldContain("رقم الدعم الخاص بك هو");
        swiss.Html!.ShouldContain("""<html lang="de-CH" dir="ltr">""");
        swiss.Text.ShouldContain("Ihre Support-Nummer ist #U");
        korean.Html!.ShouldContain("""<html lang="en" dir="ltr">""");
        korean.Text.ShouldContain("Your support number is #U");
        var sent = (await app.Get("/api/v1/emails?sort=created_at")).GetProperty("data").EnumerateArray().Take(4).Select(Rendered);
        sent.ShouldBe([("de-CH", 1), ("de", 1), ("ar", 1), (null, 0)]);
        var listed = (await app.Get("/api/v1/mail/templates/mail.test?language=de")).GetProperty("languages");
        listed.EnumerateArray().Select(language => language.GetString()).ShouldBe(["ar", "de", "de-CH"]);
    }

    [Fact]
    public async Task A_test_email_is_sent_in_the_chosen_language_or_the_one_it_falls_back_to()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("mail_template.change", "tnt_platform", Text("Hallo", "de"));
        var owner = await TestBrowser.Join(console, "owner");

        var planned = await app.Preview("mail.test", ["tnt_platform"], new { language = "de-at" });
        var said = planned.GetProperty("subjects")[0].GetProperty("text").GetString()!;
        foreach (var language in new[] { "de", "de-at", "ko", "" })
            await app.Run("mail.test", "tnt_platform", new { language });
        string[] subjects = [(await postbox.Next()).Subject, (await postbox.Next()).Subject, (await postbox.Next()).Subject, (await postbox.Next()).Subject];
        await owner.Get("/settings/templates/mail.test?language=de");

        said.ShouldEndWith("will receive an email with example data in German, because the template has no translation into German (AT).");
        subjects.ShouldBe(["Hallo", "Hallo", "Test email from Time Bot", "Test email from Time Bot"]);
        owner.Page.ShouldContain("""<option value="de" selected>German</option>""");
        var sent = (await app.Get("/api/v1/emails?sort=created_at")).GetProperty("data").EnumerateArray().Select(Rendered);
        sent.ShouldBe([("de", 1), ("de", 1), (null, 0), (null, 0)]);
    }

    [Fact]
    public async Task A_preview_by_API_renders_drafts_and_stored_texts_without_storing_anything()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await app.Run("mail_template.change", "tnt_platform", Text("Hallo", "de"));
        var tenant = await app.Tenant("acorn");
        var ada = await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada", language = "de-CH" });
        const string url = "/api/v1/mail/templates/mail.test/preview";
        var draft = new { subject = "Draft {{platform.name}}", html = "<p>Hi {{recipient.name}}</p><script>x()</script>" };

        var stored = await app.Post(url, new { });
        var swiss = await app.Post(url, new { member = ada.GetProperty("support_number").GetString() });
        var builtIn = await app.Post(url, new { version = 0 });
        var drafted = await app.Post(url, new { content = draft, language = "ar" });
        var device = await app.Post("/api/v1/mail/templates/sign_in.new_device/preview", new { values = new { device = "Lynx" } });
        var reader = await TestApplication.Connect(console, scopes: "mail_template.read");
        var (denied, _) = await reader.Send(HttpMethod.Post, url, Json.Text(new { content = draft }));
        var (deniedMember, _) = await reader.Send(HttpMethod.Post, url, Json.Text(new { member = "mbr_1" }));

        Shown(stored).ShouldBe(("Test email from Owner Console", null, 0));
        Shown(swiss).ShouldBe(("Hallo", "de", 1));
        swiss.GetProperty("text").GetString()!.ShouldStartWith("Hallo Ada");
        swiss.GetProperty("text").GetString()!.ShouldContain(ada.GetProperty("support_number").GetString()!);
        Shown(builtIn).ShouldBe(("Test email from Owner Console", null, 0));
        Shown(drafted).ShouldBe(("Draft Owner Console", "ar", null));
        drafted.GetProperty("html").GetString()!.ShouldContain("""<html lang="ar" dir="rtl">""");
        drafted.GetProperty("html").GetString()!.ShouldNotContain("script");
        device.GetProperty("text").GetString()!.ShouldContain("Lynx");
        (denied, deniedMember).ShouldBe((403, 403));
        (await Listed(app)).Count.ShouldBe(1);
        (await app.Get("/api/v1/emails")).GetProperty("data").GetArrayLength().ShouldBe(0);

        static (string?, string?, int?) Shown(JsonElement email) =>
            (
                email.GetProperty("subject").GetString(),
                email.GetProperty("language").GetString(),
                email.GetProperty("version") is { ValueKind: JsonValueKind.Number } version ? version.GetInt32() : null
            );
    }

    [Theory]
    [InlineData("""{"content":{"subject":"x","html":"<p>{{nobody}}</p>"}}""", "content.html", "nobody")]
    [InlineData(
        """{"content":{"subject":"x","html":"{{#each @root}}{{#each @root}}{{#each @root}}x{{/each}}{{/each}}{{/each}}"}}""",
        "content.html",
        "nests loops"
    )]
    [InlineData("""{"content":{"subject":"x","html":"<p>x</p>"},"version":0}""", "version", "can't be combined")]
    [InlineData("""{"language":"deutsch"}""", "language", "BCP 47")]
    [InlineData("""{"values":{"nobody":"x"}}""", "values", "nobody")]
    public async Task A_preview_by_API_that_cannot_be_rendered_states_the_field(string request, string field, string says)
    {
        var app = await TestApplication.Connect(shared);

        var (status, body) = await app.Send(HttpMethod.Post, "/api/v1/mail/templates/mail.test/preview", request);

        status.ShouldBe(400, body.ToString());
        body.GetProperty("errors").GetProperty(field)[0].GetString()!.ShouldContain(says);
    }

    [Theory]
    [InlineData("xq", "<p>x</p>", "language", "BCP 47")]
    [InlineData("deutsch", "<p>x</p>", "language", "BCP 47")]
    [InlineData("de", "<p>{{recipent.name}}</p>", "html", "recipent.name")]
    [InlineData("de", "", "text", "empty")]
    public async Task A_translation_with_an_unknown_language_or_placeholder_is_refused(string language, string html, string field, string says)
    {
        var app = await TestApplication.Connect(shared);

        var (status, body) = await app.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            Json.Text(
                new
                {
                    Operation = "mail_template.change",
                    Subjects = new[] { "tnt_platform" },
                    Input = new
                    {
                        template = "mail.test",
                        subject = "x",
                        html,
                        text = "",
                        language,
                    },
                }
            )
        );

        status.ShouldBe(400);
        body.GetProperty("errors").GetProperty($"input.{field}")[0].GetString()!.ShouldContain(says);
        (await app.Refusal("mail_template.remove_translation", "tnt_platform", new { template = "mail.test", language = "fr" })).ShouldBe(
            "no_such_translation"
        );
    }

    [Theory]
    [InlineData("ZH-hant-tw", "zh-Hant-TW zh-Hant zh", false)]
    [InlineData("ar-eg", "ar-EG ar", true)]
    [InlineData("az-Arab", "az-Arab az", true)]
    [InlineData("ar-Latn", "ar-Latn ar", false)]
    [InlineData("es-419", "es-419 es", false)]
    public void A_language_has_its_usual_case_its_parents_and_a_direction(string reported, string fallbacks, bool isRightToLeft)
    {
        var found = LanguageTag.Fallbacks(reported);

        string.Join(' ', found).ShouldBe(fallbacks);
        LanguageTag.IsRightToLeft(found[0]).ShouldBe(isRightToLeft);
    }

    [Fact]
    public async Task An_earlier_version_can_be_compared_restored_and_the_restoration_undone()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Join(console, "owner");
        await app.Run("mail_template.change", "tnt_platform", Text("First words", null));
        await app.Run("mail_template.change", "tnt_platform", Text("Second words", null));

        await owner.Get("/settings/templates/mail.test/versions/1");
        owner.Page.ShouldContain("<del>First</del><ins>Second</ins> words");
        var first = await app.Get($"{Versions}/1");
        await owner.Post(
            "/settings/templates/mail.test",
            ("language", ""),
            ("subject", first.GetProperty("subject").GetString()!),
            ("html", first.GetProperty("html").GetString()!),
            ("text", first.GetProperty("text").GetString()!)
        );
        var restored = await Listed(app);
        var run = (await app.Get("/api/v1/runs?limit=1")).GetProperty("data")[0];
        await app.Undo(run);
        var undone = await Listed(app);

        restored.ShouldBe([(3, "First words", true), (2, "Second words", false), (1, "First words", false), (0, "Test email from {{platform.name}}", false)]);
        undone.Select(version => (version.Number, version.IsCurrent)).ShouldBe([(3, false), (2, true), (1, false), (0, false)]);
        var authors = (await app.Get(Versions)).GetProperty("data").EnumerateArray().Select(version => version.GetProperty("changed_by").GetString()).ToList();
        (authors[0]![..4], authors[2]![..4], authors[3]).ShouldBe(("usr_", "key_", null));
        await owner.Get("/settings/templates/mail.test?version=1");
        owner.Page.ShouldContain("value=\"First words\"");
    }

    [Fact]
    public async Task Every_email_to_a_member_shows_their_support_number_and_a_missing_text_is_derived()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var tenant = (await app.Put("/api/v1/tenants/ext:acorn", new { name = "Acorn", contact_email = "Ada@studio.example" })).GetProperty("id").GetString()!;
        var member = await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada", email = "ada@studio.example" });
        var number = member.GetProperty("support_number").GetString()!;
        var outbox = console.Services.GetRequiredService<EmailOutbox>();
        var sourced = console.Services.GetServices<IEmailSource>().Select(source => source.Template).ToHashSet(StringComparer.Ordinal);
        var templates = console.Services.GetServices<EmailTemplate>().Where(template => !sourced.Contains(template.Name)).ToList();
        await app.Run(
            "mail_template.change",
            "tnt_platform",
            new
            {
                template = "mail.test",
                subject = "x",
                html = "<h1>Hi {{recipient.name}}</h1><ul><li>One &amp; <a href=\"https://a.example\">two</a></li></ul><script>x()</script>",
                text = "",
            }
        );

        foreach (var template in templates)
        foreach (var to in new[] { member.GetProperty("id").GetString()!, tenant })
        {
            await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
            {
                await outbox.Enqueue(template, tenant, to, template.Example, work);
                await work.Commit();
            }
            var mail = await postbox.Next();
            mail.Text.ShouldContain($"Your support number is {number}.", customMessage: template.Name);
            mail.Html!.ShouldContain($"<bdi>{number}</bdi>", customMessage: template.Name);
            mail.Html!.ShouldContain("""<meta name="color-scheme" content="light dark">""");
            if (template.Name == TestMail.Template.Name && to != tenant)
                mail.Text.ShouldStartWith("Hi Ada\n\n- One & two (https://a.example)\n\n--");
        }
        templates.Count.ShouldBeGreaterThan(8);
    }

    private static object Text(string subject, string? language) =>
        new
        {
            template = "mail.test",
            subject,
            html = $"<p>{subject} {{{{recipient.name}}}}</p>",
            text = $"{subject} {{{{recipient.name}}}}",
            language,
        };

    private static async Task<MailServer.ReceivedEmail> Receive(TestConsole console, TestApplication app, MailServer postbox, string? language)
    {
        var tenant = await app.Tenant($"t{Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)}");
        var report = new
        {
            name = "Ada",
            email = "ada@studio.example",
            language,
        };
        var member = (await app.Put($"/api/v1/tenants/{tenant}/members/ext:one", report)).GetProperty("id").GetString()!;
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        await console.Services.GetRequiredService<EmailOutbox>().Enqueue(TestMail.Template, tenant, member, new { }, work);
        await work.Commit();
        return await postbox.Next();
    }

    private static (string? Language, int? Version) Rendered(JsonElement email) =>
        (email.GetProperty("language").GetString(), email.GetProperty("version").GetInt32());

    private static async Task<List<(int Number, string? Subject, bool IsCurrent)>> Listed(TestApplication app) =>
        [
            .. (await app.Get(Versions))
                .GetProperty("data")
                .EnumerateArray()
                .Select(version =>
                    (version.GetProperty("version").GetInt32(), version.GetProperty("subject").GetString(), version.GetProperty("is_current").GetBoolean())
                ),
        ];
}
