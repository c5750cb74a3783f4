using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Connections to the mail server are reused, and no email is lost or repeated when the server ends them.</summary>
[NotPooled("Checks connections to email servers; EmailSenderTests checks the queue.")]
[Slow(10, "Emails")]
public sealed class SmtpConnectionPoolTests
{
    private const int ManyEmails = 250,
        MaxEmailsPerConnection = 100;

    [Fact]
    public async Task Many_emails_share_few_connections_and_a_connection_is_used_only_with_the_settings_that_opened_it()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        var to = await Member(app);

        await Write(console, to, ManyEmails);
        var before = await Read(postbox, ManyEmails);
        await app.Run(
            "mail.configure",
            IdGenerator.Platform,
            new
            {
                host = "127.0.0.1",
                port = postbox.Port,
                encryption = "none",
                from_address = "other@timebot.example",
            }
        );
        await Write(console, to, 1);
        var after = await postbox.Next();

        var connections = before.GroupBy(mail => mail.Connection, StringComparer.Ordinal).Select(emails => emails.Count()).ToList();
        connections.Count.ShouldBeLessThanOrEqualTo(ManyEmails / 10); // on a busy machine, some are idle for too long
        connections.ShouldAllBe(emails => emails <= MaxEmailsPerConnection);
        before.Select(mail => mail.Id).Distinct(StringComparer.Ordinal).Count().ShouldBe(ManyEmails);
        before.ShouldAllBe(mail => mail.Connection != after.Connection);
    }

    [Theory]
    [InlineData("quiet")]
    [InlineData("421")]
    [InlineData("reset")]
    public async Task An_email_that_finds_its_connection_ended_is_sent_once_on_a_new_one(string close)
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("CLOSE", close));
        await postbox.Connect(app);
        var to = await Member(app);

        var received = new List<MailServer.ReceivedEmail>();
        for (var number = 0; number < 3; number++)
        {
            await Write(console, to, 1);
            received.Add(await postbox.Next());
        }
        var emails = await app.Await("/api/v1/emails", answer => States(answer).All(state => state == "sent"));

        received.Select(mail => mail.Connection).Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        emails.GetProperty("data").EnumerateArray().Select(email => email.GetProperty("attempts").GetInt32()).ShouldBe([1, 1, 1]);
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_email_whose_response_was_lost_is_not_repeated_on_a_new_connection_at_once()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("LOSE", "2"));
        await postbox.Connect(app);
        var to = await Member(app);

        await Write(console, to, 1);
        var first = await postbox.Next();
        await app.Await("/api/v1/emails", answer => States(answer).All(state => state == "sent"));
        await Write(console, to, 1);
        var lost = await postbox.Next();
        var emails = await app.Await("/api/v1/emails", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() == 1);

        lost.Connection.ShouldBe(first.Connection);
        emails.GetProperty("data")[0].GetProperty("reason").GetString().ShouldBe("The server closed the connection.");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    private static async Task<(string Tenant, string Id)> Member(TestApplication app)
    {
        var tenant = await app.Tenant("pool");
        var member = await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada", email = "ada@studio.example" });
        return (tenant, member.GetProperty("id").GetString()!);
    }

    /// <summary>Queues emails in a lane in which several are sent at once.</summary>
    private static async Task Write(TestConsole console, (string Tenant, string Id) to, int count)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [to.Tenant]);
        var emails = Enumerable.Range(0, count).Select(_ => new NewEmail(to.Tenant, to.Id, Json.Element(new { }), work.Now)).ToList();
        await console.Services.GetRequiredService<EmailOutbox>().EnqueueMany(TestMail.Template, EmailOutbox.LaneOf("pool"), emails, work);
        await work.Commit();
    }

    private static async Task<List<MailServer.ReceivedEmail>> Read(MailServer postbox, int count)
    {
        var received = new List<MailServer.ReceivedEmail>();
        while (received.Count < count)
            received.Add(await postbox.Next());
        return received;
    }

    private static IEnumerable<string> States(JsonElement answer) =>
        answer.GetProperty("data").EnumerateArray().Select(email => email.GetProperty("state").GetString()!);
}
