using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Tenancy;
using static OwnerConsole.Tests.Messaging.Channels.ChannelStage;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>Which browsers applications can subscribe, and to whom they belong.</summary>
public sealed class PushSubscriptionTests(ChannelStage stage) : IClassFixture<ChannelStage>
{
    [Fact]
    public async Task A_browser_belongs_to_its_last_member_follows_a_merge_and_is_deleted_with_the_member()
    {
        await using var push = await PushReceiver.Start();
        var (channel, ada, bob) = (await stage.AddPush(), await stage.Member(phone: null), await stage.Member(phone: null));
        var bobsOther = Text(await stage.App.Put($"/api/v1/tenants/{bob.Tenant}/members/ext:other", new { name = "Bob" }), "id")!;
        var shared = push.AddBrowser("shared");

        await stage.Subscribe(ada.Member, channel, shared);
        await stage.Subscribe(bobsOther, channel, shared); // another person signs in on the same browser
        var (ofAda, ofBob) = (await stage.Browsers(ada.Member), await stage.Browsers(bobsOther));
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [bob.Tenant]))
        {
            await work.Execute(
                "insert into core.merges (tenant_id, member_id, into_id, opened_by, from_at) values (@Tenant, @bobsOther, @Member, 'run_1', now())",
                new
                {
                    bob.Tenant,
                    bobsOther,
                    bob.Member,
                }
            );
            await work.Commit();
        }
        await stage.Await(channel, await stage.Send(channel, "", "Merged", bob), "sent");
        foreach (var number in Enumerable.Range(1, 21))
            await stage.Subscribe(ada.Member, channel, push.AddBrowser($"many-{number}"));
        var many = await stage.Browsers(ada.Member);
        var rest = (await stage.App.Send(HttpMethod.Delete, $"/api/v1/members/{ada.Member}/push-subscriptions/{Text(many[0], "id")}")).Body;
        await using (var work = await stage.Console.Database.Write(WriteOrigin.Intake("test"), [ada.Tenant, IdGenerator.Platform]))
        {
            await stage.Console.Services.GetRequiredService<Anonymiser>().Person(ada.Tenant, ada.Member, work);
            await work.Commit();
        }

        (ofAda.Count, ofBob.Count, many.Count, rest.GetProperty("data").GetArrayLength()).ShouldBe((0, 1, 20, 19));
        push.Delivered("shared").ShouldHaveSingleItem();
        await using var reading = await stage.Console.Database.Read();
        (await reading.One<long>("select count(*) from channels.subscriptions where member_id = @Member", new { ada.Member })).ShouldBe(0);
    }

    [Theory]
    [InlineData("endpoint", "ftp://push.example/1")]
    [InlineData("endpoint", "https://user:secret@push.example/1")]
    [InlineData("endpoint", "10 kB")]
    [InlineData("p256dh", "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA")]
    [InlineData("p256dh", "BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")] // not on the curve
    [InlineData("p256dh", "<script>")]
    [InlineData("auth", "tBHItJI5svbpez7KI4CC")]
    [InlineData("expirationTime", "1")]
    [InlineData("channel", "chn_00000000000000000000000000")]
    public async Task A_subscription_that_can_not_work_is_refused(string field, string value)
    {
        await stage.AddPush();
        var (_, member) = await stage.Member(phone: null);
        var endpoint = value == "10 kB" ? "https://fcm.googleapis.com/" + new string('a', 10_000) : value;
        var body = new
        {
            endpoint = field == "endpoint" ? endpoint : "https://fcm.googleapis.com/1",
            keys = new
            {
                p256dh = field == "p256dh" ? value : "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
                auth = field == "auth" ? value : "tBHItJI5svbpez7KI4CCXg",
            },
            expirationTime = field == "expirationTime" ? (double?)1 : null,
            channel = field == "channel" ? value : null,
        };

        var answer = await stage.App.Send(HttpMethod.Put, $"/api/v1/members/{member}/push-subscriptions", JsonSerializer.Serialize(body));

        answer.Status.ShouldBe(400);
        Text(answer.Body, "detail")!.ShouldContain(field);
    }

    [Fact]
    public async Task Private_push_services_and_consoles_without_web_push_are_refused()
    {
        await using var console = await TestConsole.Start(plain => plain with { AllowPrivateHosts = false });
        var app = await TestApplication.Connect(console);
        var tenant = await app.Tenant("guarded");
        var member = Text(await app.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada" }), "id");
        async Task<JsonElement> Refused(string endpoint)
        {
            var browser = new TestPushBrowser(endpoint);
            return (await app.Send(HttpMethod.Put, $"/api/v1/members/{member}/push-subscriptions", JsonSerializer.Serialize(browser.Json))).Body;
        }

        var without = await Refused("https://fcm.googleapis.com/fcm/send/1");
        await app.Run(
            "channel.add",
            IdGenerator.Platform,
            new
            {
                kind = "web_push",
                name = "Push",
                contact = "ops@example.com",
            }
        );
        List<string?> refused = [];
        foreach (var host in new[] { "127.0.0.1", "10.0.0.8", "localhost", "169.254.169.254", "[::1]", "0127.0.0.1", "intranet" })
            refused.Add(Text(await Refused($"https://{host}/push"), "detail"));

        Text(without, "code").ShouldBe("no_web_push");
        refused.ShouldAllBe(detail => detail!.Contains("endpoint"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ops")]
    [InlineData("http://example.com")]
    [InlineData("mailto:a\"b@example.com")]
    public async Task A_contact_that_push_services_can_not_use_is_refused(string contact) =>
        (
            await stage.App.Refusal(
                "channel.add",
                IdGenerator.Platform,
                new
                {
                    kind = "web_push",
                    name = "Refused",
                    contact,
                }
            )
        ).ShouldBe("bad_contact");
}
