using System.Text.Json;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Tests.Messaging.Channels;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>Emails are sent through Resend and SendGrid. Every request is checked against the description of its vendor, and delivery reports are signed as the vendor signs them.</summary>
[NotPooled("Checks requests to email services; EmailSenderTests checks the queue.")]
[Slow(17, "Emails")]
public sealed class EmailServiceTests(EmailServiceStage stage) : IClassFixture<EmailServiceStage>
{
    [Fact]
    public async Task An_email_is_sent_once_by_Resend_although_the_response_was_lost()
    {
        await stage.Use("resend");
        var to = await stage.Member("O'Neil, \"Ada\" <evil@studio.example>");
        stage.Vendors.LoseNextResponse();

        var id = await stage.Write(to);
        await stage.App.Await($"/api/v1/emails?q={id}", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() == 1);
        await stage.Hurry();
        var sent = await stage.Await(id, "sent");

        var received = (await stage.Vendors.ResendEmails(to.Address)).ShouldHaveSingleItem();
        var request = Last("resend");
        sent.GetProperty("attempts").GetInt32().ShouldBe(2);
        sent.GetProperty("vendor_id").GetString().ShouldBe(received.GetProperty("id").GetString());
        (request.Authorization, request.IdempotencyKey).ShouldBe(($"Bearer {EmailServiceStage.ApiKey}", id));
        request.Json.GetProperty("headers").GetProperty("Message-Id").GetString().ShouldBe($"<{id}@timebot.example>");
        request.Json.GetProperty("text").GetString()!.ShouldContain("O'Neil, \"Ada\" <evil@studio.example>");
        request.Json.GetProperty("html").GetString()!.ShouldContain("&lt;evil@studio.example&gt;");
        stage.Vendors.Contradictions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reports_of_Resend_change_the_email_once_and_suppress_addresses_that_bounce_or_complain()
    {
        await stage.Use("resend");
        var (ada, eve, soft) = (await stage.Member(), await stage.Member(), await stage.Member());
        var (first, second, third) = (await stage.Write(ada), await stage.Write(eve), await stage.Write(soft));
        await stage.Await(third, "sent");
        await stage.Await(second, "sent");
        await stage.Await(first, "sent");

        var forged = await stage.ReportByResend("msg_1", "email.complained", Data(first, ada.Address), secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var old = await stage.ReportByResend("msg_1", "email.complained", Data(first, ada.Address), age: TimeSpan.FromMinutes(6));
        var unknown = await stage.ReportByResend("msg_1", "email.complained", Data("eml_unknown", ada.Address));
        await stage.ReportByResend("msg_1", "email.complained", Data(first, "copy@studio.example")); // a blind copy
        var delivered = await stage.ReportByResend("msg_2", "email.delivered", Data(first, ada.Address));
        await stage.ReportByResend("msg_2", "email.delivered", Data(first, ada.Address));
        await stage.Await(first, "delivered");
        await stage.ReportByResend("msg_3", "email.complained", Data(first, ada.Address));
        await stage.ReportByResend("msg_4", "email.bounced", Data(second, eve.Address, "Permanent"));
        await stage.ReportByResend("msg_5", "email.delivered", Data(second, eve.Address)); // too late
        await stage.ReportByResend("msg_6", "email.bounced", Data(third, soft.Address, "Transient"));

        (forged, old, unknown, delivered).ShouldBe((403, 403, 200, 200));
        (await stage.Await(first, "complained")).GetProperty("reason").GetString().ShouldBe("The recipient marked it as spam.");
        (await stage.Await(second, "bounced")).GetProperty("reason").GetString().ShouldBe("550 no mailbox <…>");
        await stage.Await(third, "bounced");
        (await stage.Reports(first)).ShouldBe(["delivered", "complaint"]);
        (await stage.Suppressions(ada.Tenant)).ShouldBe(["complaint"]);
        (await stage.Suppressions(eve.Tenant)).ShouldBe(["hard_bounce"]);
        (await stage.Suppressions(soft.Tenant)).ShouldBeEmpty();
        (await stage.Await(await stage.Write(eve), "not_sent")).GetProperty("reason").GetString().ShouldBe("The address is suppressed.");
        var owner = await TestBrowser.Owner(stage.Console);
        await owner.Get($"/emails/{first}");
        owner.Page.ShouldContain("Delivery reports");
        owner.Page.ShouldContain("Complaint");
    }

    [Fact]
    public async Task SendGrid_receives_emails_at_the_host_of_the_region_and_its_reports_arrive_in_batches()
    {
        await stage.Use("sendgrid");
        var (ada, eve) = (await stage.Member(), await stage.Member());
        stage.Vendors.FailNext(429, """{"errors": [{"message": "too many requests"}]}""", retryAfter: 1);

        var (first, second) = (await stage.Write(ada), await stage.Write(eve));
        var sent = await stage.Await(first, "sent");
        await stage.Await(second, "sent");
        object[] events =
        [
            Event("e1", "delivered", first, ada.Address),
            Event("e1", "delivered", first, ada.Address),
            Event("e2", "processed", second, eve.Address),
            Event("e3", "bounce", second, eve.Address, "blocked"),
            Event("e4", "open", second, eve.Address),
            new { unexpected = true },
        ];
        var (forged, accepted) = (await stage.ReportBySendgrid(events, isForged: true), await stage.ReportBySendgrid(events));
        await stage.Await(first, "delivered");
        await stage.Await(second, "bounced");
        var softly = await stage.Suppressions(eve.Tenant);
        await stage.ReportBySendgrid([
            new
            {
                @event = "delivered",
                email_id = 42,
                sg_event_id = "e4",
            },
            Event("e5", "bounce", second, eve.Address, "bounce"),
        ]);

        (forged, accepted).ShouldBe((403, 200));
        softly.ShouldBeEmpty();
        (await stage.Suppressions(eve.Tenant)).ShouldBe(["hard_bounce"]);
        (await stage.Reports(first)).ShouldBe(["delivered"]);
        sent.GetProperty("attempts").GetInt32().ShouldBe(2);
        sent.GetProperty("vendor_id").GetString()!.ShouldStartWith("sg-");
        var request = stage.Vendors.Sent.Last(request => request.Vendor == "sendgrid" && request.Body.Contains(first, StringComparison.Ordinal)).Json;
        request.GetProperty("personalizations")[0].GetProperty("custom_args").GetProperty("email_id").GetString().ShouldBe(first);
        request.GetProperty("tracking_settings").GetProperty("click_tracking").GetProperty("enable").GetBoolean().ShouldBeFalse();
        stage.Vendors.Contradictions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("resend", 422, """{"name": "validation_error", "message": "Invalid `to` field."}""", "bounced", "Invalid `to` field.")]
    [InlineData("resend", 422, """{"name": "missing_required_field", "message": "Missing `subject`."}""", "failed", "Missing `subject`.")]
    [InlineData(
        "resend",
        403,
        """{"name": "invalid_api_key", "message": "API key is invalid"}""",
        "waiting",
        "Resend doesn't accept the API key or the sender: API key is invalid"
    )]
    [InlineData("sendgrid", 400, """{"errors": [{"field": "personalizations.0.to.0.email", "message": "Bad address"}]}""", "bounced", "Bad address")]
    [InlineData("sendgrid", 413, "Too large", "failed", "Too large")]
    [InlineData("sendgrid", 503, "Busy", "waiting", "SendGrid responded with 503.")]
    public async Task An_error_of_the_service_decides_whether_the_email_waits(string service, int status, string body, string state, string reason)
    {
        await stage.Use(service);
        var to = await stage.Member();
        stage.Vendors.FailNext(status, body);

        var id = await stage.Write(to);
        var email = await stage.App.Await($"/api/v1/emails?q={id}", answer => answer.GetProperty("data")[0].GetProperty("attempts").GetInt32() == 1);

        (email.GetProperty("data")[0].GetProperty("state").GetString(), email.GetProperty("data")[0].GetProperty("reason").GetString()).ShouldBe(
            (state, reason)
        );
        if (state == "waiting")
        {
            await stage.Hurry();
            await stage.Await(id, "sent");
        }
        await stage.Await(await stage.Write(await stage.Member()), "sent"); // several failures in a row would pause the queue
    }

    [Theory]
    [InlineData("api_key", null, "api_key_needed")]
    [InlineData("api_key", "two words", "bad_api_key")]
    [InlineData("callback_key", "whsec_short", "bad_callback_key")]
    [InlineData("from_address", "Ann <ann@example.org>", "bad_from")]
    public async Task An_invalid_setting_is_refused_and_no_key_is_returned(string field, string? value, string code)
    {
        await stage.Use("sendgrid");
        var input = new Dictionary<string, string?>
        {
            ["service"] = "resend",
            ["api_key"] = EmailServiceStage.ApiKey,
            ["from_address"] = EmailServiceStage.Sender,
            [field] = value,
        };

        var refused = await stage.App.Refusal("mail.configure", IdGenerator.Platform, input);
        var settings = await stage.App.Get("/api/v1/mail");

        refused.ShouldBe(code);
        (Text(settings, "service"), Text(settings, "host"), Text(settings, "region")).ShouldBe(("sendgrid", "api.eu.sendgrid.com", "eu"));
        Text(settings, "callback_url").ShouldBe("https://console.timebot.example/api/v1/emails/callbacks/sendgrid");
        settings.GetRawText().ShouldNotContain(EmailServiceStage.ApiKey);
    }

    [Fact]
    public async Task A_broadcast_counts_delivered_and_bounced_recipients_and_lists_them()
    {
        await stage.Use("resend");
        var (ada, eve, bob) = (await stage.Member(), await stage.Member(), await stage.Member());
        var created = await stage.App.Run(
            "broadcast.create",
            IdGenerator.Platform,
            new
            {
                subject = "News",
                body = "Reports are ready.",
                channels = new[] { "email" },
                tenants = new[] { ada.Tenant, eve.Tenant, bob.Tenant },
            }
        );
        var broadcast = Text(created.GetProperty("lines")[0], "created")!;
        var preview = await stage.App.Preview("broadcast.send", [broadcast]);
        await stage.App.Post("/api/v1/runs", new { preview = Text(preview, "id"), reason = "Planned" });
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), []))
        {
            await work.MakeDue([$"broadcast:{broadcast}"]);
            await work.Commit();
        }
        var before = await stage.App.Await($"/api/v1/broadcasts/{broadcast}", row => Text(row, "state") == "sent");
        var emails = (await stage.App.Get($"/api/v1/broadcasts/{broadcast}/recipients"))
            .GetProperty("data")
            .EnumerateArray()
            .ToDictionary(row => Text(row, "member_id")!, row => Text(row, "email_id")!, StringComparer.Ordinal);

        await stage.ReportByResend("msg_b1", "email.delivered", Data(emails[ada.Id], ada.Address));
        await stage.ReportByResend("msg_b2", "email.bounced", Data(emails[eve.Id], eve.Address, "Permanent"));
        var after = await stage.App.Get($"/api/v1/broadcasts/{broadcast}");

        before.GetProperty("statistics")[0].GetProperty("delivered").ValueKind.ShouldBe(JsonValueKind.Null);
        var counted = after.GetProperty("statistics")[0];
        new[] { "sent", "delivered", "bounced" }.Select(name => counted.GetProperty(name).GetInt64()).ShouldBe([2, 1, 1]);
        (await Listed("delivered")).ShouldBe([ada.Id]);
        (await Listed("bounced")).ShouldBe([eve.Id]);
        (await Listed("sent")).ShouldBe([ada.Id, bob.Id], ignoreOrder: true);

        async Task<IEnumerable<string?>> Listed(string state) =>
            (await stage.App.Get($"/api/v1/broadcasts/{broadcast}/recipients?state={state}"))
                .GetProperty("data")
                .EnumerateArray()
                .Select(row => Text(row, "member_id"))
                .ToList();
    }

    private static object Data(string email, string to, string? bounce = null) =>
        new
        {
            email_id = "4ef9a417-02e9-4d39-ad75-9611e0fcc33c",
            to = new[] { to },
            tags = new { email_id = email },
            bounce = bounce is null ? null : new { type = bounce, message = $"550 no mailbox <{to}>" },
        };

    private static object Event(string id, string name, string email, string to, string? type = null) =>
        new
        {
            sg_event_id = id,
            @event = name,
            email_id = email,
            email = to,
            timestamp = 1764417600,
            type,
            reason = type is null ? null : "550 5.1.1 no mailbox",
        };

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private VendorRequest Last(string vendor) => stage.Vendors.Sent.Last(request => request.Vendor == vendor);
}
