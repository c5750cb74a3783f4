using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Emails of the team to selected members: who is skipped and why, the text with variables, and the minute to stop them.</summary>
public sealed class EmailMemberTests : OwnConsole
{
    private static readonly object s_text = new { subject = "Hi {{recipient.name}}", body = "About **{{tenant.name}}**." };

    [Fact]
    public async Task Selected_members_receive_an_email_and_others_are_skipped_with_the_reason()
    {
        var tenant = await App.Tenant("acorn", "Acorn");
        var ada = await Member(tenant, "ada", new { name = "Ada", email = "ada@studio.example" });
        var twin = await Member(tenant, "twin", new { name = "Twin", email = "ADA@studio.example" });
        var bo = await Member(tenant, "bo", new { name = "Bo" });

        var early = await App.Refusal("member.email", ada, s_text);
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        var (status, wrong) = await App.Send(
            HttpMethod.Post,
            "/api/v1/previews",
            JsonSerializer.Serialize(
                new
                {
                    operation = "member.email",
                    subjects = new[] { ada },
                    input = new { subject = "Hi", body = "{{nobody.knows_this}}" },
                }
            )
        );
        var preview = await App.Preview("member.email", [ada, twin, bo], s_text);
        var run = await Start(preview);
        await EndUndoTime(run);
        var email = await postbox.Next();

        early.ShouldBe("email_not_set_up");
        (status, wrong.GetProperty("errors").TryGetProperty("input.body", out _)).ShouldBe((400, true));
        Refusals(preview).ShouldBe([null, "same_address", "no_email"]);
        email.Subject.ShouldBe("Hi Ada");
        email.Html!.ShouldContain("<strong>Acorn</strong>");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_email_that_is_stopped_in_time_is_not_sent()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        var ada = await Member(await App.Tenant("acorn"), "ada", new { name = "Ada", email = "ada@studio.example" });

        var run = await Start(await App.Preview("member.email", [ada], s_text));
        var undone = await App.Undo(run);
        await EndUndoTime(run);

        undone.GetProperty("state").GetString().ShouldBe("done");
        (await CountEmails(run)).ShouldBe(0);
    }

    [Fact]
    public async Task An_email_that_the_server_is_receiving_cannot_be_stopped_and_is_not_lost()
    {
        var before = await MailServer.Start();
        await before.Connect(App);
        await before.DisposeAsync();
        var ada = await Member(await App.Tenant("acorn"), "ada", new { name = "Ada", email = "ada@studio.example" });
        var run = await Start(await App.Preview("member.email", [ada], s_text));
        var stop = TestContext.Current.CancellationToken;

        (int Status, JsonElement Body) undone;
        using (var slow = new TcpListener(IPAddress.Loopback, before.Port))
        {
            slow.Start();
            await EndUndoTime(run);
            using var client = await slow.AcceptTcpClientAsync(stop);
            using var lines = new StreamReader(client.GetStream(), Encoding.ASCII);
            foreach (var reply in new[] { "220 slow.example\r\n", "250 slow.example\r\n" })
            {
                await lines.BaseStream.WriteAsync(Encoding.ASCII.GetBytes(reply), stop);
                await lines.ReadLineAsync(stop); // EHLO, then MAIL
            }
            undone = await App.Send(HttpMethod.Post, $"/api/v1/runs/{run.GetProperty("id").GetString()}/undo", "{}");
        }
        await using var postbox = await MailServer.Start(before.Port);
        await EndUndoTime(run); // instead of waiting for the next attempt
        var sent = await postbox.Next();

        (undone.Status, undone.Body.GetProperty("code").GetString()).ShouldBe((409, "moved_on"));
        sent.Subject.ShouldBe("Hi Ada");
        (await CountEmails(run)).ShouldBe(1);
    }

    [Fact]
    public async Task Opt_outs_restrictions_and_suppressions_apply()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        var tenant = await App.Tenant("acorn");
        var ada = await Member(tenant, "ada", new { name = "Ada", email = "ada@studio.example" });
        var bo = await Member(tenant, "bo", new { name = "Bo", email = "bo@studio.example" });
        var cy = await Member(tenant, "cy", new { name = "Cy", email = "cy@studio.example" });

        await App.Run("member.set_preferences", ada, new { opt_outs = new[] { "news" } });
        await App.Run("member.restrict", bo, new { reason = "Requested." });
        await App.Run("address.suppress", cy);
        var about = await App.Preview("member.email", [ada, bo, cy], s_text);
        var news = await App.Preview(
            "member.email",
            [ada, bo, cy],
            new
            {
                subject = "News",
                body = "See what is new.",
                topic = "news",
            }
        );

        Refusals(about).ShouldBe([null, "member_restricted", "address_suppressed"]);
        Refusals(news).ShouldBe(["opted_out", "member_restricted", "address_suppressed"]);
    }

    /// <summary>A long run is undone some members at a time.</summary>
    [Fact]
    public async Task Stopping_the_email_to_one_member_keeps_that_to_another()
    {
        await using var postbox = await MailServer.Start();
        await postbox.Connect(App);
        var tenant = await App.Tenant("acorn");
        var ada = await Member(tenant, "ada", new { name = "Ada", email = "ada@studio.example" });
        var bo = await Member(tenant, "bo", new { name = "Bo", email = "bo@studio.example" });
        var run = await Start(await App.Preview("member.email", [ada, bo], s_text));
        var id = run.GetProperty("id").GetString()!; // an id is never null

        IReadOnlyList<WithdrawnEmail> stopped;
        await using (var work = await Console.Database.Write(WriteOrigin.Intake("test"), [tenant]))
        {
            stopped = await EmailOutbox.Withdraw(id, EmailOutbox.LaneOf(id), [ada], work);
            await work.Commit();
        }
        await EndUndoTime(run);
        var sent = await postbox.Next();

        stopped.Select(email => (email.Recipient, email.Topic)).ShouldBe([(ada, "account")]);
        sent.Subject.ShouldBe("Hi Bo");
        (await postbox.ReadRemaining()).ShouldBeEmpty();
        (await CountEmails(run)).ShouldBe(1);
    }

    private static IEnumerable<string?> Refusals(JsonElement preview) =>
        preview.GetProperty("subjects").EnumerateArray().Select(row => row.GetProperty("refusal").GetString());

    private Task<JsonElement> Start(JsonElement preview) =>
        App.Post("/api/v1/runs", new { preview = preview.GetProperty("id").GetString(), reason = "They asked." });

    private async Task<string> Member(string tenant, string externalId, object member) =>
        (await App.Put($"/api/v1/tenants/{tenant}/members/ext:{externalId}", member)).GetProperty("id").GetString()!; // an id is never null

    private async Task<long> CountEmails(JsonElement run)
    {
        await using var work = await Console.Database.Read();
        return await work.One<long>("select count(*) from core.emails where run_id = @run", new { run = run.GetProperty("id").GetString() });
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
