using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OwnerConsole.Data;
using OwnerConsole.Data.Lanes;
using OwnerConsole.Fixtures;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Messaging.Emails;
using OwnerConsole.Pure.Signing;
using OwnerConsole.Tests.Messaging.Channels;

namespace OwnerConsole.Tests.Messaging.Emails;

/// <summary>A console whose emails lead to Resend or SendGrid, and their signed delivery reports.</summary>
public sealed class EmailServiceStage : IAsyncLifetime
{
    public const string ApiKey = "re_quite-a-secret-key",
        Sender = "console@timebot.example";

    private static int s_names;

    private readonly ECDsa _sendgrid = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string ResendSecret { get; } = StandardWebhook.CreateSecret(RandomNumberGenerator.GetBytes(StandardWebhook.SecretLength));

    public string SendgridKey => Convert.ToBase64String(_sendgrid.ExportSubjectPublicKeyInfo());

    public TestConsole Console { get; private set; } = null!; // set before any test sees it

    public TestApplication App { get; private set; } = null!; // set before any test sees it

    public Vendors Vendors { get; private set; } = null!; // set before any test sees it

    public async ValueTask InitializeAsync()
    {
        Vendors = await Vendors.Start();
        Console = await TestConsole.Start(plain =>
            plain with
            {
                Vendors = new(new Uri("http://127.0.0.1:9"))
                {
                    Resend = Vendors.Address,
                    Sendgrid = new Uri("http://127.0.0.1:9"),
                    SendgridEu = Vendors.Address,
                },
            }
        );
        App = await TestApplication.Connect(Console);
        await App.Run("setting.change", IdGenerator.Platform, new { key = "platform.url", value = "https://console.timebot.example" });
    }

    public async ValueTask DisposeAsync()
    {
        await Console.DisposeAsync();
        await Vendors.DisposeAsync();
        _sendgrid.Dispose();
    }

    public Task<JsonElement> Use(string service) =>
        App.Run(
            "mail.configure",
            IdGenerator.Platform,
            new
            {
                service,
                api_key = ApiKey,
                region = service == "sendgrid" ? "eu" : null,
                callback_key = service == "sendgrid" ? SendgridKey : ResendSecret,
                from_address = Sender,
                from_name = $"Time Bot {Interlocked.Increment(ref s_names)}",
            }
        );

    /// <returns>Ids of a new tenant and its member, and the member's address.</returns>
    public async Task<(string Tenant, string Id, string Address)> Member(string name = "Ada")
    {
        var number = Interlocked.Increment(ref s_names);
        var address = $"ada{number}@studio.example";
        var tenant = await App.Tenant($"services-{number}");
        var member = await App.Put($"/api/v1/tenants/{tenant}/members/ext:ada", new { name, email = address });
        return (tenant, member.GetProperty("id").GetString()!, address);
    }

    /// <returns>Id of a queued test email.</returns>
    public async Task<string> Write((string Tenant, string Id, string Address) to)
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), [to.Tenant]);
        var id = await Console.Services.GetRequiredService<EmailOutbox>().Enqueue(TestMail.Template, to.Tenant, to.Id, new { }, work);
        await work.Commit();
        return id;
    }

    /// <returns>The email once it is in this state.</returns>
    public async Task<JsonElement> Await(string id, string state)
    {
        var answer = await App.Await(
            $"/api/v1/emails?q={id}",
            emails => emails.GetProperty("data").EnumerateArray().Any(email => email.GetProperty("state").GetString() == state)
        );
        return answer.GetProperty("data")[0];
    }

    public async Task<IReadOnlyList<string>> Reports(string id)
    {
        await using var reading = await Console.Database.Read();
        return await reading.List<string>("select kind from core.email_reports where email_id = @id order by at, report_id", new { id });
    }

    /// <returns>Reasons for which an address of this tenant is suppressed.</returns>
    public async Task<IReadOnlyList<string>> Suppressions(string tenant)
    {
        await using var reading = await Console.Database.Read();
        return await reading.List<string>("select reason from preferences.suppressions where tenant_id = @tenant and closed_by is null", new { tenant });
    }

    /// <summary>Makes waiting emails due at once.</summary>
    public async Task Hurry()
    {
        await using var work = await Console.Database.Write(WriteOrigin.Intake("test"), []);
        await work.MakeDue([EmailOutbox.Lane]);
        await work.Commit();
    }

    /// <summary>Sends an event as Resend does.</summary>
    public async Task<int> ReportByResend(string id, string type, object data, string? secret = null, TimeSpan age = default)
    {
        var (at, body) = (
            TimeProvider.System.GetUtcNow() - age,
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    type,
                    created_at = "2026-11-29T12:00:00.000Z",
                    data,
                }
            )
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Console.Address, "/api/v1/emails/callbacks/resend"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.Add("svix-id", id);
        request.Headers.Add("svix-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("svix-signature", "v1,aW52YWxpZA== " + StandardWebhook.Sign(secret ?? ResendSecret, id, at, body)); // the first is of an earlier secret
        return await Send(request);
    }

    /// <summary>Sends events as SendGrid does.</summary>
    public async Task<int> ReportBySendgrid(IReadOnlyList<object> events, bool isForged = false)
    {
        var (timestamp, body) = ("1764417600", JsonSerializer.SerializeToUtf8Bytes(events));
        var signature = _sendgrid.SignData([.. Encoding.UTF8.GetBytes(timestamp), .. body], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        if (isForged)
            body = [.. body, (byte)' '];
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Console.Address, "/api/v1/emails/callbacks/sendgrid"))
        {
            Content = new ByteArrayContent(body),
        };
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Timestamp", timestamp);
        request.Headers.Add("X-Twilio-Email-Event-Webhook-Signature", Convert.ToBase64String(signature));
        return await Send(request);
    }

    private async Task<int> Send(HttpRequestMessage request)
    {
        request.Content!.Headers.ContentType = new("application/json");
        using var response = await Console.Client.SendAsync(request);
        return (int)response.StatusCode;
    }
}
