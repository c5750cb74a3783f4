using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Pure.Privacy;

namespace OwnerConsole.Tests.Trust.Privacy;

/// <summary>Members send privacy requests in the portal.</summary>
public sealed partial class PortalPrivacyTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Address = "/account/privacy";

    [Fact]
    public async Task A_member_sends_a_request_once_and_reads_the_answer_in_the_words_of_the_law()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-privacy");
        var member = (await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada Quell" })).GetProperty("id").GetString()!;
        var visitor = await SignIn(app, tenant, member);
        (string, string)[] asked = [("law", "ccpa"), ("kind", "erase"), ("note", "Please delete <all>.")];

        await visitor.Get("/account/plan");
        visitor.Page.ShouldContain(Address);
        await visitor.Get($"{Address}?law=ccpa");
        visitor.Page.ShouldContain("Request to delete");
        visitor.Page.ShouldNotContain("Objection to processing");
        var sent = await Send(visitor, asked);
        await visitor.Get($"{Address}?law=ccpa");
        visitor.Page.ShouldContain("We received your request to delete");
        var twice = await Send(visitor, asked);
        visitor.Page.ShouldContain("You already have an open request of this kind.");
        var wrong = await Send(visitor, ("law", "gdpr"), ("kind", "opt_out"));
        var request = (await app.Get($"/api/v1/privacy-requests?q={member}")).GetProperty("data").EnumerateArray().Single();

        (sent.StatusCode, twice.StatusCode, wrong.StatusCode).ShouldBe(
            (HttpStatusCode.Redirect, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity)
        );
        (
            request.GetProperty("kind").GetString(),
            request.GetProperty("law").GetString(),
            request.GetProperty("source").GetString(),
            request.GetProperty("status").GetString()
        ).ShouldBe(("erase", "ccpa", "portal", "verified"));
        request.GetProperty("identity").GetProperty("method").GetString().ShouldBe("signed_in");
        var id = request.GetProperty("id").GetString();
        await app.Await(
            $"/api/v1/privacy-requests/{id}",
            details => details.GetProperty("timeline").EnumerateArray().Any(entry => entry.GetProperty("text").GetString() == "Please delete <all>.")
        );
        var outsider = await TestApplication.Connect(console, Mode.Live, null, "privacy_request.read");
        var seen = (await outsider.Get($"/api/v1/privacy-requests/{id}")).GetRawText();
        seen.ShouldContain("sent a privacy request");
        seen.ShouldNotContain("Ada Quell"); // only readers of members see who it is
        await app.Run("privacy_request.refuse", id!, new { reason = "An invoice is open." });
        await visitor.Get(Address);
        visitor.Page.ShouldContain("Reason: An invoice is open. You can complain to the California Privacy Protection Agency");

        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]);
        await console.Services.GetRequiredService<Anonymiser>().Person(tenant, member, work);
        (await work.One<string>("select n.note from privacy.notes n where n.opened_by = @member", new { member })).ShouldBe("");
    }

    [Fact]
    public async Task A_request_that_the_team_recorded_is_not_shown_to_the_member()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-privacy-recorded", members: 1);
        var member = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        await app.Run(
            "privacy_request.record",
            IdGenerator.Platform,
            new
            {
                kind = "correct",
                source = "portal",
                members = new[] { member },
            }
        );
        var visitor = await SignIn(app, tenant, member);

        await visitor.Get(Address);
        visitor.Page.ShouldContain("No requests yet");
        var sent = await Send(visitor, ("law", "gdpr"), ("kind", "correct"), ("note", "My name is wrong."));
        var known = (await app.Get($"/api/v1/privacy-requests?q={member}")).GetProperty("data").GetArrayLength();

        (sent.StatusCode, known).ShouldBe((HttpStatusCode.Redirect, 2));
    }

    [Fact]
    public async Task A_request_needs_attention_at_once_and_a_CCPA_one_names_the_day_to_confirm_its_receipt()
    {
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("portal-privacy-attention", members: 1);
        var member = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var visitor = await SignIn(app, tenant, member);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

        await visitor.Get(Address);
        await Send(visitor, ("law", "gdpr"), ("kind", "restrict"));
        var restrict = await OnlyRequest(app, member, "restrict");
        await visitor.Get(Address);
        await Send(visitor, ("law", "ccpa"), ("kind", "export"));
        var export = await OnlyRequest(app, member, "export");
        var unread = await NeedAttention();
        await app.Run("privacy_request.start", restrict);
        await app.Run("privacy_request.start", export);
        var started = await NeedAttention();
        // Each day of the week, because the team records these and they are listed only when the day to confirm the receipt is near.
        var days = Enumerable.Range(4, 7).Select(age => today.AddDays(-age)).ToList();
        foreach (var day in days)
            await app.Run(
                "privacy_request.record",
                IdGenerator.Platform,
                new
                {
                    kind = "export",
                    law = "ccpa",
                    email = $"day-{day.DayNumber}@nowhere.example",
                    received_on = day,
                }
            );
        var recorded = await NeedAttention();

        var confirm = AcknowledgeBy(today).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        Summary(unread, restrict)!.ShouldStartWith("Restriction request (GDPR): New in the portal. Due in ");
        Summary(unread, export)!.ShouldStartWith($"Request to know (CCPA): Confirm receipt by {confirm}. Due in ");
        (Summary(started, restrict), Summary(started, export)).ShouldBe((null, null));
        (recorded.Total - started.Total).ShouldBe(days.Count(day => AcknowledgeBy(day) <= today.AddDays(PrivacyDeadline.SoonDays)));
    }

    [Fact]
    public async Task A_member_of_test_data_sees_why_no_request_can_be_sent()
    {
        var (live, app) = (await TestApplication.Connect(console), await TestApplication.Connect(console, Mode.Test));
        var tenant = await app.Tenant("portal-privacy-test", members: 1);
        var member = (await app.Get($"/api/v1/tenants/{tenant}/members")).GetProperty("data")[0].GetProperty("id").GetString()!;
        var visitor = await SignIn(app, tenant, member);

        await visitor.Get(Address);
        var shown = visitor.Page;
        await visitor.Get("/account/preferences"); // a form that has the token of the session
        var sent = await Send(visitor, ("law", "gdpr"), ("kind", "export"));

        shown.ShouldContain("Requests of test data aren't processed.");
        shown.ShouldNotContain("Send request");
        sent.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        visitor.Page.ShouldContain("Requests of test data aren't processed.");
        (await live.Get($"/api/v1/privacy-requests?q={member}")).GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_visitor_whom_the_application_does_not_name_has_no_requests()
    {
        var app = await TestApplication.Connect(console);
        var visitor = await SignIn(app, await app.Tenant("portal-privacy-unnamed"), member: null);

        await visitor.Get("/account/plan");
        visitor.Page.ShouldNotContain(Address);
        (await visitor.Get(Address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static DateOnly AcknowledgeBy(DateOnly received) => PrivacyDeadline.AcknowledgeBy(PrivacyLaw.Ccpa, PrivacyRequestKind.Export, received)!.Value; // not null: this law needs it for this kind

    /// <returns>The ID of the member's request of this kind.</returns>
    private static async Task<string> OnlyRequest(TestApplication app, string member, string kind) =>
        (await app.Get($"/api/v1/privacy-requests?q={member}&kind={kind}")).GetProperty("data").EnumerateArray().Single().GetProperty("id").GetString()!;

    /// <summary>Read from its source, because the page shows the answer of 15 seconds ago.</summary>
    private async Task<AttentionList> NeedAttention()
    {
        await using var work = await console.Database.Read();
        return await console.Services.GetServices<IAttentionSource>().Single(source => source.Permission == "privacy_request.read").Find(Mode.Live, work);
    }

    private static string? Summary(AttentionList list, string id) =>
        list.Items.SingleOrDefault(item => item.Address.EndsWith(id, StringComparison.Ordinal))?.Summary;

    private Task<TestBrowser> SignIn(TestApplication app, string tenant, string? member) => TestBrowser.EnterPortal(console, app, new { tenant, member });

    private static Task<HttpResponseMessage> Send(TestBrowser visitor, params (string, string)[] fields) =>
        visitor.PostRaw(
            Address,
            TestBrowser.Form([.. fields, ("form_token", FormToken().Match(visitor.Page).Groups[1].Value)]),
            ("Sec-Fetch-Site", "same-origin")
        );

    [GeneratedRegex("name=\"form_token\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
