using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Outbound;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Stores subscriptions that visitors of the public page or of the page of a tenant request, and sends the email that asks to confirm them.</summary>
internal sealed class SubscriptionRequests(Database database, NoticeEmails emails, SubscribeLimits limits, SubscriberKeys keys, OutboundHostPolicy hosts)
{
    public const string EmailField = "email",
        WebhookField = "webhook";

    /// <param name="snapshot">The page on which it was requested.</param>
    /// <param name="forTenant">Tenant of the page; null for the public page.</param>
    /// <exception cref="Problem">409: email is not set up. 429: too many requests. 400: not a form.</exception>
    public async Task<SubscriptionOutcome> Request(HttpContext context, StatusSnapshot snapshot, string? forTenant)
    {
        if (!snapshot.AcceptsSubscriptions())
            throw new Problem(409, "subscriptions_unavailable", "This page can't send emails, so it accepts no subscriptions. Follow its feed instead.");
        if (!context.Request.HasFormContentType)
            throw Problem.Invalid(EmailField, "must be sent as a form.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (email, url) = (form[EmailField].ToString().Trim(), form[WebhookField].ToString().Trim());
        if (!EmailAddressRules.IsValid(email))
            return SubscriptionOutcome.BadAddress;
        if (url.Length > 0 && hosts.FindProblem(url) is not null)
            return SubscriptionOutcome.BadUrl;
        var selection = ComponentSelection.Read(form, snapshot);
        if (selection.Problem is { } problem)
            return problem;
        limits.Check(ClientInfo.Of(context).Ip, email);
        var target = url.Length > 0 ? StatusWebhookTarget.Create(url) : null;
        await using var work = await database.Write(WriteOrigin.Intake("status_page.subscribe"), [IdGenerator.Platform], context.RequestAborted);
        if (await Subscriber.AreFull(target is not null, work))
            return SubscriptionOutcome.Full;
        var token = RandomToken.Create();
        if (await Subscriber.Add(new(keys.NewId(), email, forTenant, target, selection.Ids), token, keys.Box, work) is { } id)
            await (
                target is null ? emails.Confirm(id, snapshot.Page.Name, token, work) : emails.ConfirmWebhook(id, snapshot.Page.Name, target.Host, token, work)
            );
        await work.Commit();
        return SubscriptionOutcome.Requested;
    }
}
