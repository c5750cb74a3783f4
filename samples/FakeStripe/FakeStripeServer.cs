using FakeStripe.Http;
using FakeStripe.Payments;
using FakeStripe.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FakeStripe;

/// <summary>A stand-in for Stripe's API on a loopback port: stateful, with test clock, faults and webhooks.</summary>
public sealed class FakeStripeServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly StripeAccount _account;
    private long _saved;

    private FakeStripeServer(WebApplication web, StripeAccount account, FaultRules faults, RequestLog requests, WebhookSender webhooks)
    {
        (_web, _account, Faults, Requests, Webhooks) = (web, account, faults, requests, webhooks);
        Disputes = new(account);
        Cards = new(account);
    }

    /// <summary>Base address, to be used instead of https://api.stripe.com.</summary>
    public Uri Address => new(_web.Urls.First());

    public StripeClock Clock => _account.Clock;

    public FaultRules Faults { get; }

    public RequestLog Requests { get; }

    public WebhookSender Webhooks { get; }

    public DisputeActions Disputes { get; }

    public CardActions Cards { get; }

    public static async Task<FakeStripeServer> Start(FakeStripeOptions? options = null)
    {
        options ??= new();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{options.Port}");
        builder.Logging.ClearProviders();
        var web = builder.Build();
        var (faults, requests, webhooks) = (new FaultRules(), new RequestLog(), new WebhookSender(options.Time));
        var account = new StripeAccount(options, webhooks);
        if (options.StateFile is { } file && File.Exists(file))
            account.Load(await File.ReadAllBytesAsync(file));
        web.Run(new ApiEndpoint(account, account.Routes(), faults, requests).Handle);
        await web.StartAsync();
        return new(web, account, faults, requests, webhooks);
    }

    /// <summary>Writes the state to the file of the options, if there is one and something has changed.</summary>
    public async Task Save()
    {
        var last = _account.Store.Last; // every change emits an event, which has a new id
        if (_account.Options.StateFile is not { } file || last == _saved)
            return;
        await File.WriteAllBytesAsync(file + ".new", _account.Save());
        File.Move(file + ".new", file, overwrite: true);
        _saved = last;
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await Webhooks.DisposeAsync();
    }
}
