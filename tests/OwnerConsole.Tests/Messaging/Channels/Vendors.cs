using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using OwnerConsole.Fixtures;

namespace OwnerConsole.Tests.Messaging.Channels;

/// <summary>Twilio, Slack and Resend of the npm package emulate, and a Discord, SendGrid, PagerDuty, Datadog and New Relic that accept every valid message, behind one address that checks each request and can fail.</summary>
public sealed class Vendors : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000001",
        AuthToken = "0123456789abcdef0123456789abcdef",
        Sender = "+15550100001",
        RoutingKey = "0123456789abcdefghij0123456789AB",
        DatadogKey = "fedcba9876543210fedcba9876543210",
        LicenseKey = "0123456789012345678901234567890123FFNRAL",
        SlackUrl = "https://hooks.slack.com/services/T000000001/B000000001/X000000001",
        DiscordUrl = "https://discord.com/api/webhooks/1100000000000000001/token-of-discord";

    private readonly Process _emulators;
    private readonly WebApplication _web;
    private readonly HttpClient _http = new();
    private readonly int _twilio,
        _slack,
        _resend;

    /// <summary>Requests and responses by their idempotency key, which Resend has and its emulation lacks.</summary>
    private readonly ConcurrentDictionary<string, (string Body, string Response)> _answered = new(StringComparer.Ordinal);

    /// <summary>Responses that come before those of the vendors.</summary>
    private readonly ConcurrentQueue<Func<HttpContext, string, Task>> _faults = new();

    private Vendors(Process emulators, int twilio, int slack, int resend)
    {
        (_emulators, _twilio, _slack, _resend) = (emulators, twilio, slack, resend);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(new ServerErrors());
        _web = builder.Build();
        _web.Run(Handle);
    }

    /// <summary>Base address, to be used instead of those of the vendors.</summary>
    public Uri Address => new(_web.Urls.First());

    /// <summary>Requests that send a message, in the order of their arrival.</summary>
    public ConcurrentQueue<VendorRequest> Sent { get; } = new();

    /// <summary>What contradicted the descriptions of the vendors.</summary>
    public ConcurrentQueue<string> Contradictions { get; } = new();

    public static async Task<Vendors> Start()
    {
        var start = new ProcessStartInfo("node", "vendors.mjs")
        {
            WorkingDirectory = Repository.PathOf("tests", "vendors"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        var ports = (await process.StandardOutput.ReadLineAsync())!.Split(' ').Skip(1).Select(port => int.Parse(port, CultureInfo.InvariantCulture)).ToArray();
        var vendors = new Vendors(process, ports[0], ports[1], ports[2]);
        await vendors._web.StartAsync();
        return vendors;
    }

    /// <summary>Answers the next request that sends a message itself.</summary>
    public void FailNext(int status, string body, int? retryAfter = null) =>
        _faults.Enqueue(
            async (context, _) =>
            {
                context.Response.StatusCode = status;
                if (retryAfter is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                await context.Response.WriteAsync(body);
            }
        );

    /// <summary>Passes on the next request that sends a message, and ends the connection instead of responding, as if the console was killed before it stored the response.</summary>
    public void LoseNextResponse() =>
        _faults.Enqueue(
            async (context, body) =>
            {
                using var response = await Forward(context, body);
                context.Abort();
            }
        );

    /// <returns>The messages that Twilio has received for a number.</returns>
    public async Task<IReadOnlyList<JsonElement>> TwilioMessages(string to)
    {
        using var request = Signed(HttpMethod.Get, $"/2010-04-01/Accounts/{Account}/Messages.json?To={Uri.EscapeDataString(to)}");
        using var response = await _http.SendAsync(request);
        return [.. (await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync())).RootElement.GetProperty("messages").EnumerateArray()];
    }

    /// <returns>The emails that Resend has received for an address.</returns>
    public async Task<IReadOnlyList<JsonElement>> ResendEmails(string to)
    {
        var list = JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync($"http://127.0.0.1:{_resend}/emails"));
        return [.. list.GetProperty("data").EnumerateArray().Where(email => email.GetProperty("to")[0].GetString() == to)];
    }

    /// <summary>Lets Twilio report the status of a message to the console.</summary>
    public async Task Report(string sid, string status)
    {
        using var request = Signed(HttpMethod.Post, "/_twilio/simulate/message-status");
        request.Content = new FormUrlEncodedContent([new("MessageSid", sid), new("Status", status)]);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _http.Dispose();
        _emulators.StandardInput.Close();
        await _emulators.WaitForExitAsync();
        _emulators.Dispose();
    }

    private HttpRequestMessage Signed(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, $"http://127.0.0.1:{_twilio}{path}");
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{AuthToken}")));
        return request;
    }

    private async Task Handle(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var vendor = VendorOf(context.Request.Path);
        if (context.Request.Method == "POST")
        {
            var form = vendor == "twilio" ? Form(body) : [];
            Sent.Enqueue(
                new(vendor, context.Request.GetEncodedPathAndQuery(), body, form, TimeProvider.System.GetUtcNow())
                {
                    Authorization = context.Request.Headers.Authorization.ToString(),
                    Key = $"{context.Request.Headers["DD-API-KEY"]}{context.Request.Headers["Api-Key"]}",
                    IdempotencyKey = context.Request.Headers["Idempotency-Key"].ToString(),
                }
            );
            if (VendorContract.FindContradiction(vendor, body, form) is { } contradiction)
                Contradictions.Enqueue($"{vendor}: {contradiction}");
            if (_faults.TryDequeue(out var fault))
            {
                await fault(context, body);
                return;
            }
        }
        if (vendor == "discord")
        {
            await context.Response.WriteAsJsonAsync(
                new
                {
                    id = $"12{Sent.Count}",
                    content = "",
                    type = 0,
                }
            );
            return;
        }
        if (vendor is "pagerduty" or "datadog")
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await context.Response.WriteAsync(
                vendor == "datadog"
                    ? """{"status": "ok", "event": {"id": 123, "id_str": "123", "title": "", "text": ""}}"""
                    : """{"status": "success", "message": "Event processed", "dedup_key": "key"}"""
            );
            return;
        }
        if (vendor == "newrelic")
        {
            await context.Response.WriteAsync("""{"success": true, "uuid": "00000000-0000-0000-0000-000000000001"}""");
            return;
        }
        if (vendor == "sendgrid")
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            context.Response.Headers["X-Message-Id"] = $"sg-{Sent.Count}";
            return;
        }
        if (_answered.TryGetValue(context.Request.Headers["Idempotency-Key"].ToString(), out var before))
        {
            context.Response.StatusCode = before.Body == body ? 200 : 409;
            await context.Response.WriteAsync(
                before.Body == body ? before.Response : """{"statusCode": 409, "name": "invalid_idempotent_request", "message": "Same key, other body."}"""
            );
            return;
        }
        using var response = await Forward(context, body);
        context.Response.StatusCode = (int)response.StatusCode;
        await context.Response.WriteAsync(await response.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> Forward(HttpContext context, string body)
    {
        var port = VendorOf(context.Request.Path) switch
        {
            "twilio" => _twilio,
            "resend" => _resend,
            _ => _slack,
        };
        using var request = new HttpRequestMessage(new(context.Request.Method), $"http://127.0.0.1:{port}{context.Request.GetEncodedPathAndQuery()}");
        if (context.Request.Headers.Authorization is [{ } authorization])
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (context.Request.Method == "POST")
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new(context.Request.ContentType!.Split(';')[0]);
        }
        var response = await _http.SendAsync(request);
        if (context.Request.Headers["Idempotency-Key"] is [{ } key] && response.IsSuccessStatusCode)
            _answered[key] = (body, await response.Content.ReadAsStringAsync());
        return response;
    }

    private static string VendorOf(string path) =>
        path.StartsWith("/2010-04-01/", StringComparison.Ordinal) ? "twilio"
        : path.StartsWith("/api/webhooks/", StringComparison.Ordinal) ? "discord"
        : path == "/emails" ? "resend"
        : path == "/v3/mail/send" ? "sendgrid"
        : path == "/v2/enqueue" ? "pagerduty"
        : path == "/api/v1/events" ? "datadog"
        : path.StartsWith("/v1/accounts/", StringComparison.Ordinal) ? "newrelic"
        : "slack";

    private static Dictionary<string, string> Form(string body) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal);
}

/// <param name="Vendor">twilio, slack, discord, resend, sendgrid, pagerduty, datadog or newrelic.</param>
public sealed record VendorRequest(string Vendor, string Path, string Body, IReadOnlyDictionary<string, string> Form, DateTimeOffset At)
{
    public string Authorization { get; init; } = "";

    public string IdempotencyKey { get; init; } = "";

    /// <summary>API key of Datadog, or license key of New Relic.</summary>
    public string Key { get; init; } = "";

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);
}
