using System.Globalization;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Outbound;
using OwnerConsole.Messaging.Channels.Public;
using OwnerConsole.Messaging.Channels.WebPush;

namespace OwnerConsole.Messaging.Channels.Transports;

/// <summary>Sends a message to all browsers of a member, through the push service of each. The library encrypts it (RFC 8291).</summary>
public sealed class WebPushTransport(VendorHttp http) : IChannelTransport
{
    /// <summary>How long a push service keeps a message for a browser that is closed.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(3);

    /// <summary>Validity of the signed token. Push services accept at most 24 hours.</summary>
    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromHours(12);

    public bool Supports(ChannelKind kind) => kind is ChannelKind.WebPush;

    public async Task<SendResult> Send(PreparedMessage prepared, CancellationToken stop)
    {
        var content = PushNotification.Of(prepared.Message, prepared.MessageId).ToBytes();
        return Combine(prepared, await Task.WhenAll(prepared.Browsers.Select(browser => Send(prepared, browser, content, stop))));
    }

    private async Task<BrowserResult> Send(PreparedMessage prepared, PushDestination browser, byte[] content, CancellationToken stop)
    {
        using var request = await Prepare(prepared, browser.Secret, content, stop);
        return new(browser, Read(await http.Send(request, stop), browser.Service));
    }

    /// <summary>Lets the library write the request without sending it, because only <see cref="VendorHttp"/> checks addresses and limits responses.</summary>
    private static async Task<HttpRequestMessage> Prepare(PreparedMessage prepared, PushSecret browser, byte[] content, CancellationToken stop)
    {
        using var body = new ByteArrayContent(content);
        var message = new PushMessage(body)
        {
            TimeToLive = (int)s_lifetime.TotalSeconds,
            Topic = prepared.MessageId, // a repeated message replaces the one that waits for the browser
            Urgency = prepared.Message.Urgency switch
            {
                MessageUrgency.Low => PushMessageUrgency.Low,
                MessageUrgency.High => PushMessageUrgency.High,
                _ => PushMessageUrgency.Normal,
            },
        };
        var subscription = new PushSubscription { Endpoint = browser.Endpoint };
        subscription.SetKey(PushEncryptionKeyName.P256DH, browser.P256dh);
        subscription.SetKey(PushEncryptionKeyName.Auth, browser.Auth);
        using var sender = new VapidAuthentication(prepared.Secrets.PublicKey, prepared.Secrets.Secret)
        {
            Subject = prepared.Channel.Contact,
            Expiration = (int)s_tokenLifetime.TotalSeconds,
        };
        using var writer = new RequestWriter();
        using var client = new HttpClient(writer);
        await new PushServiceClient(client) { AutoRetryAfter = false }.RequestPushMessageDeliveryAsync(subscription, message, sender, stop);
        var request = writer.Request!; // the library sends exactly one request
        // The library leaves out the port, which is part of the origin.
        request.Headers.Authorization = new(
            "vapid",
            sender.GetVapidSchemeAuthenticationHeaderValueParameter(new Uri(browser.Endpoint).GetLeftPart(UriPartial.Authority))
        );
        return request;
    }

    private static SendResult Read(ServiceAnswer answer, string service) =>
        answer.IsSuccess
            ? new(SendOutcome.Accepted, answer.Status, answer.Excerpt)
            : answer.FindTemporary(service)
                ?? new(SendOutcome.Rejected, answer.Status, answer.Excerpt)
                {
                    Code = answer.Status?.ToString(CultureInfo.InvariantCulture),
                    Reason = answer.Status switch
                    {
                        404 or 410 => "The browser is no longer subscribed.",
                        401 or 403 => $"{service} refused the public key of the channel. The browser may be subscribed to another one.",
                        413 => $"{service} refused the message because it is too large.",
                        _ => $"{service} responded with {answer.Status}.",
                    },
                };

    /// <summary>A message is sent when no browser is left to try and one has accepted it.</summary>
    private static SendResult Combine(PreparedMessage prepared, IReadOnlyList<BrowserResult> results)
    {
        var worst = (
            results.FirstOrDefault(one => one.Result.Outcome is SendOutcome.RateLimited)
            ?? results.FirstOrDefault(one => one.Result.Outcome is SendOutcome.Unavailable)
            ?? results.FirstOrDefault(one => one.Result.Outcome is SendOutcome.Accepted)
            ?? (prepared.HasReached ? null : results.FirstOrDefault())
        )?.Result;
        return (worst ?? new(SendOutcome.Accepted, null, "")) with
        {
            RetryAfter = results.Max(one => one.Result.RetryAfter),
            Reached = Ids(one => one.Outcome is SendOutcome.Accepted),
            Gone = Ids(one => one.Status is 404 or 410),
            Busy = [.. results.Where(one => one.Result.Outcome is SendOutcome.RateLimited).Select(one => one.Browser.Service).Distinct(StringComparer.Ordinal)],
        };

        IReadOnlyList<string> Ids(Func<SendResult, bool> matches) => [.. results.Where(one => matches(one.Result)).Select(one => one.Browser.Id)];
    }

    private sealed record BrowserResult(PushDestination Browser, SendResult Result);

    /// <summary>Copies a request and answers that it was accepted.</summary>
    private sealed class RequestWriter : HttpMessageHandler
    {
        public HttpRequestMessage? Request { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Request = new(request.Method, request.RequestUri)
            {
                Content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken)),
            }; // a message has content
            foreach (var header in request.Headers)
                Request.Headers.TryAddWithoutValidation(header.Key, header.Value);
            foreach (var header in request.Content.Headers)
                Request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            return new(System.Net.HttpStatusCode.Created);
        }
    }
}
