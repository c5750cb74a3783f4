using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>A console whose channels lead to emulated vendors, and a source of messages with any text.</summary>
public sealed class ChannelStage : IAsyncLifetime
{
    private static int s_names;

    public TestConsole Console { get; private set; } = null!; // set before any test sees it

    public TestApplication App { get; private set; } = null!; // set before any test sees it

    public Vendors Vendors { get; private set; } = null!; // set before any test sees it

    public async ValueTask InitializeAsync()
    {
        Vendors = await Vendors.Start();
        Console = await TestConsole.Start(plain =>
            plain with
            {
                Modules = [.. ModuleList.All, new TextModule()],
                Vendors = new(new Uri("http://127.0.0.1:9"))
                {
                    Twilio = Vendors.Address,
                    Slack = Vendors.Address,
                    Discord = Vendors.Address,
                    AlertServices = Vendors.Address,
                },
            }
        );
        App = await TestApplication.Connect(Console);
        await App.Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = Console.Address.GetLeftPart(UriPartial.Authority) });
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        await Vendors.DisposeAsync();
    }

    /// <returns>Id of the channel, and the signing secret of a webhook.</returns>
    public async Task<(string Id, string? Secret)> Add(object input)
    {
        var run = await App.Run("channel.add", IdGenerator.Platform, input);
        return (run.Created(), run.TryGetProperty("secret", out var secret) ? secret.GetString() : null);
    }

    public async Task<string> AddSlack(string name) =>
        (
            await Add(
                new
                {
                    kind = "slack",
                    name,
                    secret = Vendors.SlackUrl,
                }
            )
        ).Id;

    public async Task<string> AddTwilio(string kind = "twilio_sms") =>
        (
            await Add(
                new
                {
                    kind,
                    name = $"Twilio {Interlocked.Increment(ref s_names)}",
                    secret = Vendors.AuthToken,
                    account = Vendors.Account,
                    sender = Vendors.Sender,
                    max_per_minute = 6_000,
                }
            )
        ).Id;

    /// <returns>Id of a channel of web push.</returns>
    public async Task<string> AddPush() =>
        (
            await Add(
                new
                {
                    kind = "web_push",
                    name = $"Push {Interlocked.Increment(ref s_names)}",
                    contact = "ops@example.com",
                    max_per_minute = 6_000,
                }
            )
        ).Id;

    /// <summary>Subscribes a browser as applications do.</summary>
    public async Task Subscribe(string member, string channel, TestPushBrowser browser)
    {
        var body = JsonSerializer.SerializeToNode(browser.Json)!;
        body["channel"] = channel;
        var answer = await App.Send(HttpMethod.Put, $"/api/v1/members/{member}/push-subscriptions", body.ToJsonString());
        answer.Status.ShouldBe(200, answer.Body.ToString());
    }

    public async Task<IReadOnlyList<JsonElement>> Browsers(string member) =>
        [.. (await App.Get($"/api/v1/members/{member}/push-subscriptions")).GetProperty("data").EnumerateArray()];

    /// <returns>Ids of a new tenant and its member with this phone number.</returns>
    public async Task<(string Tenant, string Member)> Member(string? phone)
    {
        var tenant = await App.Tenant($"channels-{Interlocked.Increment(ref s_names)}");
        var member = await App.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name = "Ada", phone });
        return (tenant, member.GetProperty("id").GetString()!);
    }

    /// <summary>Queues a message as modules do.</summary>
    /// <returns>Id of the message.</returns>
    public async Task<string> Send(string channel, string title, string text, (string Tenant, string Member)? to = null)
    {
        var tenant = to?.Tenant ?? IdGenerator.Platform;
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [tenant]);
        var facts = Json.Element(
            new
            {
                title,
                text,
                topic = MessageTopic.News.Key,
            }
        );
        var ids = await Console
            .Services.GetRequiredService<ChannelOutbox>()
            .EnqueueMany(TextSource.Key, channel, [new(tenant, to?.Member, facts, work.Now)], work);
        await work.Commit();
        return ids[0];
    }

    /// <returns>The message once it is in one of these states.</returns>
    public async Task<JsonElement> Await(string channel, string message, params string[] states)
    {
        JsonElement row = default;
        try
        {
            await Poll.Until(
                async () =>
                {
                    row = (await App.Get($"/api/v1/channels/{channel}/messages")).GetProperty("data").EnumerateArray().First(row => Text(row, "id") == message);
                    return states.Contains(Text(row, "state"));
                },
                seconds: 20,
                milliseconds: 50
            );
        }
        catch (TimeoutException late)
        {
            await using var work = await Console.Database.Read();
            var errors = await work.List<string>("select coalesce(error, '') from work.items where kind = 'channel.send'");
            throw new TimeoutException($"The message is not {string.Join(" or ", states)}: {row}\n{string.Join('\n', errors)}", late);
        }
        return row;
    }

    /// <summary>Sends a form as Twilio does.</summary>
    /// <param name="token">Auth token that signs it; null for no signature.</param>
    public async Task<HttpStatusCode> Post(string path, (string Name, string Value)[] form, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (token is not null)
            request.Headers.Add("X-Twilio-Signature", TwilioSignature.Sign(token, Console.Address.GetLeftPart(UriPartial.Authority) + path, form));
        using var response = await Console.Client.SendAsync(request);
        return response.StatusCode;
    }

    public static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private sealed class TextModule : OwnerConsole.Kernel.Modules.Module
    {
        public override void AddServices(IServiceCollection services) => services.AddSingleton<IMessageSource, TextSource>();
    }

    /// <summary>Its facts contain the text.</summary>
    private sealed class TextSource : IMessageSource
    {
        public const string Key = "test.text";

        public string Name => Key;

        public Task<SourcedMessage?> Find(OutgoingMessage message, UnitOfWork work) =>
            Task.FromResult<SourcedMessage?>(
                new(message.Facts.GetProperty("title").GetString()!, message.Facts.GetProperty("text").GetString()!, "https://app.example/new")
            );

        public Task Record(OutgoingMessage message, MessageState state, string? reason, UnitOfWork work) => Task.CompletedTask;
    }
}
