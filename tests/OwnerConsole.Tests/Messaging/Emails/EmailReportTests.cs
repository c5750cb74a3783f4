using System.Diagnostics;
using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Delivery reports that arrive early, late, in large batches, or signed with an earlier key.</summary>
[Slow(5, "Emails")]
public sealed class EmailReportTests(EmailServiceStage stage) : IClassFixture<EmailServiceStage>
{
    [Fact]
    public async Task Reports_of_an_earlier_service_are_accepted_for_72_hours_also_after_an_undo()
    {
        await stage.Use("resend");
        var ada = await stage.Member();
        var first = await stage.Write(ada);
        await stage.Await(first, "sent");

        await stage.Use("sendgrid");
        var inTime = await stage.ReportByResend("msg_s1", "email.delivered", Data(first, ada.Address));
        await Age();
        var late = await stage.ReportByResend("msg_s2", "email.complained", Data(first, ada.Address));
        await stage.App.Undo(await stage.Use("resend"));
        var undone = await stage.ReportByResend("msg_s3", "email.delivery_delayed", Data(first, ada.Address));
        await Age();
        var undoneLate = await stage.ReportByResend("msg_s4", "email.complained", Data(first, ada.Address));

        (inTime, late, undone, undoneLate).ShouldBe((200, 403, 200, 403));
        await stage.Await(first, "delivered");
        (await stage.Reports(first)).ShouldBe(["delayed", "delivered"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_removed_callback_key_is_refused_at_once_also_after_the_service_is_changed()
    {
        await stage.Use("resend");
        var refusal = await stage.App.Refusal("mail.configure", IdGenerator.Platform, Removal(callbackKey: stage.ResendSecret));

        var owner = await TestBrowser.Owner(stage.Console);
        await owner.Get("/settings/mail");
        var before = owner.Page;
        await stage.App.Run("mail.configure", IdGenerator.Platform, Removal(callbackKey: null));
        await owner.Get("/settings/mail");
        var removed = await stage.ReportByResend("msg_r1", "email.delivered", Data("eml_unknown", "ada@studio.example"));
        var settings = await stage.App.Get("/api/v1/mail");
        var again = await stage.App.Refusal("mail.configure", IdGenerator.Platform, Removal(callbackKey: null));
        await stage.Use("sendgrid");
        var changed = await stage.ReportByResend("msg_r2", "email.delivered", Data("eml_unknown", "ada@studio.example"));

        (refusal, again).ShouldBe(("bad_callback_key", "no_change"));
        (removed, changed).ShouldBe((403, 403));
        before.ShouldContain("name=\"remove_callback_key\"");
        owner.Page.ShouldNotContain("name=\"remove_callback_key\"");
        (settings.GetProperty("has_callback_key").GetBoolean(), settings.GetProperty("has_password").GetBoolean()).ShouldBe((false, true));

        static object Removal(string? callbackKey) =>
            new
            {
                service = "resend",
                callback_key = callbackKey,
                remove_callback_key = true,
                from_address = EmailServiceStage.Sender,
                from_name = "Time Bot",
            };
    }

    [Fact]
    public async Task A_failure_that_is_reported_before_the_response_is_stored_applies_with_it()
    {
        await stage.Use("resend");
        var ada = await stage.Member();
        stage.Vendors.LoseNextResponse();
        var id = await stage.Write(ada);
        await stage.App.Await($"/api/v1/emails?q={id}", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() == 1);

        await stage.ReportByResend("msg_f1", "email.failed", Data(id, ada.Address, failure: "The account is restricted"));
        var waiting = (await stage.App.Get($"/api/v1/emails?q={id}")).GetProperty("data")[0].GetProperty("state").GetString();
        await stage.Hurry();
        var failed = await stage.Await(id, "failed");

        waiting.ShouldBe("waiting");
        failed.GetProperty("reason").GetString().ShouldBe("The account is restricted");
        (await stage.Reports(id)).ShouldBe(["failed"]);
    }

    [Fact]
    public async Task A_large_batch_is_stored_with_few_queries_and_in_order()
    {
        await stage.Use("sendgrid");
        var ada = await stage.Member();
        var last = await stage.Write(ada);
        await stage.Await(last, "sent");
        var emails = await Copy(last, 300);
        object[] events =
        [
            .. emails.Select((email, number) => Event($"d{number}", "delivered", email, ada.Address)),
            .. emails.Select((email, number) => Event($"d{number}", "delivered", email, ada.Address)), // repeated
            Event("c1", "spamreport", emails[0], ada.Address),
            Event("c2", "bounce", emails[1], "copy@studio.example"),
            .. Enumerable.Range(0, 300).Select(number => Event($"u{number}", "delivered", $"eml_unknown{number}", ada.Address)),
        ];
        using var counter = new QueryCounter();

        var status = await counter.Count(() => stage.ReportBySendgrid(events));

        status.ShouldBe(200);
        counter.Queries.ShouldBeInRange(1, 60); // in two transactions
        (await States(emails)).ShouldBe(["complained", .. Enumerable.Repeat("delivered", 299)], ignoreOrder: true);
        (await stage.Reports(emails[0])).ShouldBe(["complaint", "delivered"], ignoreOrder: true);
        (await stage.Reports(emails[1])).ShouldBe(["delivered"]);
        (await stage.Suppressions(ada.Tenant)).ShouldBe(["complaint"]);
    }

    [Fact]
    public async Task A_report_about_the_test_of_a_frame_does_not_discard_its_batch()
    {
        await stage.Use("sendgrid");
        var ada = await stage.Member();
        var other = await stage.Write(ada);
        await stage.Await(other, "sent");
        await stage.App.Run("mail.test", IdGenerator.Platform, new { template = "broadcast.message" });
        var test = (await stage.App.Get("/api/v1/emails?sort=-created_at&limit=1")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await stage.Await(test, "sent");

        var status = await stage.ReportBySendgrid([Event("f1", "delivered", test, EmailServiceStage.Sender), Event("f2", "spamreport", other, ada.Address)]);

        status.ShouldBe(200);
        await stage.Await(test, "delivered");
        (await stage.Suppressions(ada.Tenant)).ShouldBe(["complaint"]);
    }

    [Fact]
    public async Task An_email_whose_response_was_lost_is_delivered_although_it_counted_as_failed()
    {
        await stage.Use("resend");
        var ada = await stage.Member();
        var id = await stage.Write(ada);
        await stage.Await(id, "sent");
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), await Tenants(id)))
        {
            await work.Execute("update core.emails set state = 'failed', reason = 'No response.' where email_id = @id", new { id });
            await work.Commit();
        }

        await stage.ReportByResend("msg_l1", "email.delivered", Data(id, ada.Address));

        (await stage.Await(id, "delivered")).GetProperty("reason").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>Makes all earlier settings 72 hours older.</summary>
    private async Task Age()
    {
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [IdGenerator.Platform]);
        await work.Execute("update emails.settings set closed_at = closed_at - interval '72 hours' where tenant_id = 'tnt_platform' and closed_by is not null");
        await work.Commit();
    }

    /// <returns>Ids of copies of a sent email.</returns>
    private async Task<IReadOnlyList<string>> Copy(string id, int count)
    {
        await using var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), await Tenants(id));
        var ids = await work.List<string>(
            """
            insert into core.emails (tenant_id, email_id, template, recipient, facts, state, attempts, created_at)
            select tenant_id, email_id || '_' || number, template, recipient, facts, state, attempts, created_at
              from core.emails, generate_series(1, @count) number
             where email_id = @id
            returning email_id
            """,
            new { id, count }
        );
        await work.Commit();
        return ids;
    }

    private async Task<IReadOnlyList<string>> Tenants(string email)
    {
        await using var reading = await stage.Console.Database.Read();
        return await reading.List<string>("select tenant_id from core.emails where email_id = @email", new { email });
    }

    private async Task<IReadOnlyList<string>> States(IReadOnlyList<string> emails)
    {
        await using var reading = await stage.Console.Database.Read();
        return await reading.List<string>("select state from core.emails where email_id = any(@emails)", new { emails = emails.ToArray() });
    }

    private static object Data(string email, string to, string? failure = null) =>
        new
        {
            to = new[] { to },
            tags = new { email_id = email },
            failed = failure is null ? null : new { reason = failure },
        };

    private static object Event(string id, string name, string email, string to) =>
        new
        {
            sg_event_id = id,
            @event = name,
            email_id = email,
            email = to,
            timestamp = 1764417600,
        };

    /// <summary>Counts the database queries of one request.</summary>
    private sealed class QueryCounter : IDisposable
    {
        private readonly ActivitySource _source = new("test");
        private readonly ActivityListener _listener;
        private ActivityTraceId _trace;
        private int _queries;

        public QueryCounter()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name is "test" or "Npgsql" or "Microsoft.AspNetCore" or "System.Net.Http",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.Source.Name == "Npgsql" && activity.TraceId == _trace)
                        Interlocked.Increment(ref _queries);
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Queries => _queries;

        public async Task<T> Count<T>(Func<Task<T>> request)
        {
            using var activity = _source.StartActivity("request")!; // never null, because the listener samples it
            _trace = activity.TraceId;
            return await request();
        }

        public void Dispose()
        {
            _listener.Dispose();
            _source.Dispose();
        }
    }
}
