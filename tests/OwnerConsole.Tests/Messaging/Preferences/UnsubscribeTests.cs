using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Tenancy;
using OwnerConsole.Messaging.Emails;

namespace OwnerConsole.Tests.Messaging.Preferences;

/// <summary>Members choose what they receive by the links in their emails, and addresses that bounce receive nothing more.</summary>
[Slow(5, "Preferences")]
public sealed partial class UnsubscribeTests(TestConsole console) : IClassFixture<TestConsole>
{
    [Fact]
    public async Task One_click_in_a_received_email_ends_emails_of_its_topic_and_a_GET_changes_nothing()
    {
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await Connect(app, postbox);
        var (tenant, member) = await Member(app, "ada@studio.example");

        await Send(tenant, member, "news");
        var mail = await postbox.Next();
        var link = new Uri(Header().Match(mail.Raw).Groups["url"].Value);
        var shown = await console.Client.GetAsync(link.PathAndQuery);
        var before = await OptOuts(app, member);
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        var clicked = await console.Client.PostAsync(link.PathAndQuery, form);
        var skipped = await State(app, await Send(tenant, member, "news"), "not_sent");
        await Send(tenant, member, "billing");
        var required = await postbox.Next();

        mail.Raw.ShouldContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        link.Host.ShouldBe("console.timebot.example");
        (mail.Text + mail.Html).ShouldContain(link.AbsoluteUri);
        var page = await shown.Content.ReadAsStringAsync();
        page.ShouldContain("noindex");
        page.ShouldNotContain("Ada");
        page.ShouldNotContain(member);
        before.ShouldBeEmpty();
        ((int)clicked.StatusCode).ShouldBe(200);
        (await OptOuts(app, member)).ShouldBe(["news:email"]);
        skipped.ShouldBe("The recipient opted out of News.");
        required.Raw.ShouldNotContain("List-Unsubscribe");
        link.AbsoluteUri.ShouldNotContain(tenant);
    }

    [Fact]
    public async Task A_member_chooses_topics_and_channels_on_the_page_and_a_changed_link_is_refused()
    {
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start();
        await Connect(app, postbox);
        var (tenant, member) = await Member(app, "eve@studio.example");
        await Send(tenant, member, "usage");
        var address = new Uri(Header().Match((await postbox.Next()).Raw).Groups["url"].Value).PathAndQuery;
        string[] channels = ["email", "in_app", "sms", "whatsapp", "push"];
        string[] received = [.. channels.Select(channel => $"usage:{channel}"), .. channels.Select(channel => $"system_alerts:{channel}"), "news:in_app"];

        using var form = new FormUrlEncodedContent(received.Select(key => KeyValuePair.Create("receive", key)));
        var saved = await console.Client.PostAsync(address, form);
        var chosen = await OptOuts(app, member);
        var kept = await app.Put($"/api/v1/members/{member}/preferences", new { opt_outs = new[] { new { topic = "usage", channel = "sms" } } });
        var changed = (address[^5] == 'A' ? 'B' : 'A', address);
        var refused = await console.Client.GetAsync($"{address[..^5]}{changed.Item1}{address[^4..]}");
        var unknown = await app.Send(
            HttpMethod.Put,
            $"/api/v1/members/{member}/preferences",
            Json.Text(new { opt_outs = new[] { new { topic = "billing" } } })
        );

        saved.Headers.Location!.ToString().ShouldEndWith("?saved");
        chosen.ShouldBe(["feature_updates", "news:email", "news:sms", "news:whatsapp", "news:push"]);
        kept.GetProperty("topics").GetArrayLength().ShouldBe(6);
        (await OptOuts(app, member)).ShouldBe(["usage:sms"]);
        ((int)refused.StatusCode).ShouldBe(404);
        unknown.Status.ShouldBe(400);
    }

    [Fact]
    public async Task The_portal_names_topics_whose_consent_is_withdrawn_and_keeps_their_channels()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, member) = await Member(app, "mia@studio.example");
        await app.Put($"/api/v1/members/{member}/preferences", new { opt_outs = new[] { new { topic = "news", channel = "email" } } });
        var visitor = await TestBrowser.EnterPortal(console, app, new { tenant, member });
        const string Address = "/account/preferences";

        await visitor.Get(Address);
        var before = visitor.Page;
        await app.Put($"/api/v1/members/{member}/consents/marketing", new { legal_basis = "consent", state = "withdrawn" });
        await visitor.Get(Address);
        var after = visitor.Page;
        var fields = HiddenField().Matches(after).Select(field => (field.Groups["name"].Value, field.Groups["value"].Value)).ToArray();
        var saved = await visitor.PostRaw(Address, TestBrowser.Form(fields), ("Sec-Fetch-Site", "same-origin"));
        var kept = await OptOuts(app, member);
        await app.Put($"/api/v1/members/{member}/consents/marketing", new { legal_basis = "consent", state = "granted" });
        await visitor.Get(Address);

        const string Withdrawn = "You have withdrawn your consent, so you don't receive these messages.";
        before.ShouldNotContain(Withdrawn);
        after.Split(Withdrawn).Length.ShouldBe(3); // news and feature updates
        before.ShouldContain("type=\"checkbox\" name=\"receive\" value=\"news:sms\"");
        after.ShouldNotContain("type=\"checkbox\" name=\"receive\" value=\"news:sms\"");
        after.ShouldContain("type=\"checkbox\" name=\"receive\" value=\"usage:sms\"");
        ((int)saved.StatusCode).ShouldBe(302);
        kept.ShouldBe(["news:email", "system_alerts", "usage"]); // the last two were sent without a checked channel
        visitor.Page.ShouldNotContain(Withdrawn);
    }

    [Fact]
    public async Task A_hard_bounce_suppresses_the_address_until_it_is_removed_and_nothing_is_left_after_anonymising()
    {
        var app = await TestApplication.Connect(console);
        await using var postbox = await MailServer.Start(0, ("ANSWERS", "550"));
        await Connect(app, postbox);
        var (tenant, member) = await Member(app, "gone@studio.example");
        await app.Put($"/api/v1/members/{member}/preferences", new { opt_outs = new[] { new { topic = "news" } } });

        var bounced = await Send(tenant, member, "usage");
        await State(app, bounced, "bounced");
        var reason = await State(app, await Send(tenant, member, "billing"), "not_sent");
        var suppression = (await app.Get("/api/v1/suppressions"))
            .GetProperty("data")
            .EnumerateArray()
            .Single(row => row.GetProperty("recipient").GetString() == member);
        var removal = await app.Run("address.unsuppress", suppression.GetProperty("id").GetString()!);
        await Send(tenant, member, "billing");
        var delivered = await postbox.Next();
        await app.Undo(removal);
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<Anonymiser>().Person(tenant, member, work);
            await work.Commit();
        }

        reason.ShouldBe("The address is suppressed.");
        (suppression.GetProperty("reason").GetString(), suppression.GetProperty("email_id").GetString()).ShouldBe(("hard_bounce", bounced));
        delivered.To.Address.ShouldBe("gone@studio.example");
        await using var reading = await console.Database.Read();
        var left = await reading.One<long>(
            "select (select count(*) from preferences.opt_outs where member_id = @member) + (select count(*) from preferences.suppressions where recipient = @member)",
            new { member }
        );
        left.ShouldBe(0);
    }

    [Fact]
    public async Task The_contact_data_of_a_member_are_validated_stored_and_anonymised()
    {
        var app = await TestApplication.Connect(console);
        var (tenant, member) = await Member(app, "zoe@studio.example");
        var address = $"/api/v1/tenants/{tenant}/members/ext:one";
        async Task<string?> Refused(object report) => (await app.Send(HttpMethod.Put, address, Json.Text(report))).Body.GetProperty("detail").GetString();

        var stored = await app.Put(
            address,
            new
            {
                language = "pt-BR",
                time_zone = "America/Sao_Paulo",
                phone = "+5511987654321",
            }
        );
        string?[] refused =
        [
            await Refused(new { language = "pt_BR" }),
            await Refused(new { time_zone = "Sao Paulo" }),
            await Refused(new { phone = "011 98765" }),
        ];
        await using (var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant, IdGenerator.Platform]))
        {
            await console.Services.GetRequiredService<Anonymiser>().Person(tenant, member, work);
            await work.Commit();
        }
        await app.Put(address, new { phone = "+5511987654321" });

        (stored.GetProperty("language").GetString(), stored.GetProperty("phone").GetString()).ShouldBe(("pt-BR", "+5511987654321"));
        refused[0]!.ShouldContain("BCP 47");
        refused[1]!.ShouldContain("America/Sao_Paulo");
        refused[2]!.ShouldContain("+41441234567");
        var after = await app.Get($"/api/v1/members/{member}");
        foreach (var field in new[] { "language", "time_zone", "phone" })
            after.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.Null, field);
    }

    /// <summary>Every test has its own mail server; the console's URL is set once.</summary>
    private static async Task Connect(TestApplication app, MailServer postbox)
    {
        const string Url = "https://console.timebot.example";
        var settings = (await app.Get("/api/v1/settings")).GetProperty("data").EnumerateArray();
        if (settings.Single(setting => setting.GetProperty("key").GetString() == "platform.url").GetProperty("value").GetString() != Url)
            await app.Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = Url });
        await app.Run(
            "mail.configure",
            IdGenerator.Platform,
            new
            {
                host = "127.0.0.1",
                port = postbox.Port,
                encryption = "none",
                from_address = "console@timebot.example",
                from_name = "Time Bot",
            }
        );
    }

    private async Task<string> Send(string tenant, string member, string topic)
    {
        await using var work = await console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        var id = await console.Services.GetRequiredService<EmailOutbox>().Enqueue(TestMail.Template, tenant, member, new { topic }, work);
        await work.Commit();
        return id;
    }

    private static async Task<(string Tenant, string Id)> Member(TestApplication app, string email)
    {
        var tenant = await app.Tenant($"t{Guid.CreateVersion7():N}");
        return (tenant, (await app.Put($"/api/v1/tenants/{tenant}/members/ext:one", new { name = "Ada", email })).GetProperty("id").GetString()!);
    }

    private static async Task<string[]> OptOuts(TestApplication app, string member) =>
        [
            .. (await app.Get($"/api/v1/members/{member}/preferences"))
                .GetProperty("opt_outs")
                .EnumerateArray()
                .Select(one => one.GetProperty("channel").GetString() is { } channel ? $"{one.GetProperty("topic")}:{channel}" : $"{one.GetProperty("topic")}"),
        ];

    /// <returns>Why the email is in this state.</returns>
    private static async Task<string?> State(TestApplication app, string id, string state)
    {
        JsonElement Email(JsonElement emails) => emails.GetProperty("data").EnumerateArray().Single(row => row.GetProperty("id").GetString() == id);
        return Email(await app.Await("/api/v1/emails", emails => Email(emails).GetProperty("state").GetString() == state)).GetProperty("reason").GetString();
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex HiddenField();

    [GeneratedRegex("^List-Unsubscribe: <(?<url>[^>]+)>\r\n", RegexOptions.Multiline, 1000)]
    private static partial Regex Header();
}
