using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Email;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Messaging.Preferences.Pages;
using OwnerConsole.Messaging.Preferences.Public;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>The public page by which members choose what they receive, and the one-click request of mail programs.</summary>
/// <remarks>Source: RFC 8058. A GET changes nothing, because mail scanners open all links.</remarks>
public sealed class UnsubscribeRoutes(UnsubscribeLinks links, MemberPreferences preferences, MessageTopics topics)
{
    private const string OneClickField = "List-Unsubscribe",
        OneClick = "One-Click";

    /// <summary>Field of the button that ends emails of the link's topic.</summary>
    internal const string Unsubscribe = "unsubscribe";

    /// <summary>Query parameter of the page after saving.</summary>
    internal const string Saved = "saved";

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "the encrypted link in an email authenticates the request, which can only change what its recipient receives";
        const string Address = UnsubscribeLinks.Path + "/{token}";
        routes.MapGet(Address, (HttpContext context, string token, UnsubscribeRoutes self) => self.Show(context, token)).AllowAnyone(Why);
        routes
            .MapPost(Address, (HttpContext context, string token, UnsubscribeRoutes self) => self.Change(context, token))
            .AllowAnyone(Why)
            .DisableAntiforgery(); // mail programs send it, without a page
    }

    private async Task<IResult> Show(HttpContext context, string token)
    {
        if (await links.Read(token, context.RequestAborted) is not { } link)
            return Invalid();
        return await preferences.Find(link.TenantId, link.MemberId, context.RequestAborted) is { } optOuts
            ? new PortalPageResult(
                "Email preferences",
                PageResult.Of<UnsubscribePage>(
                    (nameof(UnsubscribePage.Form), new PreferenceForm(topics.All, optOuts)),
                    (nameof(UnsubscribePage.Topic), topics.Find(link.Topic)),
                    (nameof(UnsubscribePage.IsSaved), context.Request.Query.ContainsKey(Saved))
                )
            )
            : Invalid();
    }

    private async Task<IResult> Change(HttpContext context, string token)
    {
        if (await links.Read(token, context.RequestAborted) is not { } link)
            return Invalid();
        if (!context.Request.HasFormContentType)
            throw Problem.Invalid(OneClickField, $"must be sent as a form with the value {OneClick}.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var isOneClick = form[OneClickField] == OneClick;
        // The topic may have become required or unknown since the email was sent. Then there is nothing to end.
        var ended = topics.Find(link.Topic) is { IsRequired: false } topic ? new OptOut(topic.Key, MessageChannel.Email) : null;
        var changed = await preferences.Change(
            link.TenantId,
            link.MemberId,
            current => isOneClick || form.ContainsKey(Unsubscribe) ? (ended is null ? current : current.Append(ended)) : PreferenceForm.Read(form, topics),
            OptOutRows.Member,
            context.RequestAborted
        );
        return changed is null ? Invalid()
            : isOneClick ? Results.Text("Unsubscribed.")
            : Results.Redirect($"{context.Request.Path}?{Saved}");
    }

    private static PortalPageResult Invalid() => new("Link not valid", PageResult.Of<InvalidLinkPage>()) { Status = StatusCodes.Status404NotFound };
}
