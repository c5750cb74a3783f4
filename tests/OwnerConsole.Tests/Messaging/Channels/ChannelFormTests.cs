using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>The forms of channels and probes show only the fields of their kind, without script too.</summary>
public sealed class ChannelFormTests(TestConsole console) : IClassFixture<TestConsole>
{
    private const string Add = "/operations/new?operation=channel.add&subject=tnt_platform&back=/messaging/channels";

    [Fact]
    public async Task A_kind_is_chosen_by_a_link_before_the_form_shows_its_fields()
    {
        var owner = await TestBrowser.Join(console, "owner");

        await owner.Get(Add);
        var first = owner.Page;
        await owner.Get($"{Add}&kind=slack");
        var slack = owner.Page;
        await owner.Get(Add.Replace("channel.add", "probe.add", StringComparison.Ordinal));
        var probe = owner.Page;

        first.ShouldContain("kind=twilio_sms");
        first.ShouldContain(">SMS (Twilio)</a>");
        (Has(first, "name"), Has(first, "account"), first.Contains("preview-confirm", StringComparison.Ordinal)).ShouldBe((false, false, false));
        (Has(slack, "name"), Has(slack, "secret"), Has(slack, "account"), Has(slack, "contact")).ShouldBe((true, true, false, false));
        slack.ShouldContain("preview-confirm");
        probe.ShouldContain("kind=heartbeat");
    }

    [Fact]
    public async Task A_changed_channel_shows_the_fields_of_its_kind_with_their_values()
    {
        var app = await TestApplication.Connect(console);
        var owner = await TestBrowser.Join(console, "owner");
        var added = await app.Run(
            "channel.add",
            IdGenerator.Platform,
            new
            {
                kind = "web_push",
                name = "Browsers",
                contact = "ops@example.com",
            }
        );
        var channel = added.Created();
        var form = $"/operations/new?operation=channel.change&subject={channel}&back=/messaging/channels";

        await owner.Get(form);
        var opened = owner.Page;
        await owner.Get($"{form}&name=Members&contact=mailto:ops@example.com&max_per_minute=600");

        opened.ShouldContain("value=\"mailto:ops@example.com\"");
        (Has(opened, "name"), Has(opened, "secret"), Has(opened, "account"), Has(opened, "body")).ShouldBe((true, false, false, false));
        (Has(owner.Page, "name"), Has(owner.Page, "account")).ShouldBe((true, false));
        owner.Page.ShouldContain("will use the new settings from now on");
    }

    private static bool Has(string page, string field) => page.Contains($"name=\"{field}\"", StringComparison.Ordinal);
}
