using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using OwnerConsole.Data;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Reliability.StatusPages;

/// <summary>A console with a public status page that accepts subscriptions, its mail server, and a receiver of webhooks.</summary>
internal sealed partial class SubscribedPage(TestConsole console, TestApplication app, MailServer postbox, WebhookReceiver receiver) : IAsyncDisposable
{
    public TestConsole Console => console;

    public TestApplication App => app;

    public MailServer Postbox => postbox;

    public WebhookReceiver Receiver => receiver;

    /// <param name="answers">First responses of the receiver.</param>
    public static async Task<SubscribedPage> Start(string answers = "")
    {
        var console = await TestConsole.Start();
        var app = await TestApplication.Connect(console);
        var postbox = await MailServer.Start();
        await postbox.Connect(app);
        await app.Run("status_page.configure", IdGenerator.Platform, new { name = "Time Bot", enabled = true });
        var page = new SubscribedPage(console, app, postbox, await WebhookReceiver.Start(answers));
        await page.Await(summary => summary.GetProperty("page").GetProperty("url").GetString()!.StartsWith("https", StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await postbox.DisposeAsync();
        await console.DisposeAsync();
    }

    /// <summary>Adds a component, and waits until its status is compared.</summary>
    /// <returns>Its ID.</returns>
    public async Task<string> Add(object component)
    {
        var id = (await app.Run("status_component.add", IdGenerator.Platform, component)).Created();
        await Poll.Until(async () =>
        {
            await using var work = await console.Database.Read();
            return await work.One<bool>("select exists (select from status_pages.component_states where component_id = @id)", new { id });
        });
        return id;
    }

    /// <summary>Subscribes on the public page, and confirms it with the link in the email.</summary>
    /// <param name="webhook">Null for emails.</param>
    /// <param name="components">IDs of the components; none for all.</param>
    /// <returns>The page after the confirmation.</returns>
    public async Task<string> Subscribe(string email, string? webhook = null, params string[] components)
    {
        var fields = new List<(string, string)> { ("email", email) };
        if (webhook is not null)
            fields.Add(("webhook", webhook));
        fields.AddRange(components.Select(component => ("component", component)));
        using var answer = await Post("/status/subscribe", [.. fields]);
        answer.EnsureSuccessStatusCode();
        return await Confirm();
    }

    /// <summary>Confirms with the link in the next email.</summary>
    /// <returns>The page after the confirmation.</returns>
    public async Task<string> Confirm()
    {
        var question = await postbox.Next();
        using var confirmed = await Post(StatusPageHarness.ConfirmLink().Match(question.Text).Value);
        return WebUtility.HtmlDecode(await confirmed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Subscribes the receiver, which then verifies signatures.</summary>
    /// <param name="components">IDs of the components; none for all.</param>
    public async Task SubscribeReceiver(string email, params string[] components) =>
        await receiver.Trust(Secret().Match(await Subscribe(email, receiver.Url, components)).Value);

    /// <summary>Makes emails and webhooks due that wait until their run can't be undone without them.</summary>
    public Task SendNow() => StatusPageHarness.SendNow(console);

    public Task<HttpResponseMessage> Post(string address, params (string Name, string Value)[] fields) => StatusPageHarness.Post(console, address, fields);

    /// <summary>Waits until the JSON of the public page fulfils a condition.</summary>
    public Task Await(Func<JsonElement, bool> holds) => StatusPageHarness.Await(console, holds);

    [GeneratedRegex("whsec_[A-Za-z0-9+/=]+", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
