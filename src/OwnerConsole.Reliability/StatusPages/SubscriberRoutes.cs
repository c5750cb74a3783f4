using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Backups;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Secrets;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Subscribes email addresses to the status page, and unsubscribes them. Responses never reveal whether an address is subscribed.</summary>
/// <remarks>A GET changes nothing, because mail scanners open all links. Source: RFC 8058.</remarks>
internal sealed class SubscriberRoutes(Database database, StatusSnapshots snapshots, SubscriptionRequests requests, SubscriberKeys keys)
{
    public const string SubscribeAddress = "/status/subscribe";

    internal const string UnsubscribeAddress = "/status/unsubscribe/",
        ComponentsTitle = "Check the components",
        WhyLink = "the secret link in an email authenticates the request, which only confirms, changes or ends a subscription";

    private const string ConfirmAddress = "/status/confirm/",
        WhySubscribe = "visitors subscribe to the status page; nothing is sent before the address confirms it";

    /// <returns>Path of the page by which a subscriber selects components or unsubscribes, and of the request that unsubscribes.</returns>
    public static string UnsubscribeOf(string token) => UnsubscribeAddress + token;

    public static void Map(IEndpointRouteBuilder routes)
    {
        Public(routes.MapPost(SubscribeAddress, (HttpContext context, SubscriberRoutes self) => self.Subscribe(context)), WhySubscribe);
        Public(routes.MapGet(ConfirmAddress + "{token}", (HttpContext context, string token, SubscriberRoutes self) => self.Ask(context, token)), WhyLink);
        Public(routes.MapPost(ConfirmAddress + "{token}", (HttpContext context, string token, SubscriberRoutes self) => self.Confirm(context, token)), WhyLink);
        Public(
            routes.MapPost(UnsubscribeAddress + "{token}", (HttpContext context, string token, SubscriberRoutes self) => self.Unsubscribe(context, token)),
            WhyLink
        );
    }

    /// <summary>The request has no session that another site could misuse, and mail programs send it without a page.</summary>
    internal static void Public(RouteHandlerBuilder route, string why) => route.AsPublicContent().AllowAnyone(why).DisableAntiforgery();

    private async Task<IResult> Subscribe(HttpContext context)
    {
        var snapshot = await snapshots.Get(context.RequestAborted);
        var outcome = await requests.Request(context, snapshot, forTenant: null);
        return outcome switch
        {
            SubscriptionOutcome.BadAddress => Say(snapshot, "Check the address", outcome.Describe(), outcome.ToHttpStatus()),
            SubscriptionOutcome.BadUrl => Say(snapshot, "Check the URL", outcome.Describe(), outcome.ToHttpStatus()),
            SubscriptionOutcome.NoComponent or SubscriptionOutcome.UnknownComponent => Say(
                snapshot,
                ComponentsTitle,
                outcome.Describe(),
                outcome.ToHttpStatus()
            ),
            SubscriptionOutcome.Full => SayFull(snapshot),
            _ => Say(snapshot, "Check your inbox", outcome.Describe()),
        };
    }

    private async Task<IResult> Ask(HttpContext context, string token)
    {
        var snapshot = await FindAny(context);
        return token.Length == RandomToken.Length
            ? StatusRoutes.Page(snapshot, snapshot.Page.Name, PageResult.Of<ConfirmSubscription>())
            : SayInvalid(snapshot);
    }

    private async Task<IResult> Confirm(HttpContext context, string token)
    {
        var snapshot = await FindAny(context);
        await using var work = await database.Write(WriteOrigin.Intake("status_page.confirm"), [IdGenerator.Platform], context.RequestAborted);
        var isToken = token.Length == RandomToken.Length;
        var confirmed = isToken ? await Subscriber.Confirm(token, work) : null;
        var areFull = isToken && confirmed is null && await Subscriber.IsUnconfirmed(token, work); // the link is valid, so only a maximum prevents it
        await work.Commit();
        return confirmed is { Webhook: { } webhook } ? SayWebhook(snapshot, confirmed, webhook)
            : confirmed is not null
                ? Say(
                    snapshot,
                    "You are subscribed",
                    "You receive an email when a notice is posted. Each email has a link to select components or to unsubscribe.",
                    manage: AddressOf(confirmed)
                )
            : areFull ? SayFull(snapshot)
            : SayInvalid(snapshot);
    }

    /// <summary>The secret is shown once, to the owner of the contact address.</summary>
    private ComponentResult SayWebhook(StatusSnapshot snapshot, ConfirmedSubscription confirmed, byte[] webhook) =>
        Say(
            snapshot,
            "The webhook is confirmed",
            confirmed.IsNew
                ? $"The URL receives updates of the page. Requests are signed with this secret, which is shown once: {Subscriber.ReadTarget(confirmed.Id, webhook, keys.Box).Secret}"
                : "The URL receives updates of the page. The signing secret was shown at the first confirmation.",
            manage: AddressOf(confirmed)
        );

    private string AddressOf(ConfirmedSubscription confirmed) => UnsubscribeOf(Subscriber.ReadToken(confirmed.Id, confirmed.Token, keys.Box));

    private async Task<IResult> Unsubscribe(HttpContext context, string token)
    {
        var snapshot = await FindAny(context);
        if (token.Length != RandomToken.Length)
            return SayInvalid(snapshot);
        await using var work = await database.Write(WriteOrigin.Intake("status_page.unsubscribe"), [IdGenerator.Platform], context.RequestAborted);
        await Subscriber.Unsubscribe(token, keys.Ledger, work);
        await work.Commit();
        return Say(snapshot, "You are unsubscribed", "The subscription was deleted with its address. You receive no more updates from it.");
    }

    /// <summary>Links in emails work also while the page is not public.</summary>
    private Task<StatusSnapshot> FindAny(HttpContext context) => snapshots.GetAny(context.RequestAborted);

    internal static ComponentResult SayInvalid(StatusSnapshot snapshot) =>
        Say(snapshot, "Link not valid", "The link has expired or was changed. Subscribe again on the status page.", StatusCodes.Status404NotFound);

    /// <summary>The same for every address, so that it reveals nothing about one.</summary>
    private static ComponentResult SayFull(StatusSnapshot snapshot) =>
        Say(
            snapshot,
            "No more subscriptions",
            $"This page or this address has the maximum number of subscriptions. Add the feed {StatusRoutes.FeedAddress} to a feed reader instead, or try again later.",
            StatusCodes.Status409Conflict
        );

    /// <param name="manage">Address of the page of the subscription; null if the response is not about one.</param>
    internal static ComponentResult Say(StatusSnapshot snapshot, string title, string text, int status = StatusCodes.Status200OK, string? manage = null) =>
        StatusRoutes.Page(
            snapshot,
            title,
            PageResult.Of<StatusMessage>(
                (nameof(StatusMessage.Title), title),
                (nameof(StatusMessage.Text), text),
                (nameof(StatusMessage.IsPublic), snapshot.Page.IsEnabled),
                (nameof(StatusMessage.ManageAddress), manage)
            ),
            status
        );
}

/// <summary>IDs and encryption of new subscribers, and the ledger of deleted ones.</summary>
internal sealed class SubscriberKeys(IdGenerator ids, SecretBox box, ErasureLedger ledger)
{
    public SecretBox Box => box;

    public ErasureLedger Ledger => ledger;

    public string NewId() => ids.New(Subscriber.Prefix);
}
