using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>Emails to the people of privacy requests: once per run of a step, in spite of a restriction, after the erasure, and with a minute to stop them.</summary>
[Slow(6, "Privacy")]
public sealed class PrivacyEmailTests : OwnConsole
{
    [Fact]
    public async Task A_restricted_member_reads_about_the_receipt_in_their_language_and_about_the_erasure_after_it()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        await Translate("privacy_request.receipt", "Eingang {{reference}}", "Antwort bis {{due_on}}");
        var tenant = await App.Tenant("acorn");
        var ada = await Member(tenant, new { email = "ada@studio.example", language = "de-CH" });
        await App.Run("member.restrict", ada, new { reason = "Requested." });
        var id = await Record(
            new
            {
                kind = "erase",
                law = "ccpa",
                members = new[] { ada },
            }
        );

        var unread = await Find(id);
        await EndUndoTime(await Confirm(id));
        var receipt = await postbox.Next();
        var repeated = await App.Refusal("privacy_request.confirm", id, new { answer_myself = false });
        await App.Run("privacy_request.verify", id, new { method = "known_email" });
        await Erase(tenant, ada);
        await EndUndoTime(await App.Run("privacy_request.fulfil", id, new { reason = "Erased." }));
        var answer = await postbox.Next();
        var done = await App.Await(
            $"/api/v1/privacy-requests/{id}",
            details => details.GetProperty("emails").EnumerateArray().All(email => email.GetProperty("state").GetString() == "sent")
        );

        unread.GetProperty("request").GetProperty("acknowledge_by").ValueKind.ShouldBe(JsonValueKind.String);
        (receipt.Subject, repeated).ShouldBe(($"Eingang {id}", "already_confirmed"));
        receipt.Recipients.ShouldBe(["ada@studio.example"]);
        answer.Recipients.ShouldBe(["ada@studio.example"]);
        answer.Subject.ShouldBe("Your request to delete is complete");
        answer.Text.ShouldContain("except for data that a law requires us to keep");
        done.GetProperty("request").GetProperty("acknowledge_by").ValueKind.ShouldBe(JsonValueKind.Null);
        done.GetProperty("emails").EnumerateArray().Select(email => email.GetProperty("step").GetString()).ShouldBe(["fulfilment", "receipt"]);
        done.GetProperty("can_email").GetBoolean().ShouldBeTrue();
        await ForgetContacts();
        (await Find(id)).GetProperty("can_email").GetBoolean().ShouldBeFalse();
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_email_is_stopped_with_its_step_and_a_step_that_is_repeated_sends_its_own_reason()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        var id = await Record(new { kind = "correct", email = "eve@nowhere.example" });
        var reason = new { reason = "Many systems." };

        var stopped = await App.Run("privacy_request.extend", id, reason);
        await App.Undo(stopped);
        await EndUndoTime(stopped);
        var extended = await App.Run("privacy_request.extend", id, reason);
        var due = (await Find(id)).GetProperty("request").GetProperty("due_on").GetString()!; // each request has a deadline
        await EndUndoTime(extended);
        var sent = await postbox.Next();
        await App.Await($"/api/v1/privacy-requests/{id}", details => details.GetProperty("emails")[0].GetProperty("state").GetString() == "sent");
        await App.Undo(extended);
        await EndUndoTime(await App.Run("privacy_request.extend", id, new { reason = "Another system." }));
        var again = await postbox.Next();
        var refused = await App.Run("privacy_request.refuse", id, new { reason = "No proof.", answer_myself = true });
        await EndUndoTime(refused);

        sent.Subject.ShouldBe("We need more time for your request for correction");
        sent.Recipients.ShouldBe(["eve@nowhere.example"]);
        sent.Text.ShouldContain("Reason: Many systems.");
        sent.Text.ShouldContain(due);
        again.Text.ShouldContain("Reason: Another system.");
        (await Find(id)).GetProperty("emails").GetArrayLength().ShouldBe(2);
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_form_shows_the_email_and_a_person_without_an_address_is_answered_by_the_team()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        var reached = await Record(new { kind = "correct", email = "eve@nowhere.example" });
        var member = await Member(await App.Tenant("acorn"), new { name = "Bo" });
        var unknown = await Record(new { kind = "correct", members = new[] { member } });

        await Owner.Get($"/trust/privacy/{reached}");
        var known = Owner.Page;
        await Owner.Get($"/operations/new?operation=privacy_request.confirm&subject={reached}&back=/trust/privacy");
        var form = WebUtility.HtmlDecode(Owner.Page);
        await Owner.Get($"/trust/privacy/{unknown}");
        var refusal = await App.Refusal("privacy_request.confirm", unknown, new { answer_myself = false });
        await Confirm(unknown, answerMyself: true);
        var confirmed = await Find(unknown);

        known.ShouldContain("eve@nowhere.example");
        form.ShouldContain("We received your request for correction");
        Owner.Page.ShouldContain("No email address of the person is known");
        refusal.ShouldBe("no_email");
        confirmed.GetProperty("emails")[0].GetProperty("email_id").ValueKind.ShouldBe(JsonValueKind.Null);
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("support@timebot.example", true)]
    [InlineData("No-Reply@timebot.example", false)]
    public async Task An_identity_check_asks_for_a_reply_only_if_the_sender_receives_it(string sender, bool canReply)
    {
        await App.Run("mail.configure", IdGenerator.Platform, new { host = "mail.timebot.example", from_address = sender });
        var id = await Record(new { kind = "correct", email = "eve@nowhere.example" });

        await Owner.Get($"/operations/new?operation=privacy_request.ask_identity&subject={id}&back=/trust/privacy");
        var form = WebUtility.HtmlDecode(Owner.Page);

        form.Contains("Reply to this email", StringComparison.Ordinal).ShouldBe(canReply);
        form.Contains("This address doesn't receive replies", StringComparison.Ordinal).ShouldBe(!canReply);
    }

    private Task<JsonElement> Translate(string template, string subject, string text) =>
        App.Run(
            "mail_template.change",
            IdGenerator.Platform,
            new
            {
                template,
                subject,
                html = $"<p>{text}</p>",
                text,
                language = "de",
            }
        );

    private async Task<string> Record(object input) =>
        (await App.Run("privacy_request.record", IdGenerator.Platform, input)).GetProperty("lines")[0].GetProperty("created").GetString()!; // it creates a request

    private async Task<JsonElement> Confirm(string id, bool answerMyself = false)
    {
        var preview = await App.Preview("privacy_request.confirm", [id], new { answer_myself = answerMyself });
        return await App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "They asked." });
    }

    private Task<JsonElement> Find(string id) => App.Get($"/api/v1/privacy-requests/{id}");

    private async Task<string> Member(string tenant, object member) =>
        (await App.Put($"/api/v1/tenants/{tenant}/members/ext:ada", member)).GetProperty("id").GetString()!; // an id is never null

    private async Task Erase(string tenant, string member)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]);
        await Console.Services.GetRequiredService<Anonymiser>().Person(tenant, member, work);
        await work.Commit();
    }

    /// <summary>Lets a week pass after the answers, and deletes the addresses.</summary>
    private async Task ForgetContacts()
    {
        await using (var work = await Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]))
        {
            await work.Execute("update privacy.statuses set opened_at = opened_at - interval '8 days' where tenant_id = 'tnt_platform'");
            await work.Commit();
        }
        var handler = Console.Services.GetServices<IWorkHandler>().Single(known => known.Name == "privacy_contacts.forget");
        await handler.Execute(null!, TestContext.Current.CancellationToken); // uses no item
    }

    /// <summary>Ends the minute in which the emails of a run can be stopped.</summary>
    private async Task EndUndoTime(JsonElement run)
    {
        var args = new { run = run.GetProperty("id").GetString() };
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.Execute("update work.items set due = now() where run_id = @run", args);
        await work.Execute("update work.lanes set due = now(), wakes = wakes + 1 where lane in (select lane from work.items where run_id = @run)", args);
        work.WakeWorkers();
        await work.Commit();
    }
}
