using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Pure.Signing;

namespace OwnerConsole.Messaging.Emails;

/// <summary>Receives delivery reports from Resend and SendGrid, and verifies that they come from the configured account.</summary>
public sealed class EmailCallbackRoutes(Database database, SecretBox box, EmailReports reports, TimeProvider clock)
{
    /// <summary>SendGrid sends up to 768 KB at once.</summary>
    private const int MaxBytes = 1 << 20;

    private const string ResendAddress = "/api/v1/emails/callbacks/resend",
        SendgridAddress = "/api/v1/emails/callbacks/sendgrid";

    /// <returns>Address to enter at the service; null if it sends no reports or the console URL is not set.</returns>
    internal static string? UrlOf(MailKind service, string? console) =>
        console is null
            ? null
            : service switch
            {
                MailKind.Resend => console + ResendAddress,
                MailKind.Sendgrid => console + SendgridAddress,
                _ => null,
            };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost(ResendAddress, (HttpContext context, EmailCallbackRoutes self) => self.ReceiveFromResend(context))
            .WithSummary("Receive a delivery report of an email from Resend. A repeated report is stored once.")
            .Accepts<ResendEvent>("application/json")
            .Produces<EmailCallbackReceipt>()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new HighRateLimit())
            .DisableAntiforgery() // Resend sends no cookie, and a signature proves the origin
            .AllowAnyone("requires the signature of the webhook in Resend");
        routes
            .MapPost(SendgridAddress, (HttpContext context, EmailCallbackRoutes self) => self.ReceiveFromSendgrid(context))
            .WithSummary("Receive delivery reports of emails from SendGrid. A repeated report is stored once.")
            .Accepts<SendgridEvent[]>("application/json")
            .Produces<EmailCallbackReceipt>()
            .WithMetadata(new RequestSizeLimitAttribute(MaxBytes), new HighRateLimit())
            .DisableAntiforgery()
            .AllowAnyone("requires the signature of the event webhook in SendGrid");
    }

    private async Task<IResult> ReceiveFromResend(HttpContext context)
    {
        var headers = context.Request.Headers;
        var (body, key) = await Read(context, MailKind.Resend);
        if (!StandardWebhook.IsValid(key, headers["svix-id"], headers["svix-timestamp"], headers["svix-signature"], body.Span, clock.GetUtcNow()))
            throw BadSignature();
        if (ResendEvent.Parse(body)?.Report(headers["svix-id"]!) is { } report)
            await reports.Store([report], context.RequestAborted);
        return Received();
    }

    private async Task<IResult> ReceiveFromSendgrid(HttpContext context)
    {
        const string Prefix = "X-Twilio-Email-Event-Webhook-";
        var headers = context.Request.Headers;
        var (body, key) = await Read(context, MailKind.Sendgrid);
        if (!SendgridSignature.IsValid(key, headers[Prefix + "Timestamp"], headers[Prefix + "Signature"], body.Span))
            throw BadSignature();
        await reports.Store([.. SendgridEvent.Parse(body).Select(one => one.Report()).OfType<EmailReport>()], context.RequestAborted);
        return Received();
    }

    /// <exception cref="Problem">403 also without a key, so that no one can find out which service is used.</exception>
    private async Task<(ReadOnlyMemory<byte> Body, string Key)> Read(HttpContext context, MailKind service)
    {
        context.Request.RequireKnown();
        using var read = new MemoryStream();
        await context.Request.Body.CopyToAsync(read, context.RequestAborted);
        await using var look = await database.ReadTenants([IdGenerator.Platform], context.RequestAborted);
        return (await MailSettings.FindForReports(service, look))?.DecryptCallbackKey(box) is { } key
            ? (read.GetBuffer().AsMemory(0, (int)read.Length), key)
            : throw BadSignature();
    }

    private static IResult Received() => Results.Json(new EmailCallbackReceipt(true), Json.ResponseOptions);

    private static Problem BadSignature() =>
        new(
            403,
            "bad_signature",
            "The signature is missing, wrong or too old. Check the key for delivery reports in the email settings; for Resend, also the clock."
        );
}

/// <summary>Response to delivery reports.</summary>
/// <param name="Received">Always true. Reports about unknown emails are received and ignored.</param>
public sealed record EmailCallbackReceipt(bool Received);
