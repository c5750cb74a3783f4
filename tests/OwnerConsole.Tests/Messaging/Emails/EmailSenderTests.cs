using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Emails are sent through a third-party mail server.</summary>
[Slow(18, "Emails")]
public sealed class EmailSenderTests
{
    [Fact]
    public async Task An_email_to_a_member_has_equal_text_and_HTML_parts_with_the_product_name()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app, "Zeit & Büro");
        var member = await Member(app, "شركة <b>Ada</b>", "ada@studio.example");

        var id = await Write(console, member.Tenant, member.Id);
        var mail = await postbox.Next();

        (mail.Type, mail.Auto, mail.Id).ShouldBe(("multipart/alternative", "auto-generated", $"<{id}@timebot.example>"));
        (mail.From, mail.To).ShouldBe((new("console@timebot.example", "Time Bot"), new("ada@studio.example", "شركة <b>Ada</b>")));
        mail.Subject.ShouldBe("Test email from Zeit & Büro");
        mail.Text.ShouldContain("Hello شركة <b>Ada</b>,");
        mail.Text.ShouldContain($"Your support number is {member.SupportNumber}.");
        mail.Html!.ShouldContain("Hello شركة &lt;b&gt;Ada&lt;/b&gt;,");
        mail.Html!.ShouldContain("a test email. Zeit &amp; B");
        mail.Html!.ShouldContain(member.SupportNumber);
        (await State(app, id, "sent")).Attempts.ShouldBe(1);
    }

    [Theory]
    [InlineData("O'Neil, \"Ada\" <evil@studio.example>", "ada@studio.example")]
    [InlineData("Büro, Ada & Co; Bcc: all@studio.example", "ada@bücher.example")]
    [InlineData("👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀👩‍🚀", "jürgen@studio.example")]
    public async Task A_hostile_name_or_address_results_in_one_email_to_one_mailbox(string name, string email)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var member = await Member(app, name, email);

        await Write(console, member.Tenant, member.Id);
        var mail = await postbox.Next();

        mail.To.ShouldBe(new(email, name));
        mail.Raw.Split("\r\n").ShouldAllBe(line => line.Length <= 78 && !line.StartsWith("Bcc:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_looks_like_an_encoded_word_is_not_decoded()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var member = await Member(app, "=?utf-8?B?U3VwcG9ydA==?=", "ada@studio.example");

        await Write(console, member.Tenant, member.Id);
        var mail = await postbox.Next();

        mail.To.ShouldBe(new("ada@studio.example", "= ?utf-8?B?U3VwcG9ydA== ?="));
    }

    [Fact]
    public async Task A_deferred_email_waits_while_others_are_sent()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("ANSWERS", "450"));
        await postbox.Connect(app);
        var (slow, quick) = (await Member(app, "Slow", "slow@studio.example"), await Member(app, "Quick", "quick@studio.example"));

        var first = await Write(console, slow.Tenant, slow.Id);
        await Write(console, quick.Tenant, quick.Id);
        var passed = await postbox.Next();
        var waiting = await State(app, first, "waiting");
        await Hurry(console, EmailOutbox.LaneOf(first));
        var late = await postbox.Next();

        (passed.To.Address, late.To.Address).ShouldBe(("quick@studio.example", "slow@studio.example"));
        (waiting.Reason, waiting.Attempts).ShouldBe(("Come back later <…>", 1));
        (await State(app, first, "sent")).Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task An_email_to_an_unknown_recipient_bounces_and_is_not_retried()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("ANSWERS", "550"));
        await postbox.Connect(app);
        var member = await Member(app, "Gone", "gone@studio.example");

        var id = await Write(console, member.Tenant, member.Id);
        var bounced = await State(app, id, "bounced");

        (bounced.Reason, bounced.Attempts).ShouldBe(("No such user <…>", 1));
        await NothingWaits(app);
        (await app.Get("/api/v1/work/failed")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Emails_wait_in_order_for_an_unreachable_server_and_are_sent_once()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var before = await MailServer.Start();
        await before.Connect(app);
        var port = before.Port;
        await before.DisposeAsync();
        var member = await Member(app, "Ada", "ada@studio.example");

        var ids = new List<string>();
        for (var number = 0; number < 5; number++)
            ids.Add(await Write(console, member.Tenant, member.Id));
        var lanes = await app.Await("/api/v1/work/lanes", answer => answer.GetProperty("data")[0].GetProperty("failures").GetInt32() > 0);
        await using var postbox = await MailServer.Start(port);
        var arrived = new List<string>();
        foreach (var _ in ids)
            arrived.Add((await postbox.Next()).Id);

        (lanes.GetProperty("data")[0].GetProperty("lane").GetString(), lanes.GetProperty("data")[0].GetProperty("waiting").GetInt32()).ShouldBe(("mail", 5));
        arrived.ShouldBe(ids.Select(id => $"<{id}@timebot.example>"));
        await State(app, ids[^1], "sent");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unavailable_server_is_probed_with_one_email_while_the_lane_pauses()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("GREET", "421"));
        await postbox.Connect(app);
        var member = await Member(app, "Ada", "ada@studio.example");
        var (first, second) = (await Write(console, member.Tenant, member.Id), await Write(console, member.Tenant, member.Id));

        for (var failures = 1; failures <= 3; failures++)
        {
            var known = failures;
            await app.Await("/api/v1/work/lanes", answer => answer.GetProperty("data")[0].GetProperty("failures").GetInt32() == known);
            if (failures < 3)
                await Due(console);
        }
        var lane = (await app.Get("/api/v1/work/lanes")).GetProperty("data")[0];

        lane.GetProperty("state").GetString().ShouldBe("resting");
        (await State(app, first, "waiting")).Attempts.ShouldBe(3);
        (await State(app, second, "waiting")).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_server_an_email_is_not_queued_and_states_the_reason()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var member = await Member(app, "Ada", "ada@studio.example");

        var email = await State(app, await Write(console, member.Tenant, member.Id), "not_sent");

        email.Reason.ShouldBe("Email is not set up.");
        await NothingWaits(app);
    }

    [Fact]
    public async Task Nothing_is_sent_to_test_tenants_or_without_an_address()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var demo = await TestApplication.Connect(console, Mode.Test);
        var (played, silent) = (await Member(demo, "Eve", "eve@demo.example"), await Member(app, "Silent", null));

        var (first, second) = (await Write(console, played.Tenant, played.Id), await Write(console, silent.Tenant, silent.Id));

        (await State(app, first, "not_sent")).Reason.ShouldBe("Demo users receive no emails.");
        (await State(app, second, "not_sent")).Reason.ShouldBe("The recipient has no email address.");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    /// <summary>Writes an email in its own transaction, as a module does.</summary>
    private static async Task<string> Write(TestConsole console, string tenant, string to)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        var id = await console.Services.GetRequiredService<EmailOutbox>().Enqueue(TestMail.Template, tenant, to, new { }, work);
        await work.Commit();
        return id;
    }

    private static async Task<(string Tenant, string Id, string SupportNumber)> Member(TestApplication app, string name, string? email)
    {
        var tenant = await app.Tenant($"t{Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture)}");
        var made = await app.Put($"/api/v1/tenants/{tenant}/members/ext:one", new { name, email });
        return (tenant, made.GetProperty("id").GetString()!, made.GetProperty("support_number").GetString()!);
    }

    private static async Task<(int Attempts, string? Reason)> State(TestApplication app, string id, string state)
    {
        var answer = await app.Await(
            "/api/v1/emails",
            emails =>
                emails
                    .GetProperty("data")
                    .EnumerateArray()
                    .Any(element => element.GetProperty("id").GetString() == id && element.GetProperty("state").GetString() == state)
        );
        var email = answer.GetProperty("data").EnumerateArray().Single(element => element.GetProperty("id").GetString() == id);
        return (email.GetProperty("attempts").GetInt32(), email.GetProperty("reason").GetString());
    }

    private static Task NothingWaits(TestApplication app) =>
        app.Await(
            "/api/v1/work/lanes",
            lanes =>
                lanes
                    .GetProperty("data")
                    .EnumerateArray()
                    .All(element => !element.GetProperty("lane").GetString()!.StartsWith("mail", StringComparison.Ordinal))
        );

    private static async Task Hurry(TestConsole console, string lane)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.MakeDue([lane]);
        await work.Commit();
    }

    /// <summary>Makes the lane due without changing its failures.</summary>
    private static async Task Due(TestConsole console)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute("update work.items set due = now() where lane = 'mail'");
        await work.Execute("update work.lanes set due = now(), wakes = wakes + 1 where lane = 'mail'");
        work.WakeWorkers();
        await work.Commit();
    }
}
