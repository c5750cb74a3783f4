using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Data;

namespace OwnerConsole.Tests.Reliability.Mails;

public sealed class ChangeMailTemplateTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Theory]
    [InlineData("{{who}} signed in", "<p>x</p>", "x", "subject", "{{who}}")]
    [InlineData("x", "<p>{{#if platform.url}}ok{{else}}{{recipient.nick}}{{/if}}</p>", "x", "html", "nick")]
    [InlineData("x", "<p>x</p>", "{{#if device}}never closed", "text", "closed")]
    [InlineData("one\ntwo", "<p>x</p>", "x", "subject", "one line")]
    public async Task What_names_no_fact_or_cannot_be_read_is_sent_back_with_its_name(string subject, string html, string text, string field, string says)
    {
        var app = await Application.Connect(console);

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

    [Fact]
    public async Task Changed_words_leave_with_the_next_letter_and_undo_brings_those_before()
    {
        await using var own = await TestConsole.Start();
        var app = await Application.Connect(own);
        await using var postbox = await Postbox.Start();
        await postbox.Connect(app);
        var words = new
        {
            template = "mail.test",
            subject = "Grüße von {{platform.name}}",
            html = $"<p>{new string('x', 5_000)} {{{{recipient.name}}}}</p>",
            text = "Hallo {{recipient.name}}",
        };

        var run = await app.Decide("mail_template.change", "tnt_platform", words);
        await app.Decide("mail.test", "tnt_platform");
        var changed = await postbox.Next();
        await app.Undo(run);
        await app.Decide("mail.test", "tnt_platform");
        var before = await postbox.Next();

        (changed.Subject, before.Subject).ShouldBe(("Grüße von Time Bot", "Time Bot can send mail"));
        changed.Text.ShouldStartWith("Hallo Time Bot");
        changed.Raw.ShouldContain("Subject: =?utf-8?");
    }

    [Fact]
    public async Task The_list_says_what_the_words_may_name()
    {
        var app = await Application.Connect(console);

        var templates = (await app.Get("/api/v1/mail/templates")).GetProperty("data").EnumerateArray().ToList();

        var alert = templates.Single(template => template.GetProperty("name").GetString() == "sign_in.new_device");
        alert
            .GetProperty("facts")
            .EnumerateArray()
            .Select(fact => fact.GetString())
            .ShouldBe(["device", "time", "address", "platform.name", "platform.url", "words.tenant", "recipient.name", "member.support_number"]);
    }
}
