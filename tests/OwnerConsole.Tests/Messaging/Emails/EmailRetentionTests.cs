using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Operations;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Held, withdrawn, replayed and expired emails.</summary>
public sealed class EmailRetentionTests
{
    [Fact]
    public async Task An_email_that_the_server_refuses_fails_and_can_be_replayed()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("ANSWERS", "554"));
        await postbox.Connect(app);

        await app.Run("mail.test", "tnt_platform");
        var dead = await app.Await("/api/v1/work/failed", answer => answer.GetProperty("data").GetArrayLength() == 1);
        var refused = (await app.Get("/api/v1/emails")).GetProperty("data")[0];
        await app.Run("work_item.replay", dead.GetProperty("data")[0].GetProperty("id").GetString()!);
        var mail = await postbox.Next();

        (refused.GetProperty("state").GetString(), refused.GetProperty("attempts").GetInt32()).ShouldBe(("failed", 1));
        mail.Id.ShouldBe($"<{refused.GetProperty("id").GetString()}@timebot.example>");
        await app.Await("/api/v1/emails", answer => answer.GetProperty("data")[0].GetProperty("state").GetString() == "sent");
    }

    [Fact]
    public async Task A_held_email_delays_no_other_and_undo_withdraws_it()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);

        await Write(console, "run_1", OperationDefinition.SendDelay);
        var quick = await Write(console, "run_2", held: null);
        var first = await postbox.Next();
        await app.Await("/api/v1/emails?state=sent", answer => answer.GetProperty("data").GetArrayLength() == 1);
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        var stopped = await EmailOutbox.Withdraw("run_1", work);
        var late = await EmailOutbox.Withdraw("run_2", work);
        await work.Commit();

        first.Id.ShouldStartWith($"<{quick}@");
        stopped.ShouldBe([IdGenerator.Platform]);
        late.ShouldBeEmpty();
        (await app.Get("/api/v1/emails")).GetProperty("data").EnumerateArray().Select(email => email.GetProperty("id").GetString()).ShouldBe([quick]);
    }

    [Fact]
    public async Task An_email_and_its_attempts_are_deleted_after_thirty_days()
    {
        await using var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("mail.test", "tnt_platform");
        await app.Run("mail.test", "tnt_platform", new { template = "sign_in.new_device" });
        var emails = await app.Await(
            "/api/v1/emails",
            answer => answer.GetProperty("data").EnumerateArray().Count(email => email.GetProperty("state").GetString() == "sent") == 2
        );
        var (young, old) = (emails.GetProperty("data")[0].GetProperty("id").GetString()!, emails.GetProperty("data")[1].GetProperty("id").GetString()!);
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update core.emails set created_at = now() - interval '31 days' where email_id = @old", new { old });
            await work.Commit();
        }

        await console
            .Services.GetServices<IWorkHandler>()
            .OfType<EmailRetention>()
            .Single()
            .Execute(new("every:emails.forget", 1, null, "emails.forget", default, 0), CancellationToken.None);

        await using var reading = await console.Database.Read();
        (await reading.List<string>("select email_id from core.emails")).ShouldBe([young]);
        (await reading.List<string>("select email_id from core.email_attempts")).ShouldBe([young]);
    }

    /// <summary>Writes an email of an operation that can be undone until it is sent.</summary>
    private static async Task<string> Write(TestConsole console, string run, TimeSpan? held)
    {
        await using var work = await console.Database.Write(WriteOrigin.Run(run), [IdGenerator.Platform]);
        var id = await console
            .Services.GetRequiredService<EmailOutbox>()
            .Enqueue(TestMail.Template, IdGenerator.Platform, IdGenerator.Platform, new { }, work, held);
        await work.Execute("update core.emails set run_id = @run where email_id = @id", new { run, id });
        await work.Execute("update work.items set run_id = @run where body ->> 'email' = @id", new { run, id });
        await work.Commit();
        return id;
    }
}
