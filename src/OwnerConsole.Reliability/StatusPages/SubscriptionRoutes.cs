using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Reliability.StatusPages.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Reliability.StatusPages;

/// <summary>Serves the page of the link in each email and webhook, on which a subscriber selects components or unsubscribes.</summary>
internal sealed class SubscriptionRoutes(Database database, StatusSnapshots snapshots, StatusAudience audience)
{
    private const string Address = "/status/components/";

    /// <returns>Path that saves the components of a subscription.</returns>
    public static string AddressOf(string token) => Address + token;

    public static void Map(IEndpointRouteBuilder routes)
    {
        SubscriberRoutes.Public(
            routes.MapGet(
                SubscriberRoutes.UnsubscribeAddress + "{token}",
                (HttpContext context, string token, SubscriptionRoutes self) => self.Show(context, token)
            ),
            SubscriberRoutes.WhyLink
        );
        SubscriberRoutes.Public(
            routes.MapPost(Address + "{token}", (HttpContext context, string token, SubscriptionRoutes self) => self.Save(context, token)),
            SubscriberRoutes.WhyLink
        );
    }

    private async Task<IResult> Show(HttpContext context, string token)
    {
        var layout = await snapshots.GetAny(context.RequestAborted);
        return await Find(token, context.RequestAborted) is { } choice
            ? Page(layout, token, choice, await FindPage(choice, context.RequestAborted), note: null)
            : SubscriberRoutes.SayInvalid(layout);
    }

    /// <exception cref="Problem">400: not a form.</exception>
    private async Task<IResult> Save(HttpContext context, string token)
    {
        if (!context.Request.HasFormContentType)
            throw Problem.Invalid(ComponentSelection.Field, "must be sent as a form.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var layout = await snapshots.GetAny(context.RequestAborted);
        if (await Find(token, context.RequestAborted) is not { } choice)
            return SubscriberRoutes.SayInvalid(layout);
        if (await FindPage(choice, context.RequestAborted) is not { } page)
            return SubscriberRoutes.Say(layout, "Not saved", "The status page is not public at the moment. Try again later.", StatusCodes.Status409Conflict);
        var selection = ComponentSelection.Read(form, page);
        if (selection.Problem is { } problem)
            return SubscriberRoutes.Say(layout, SubscriberRoutes.ComponentsTitle, problem.Describe(), problem.ToHttpStatus());
        await using var work = await database.Write(WriteOrigin.Intake("status_page.choose"), [IdGenerator.Platform], context.RequestAborted);
        var isSaved = await SubscriberChoice.Save(token, selection.Ids, work);
        await work.Commit();
        return isSaved
            ? Page(layout, token, choice with { Components = selection.Ids }, page, "Your selection is saved.")
            : SubscriberRoutes.SayInvalid(layout); // the subscription has ended since
    }

    private async Task<SubscriberChoice?> Find(string token, CancellationToken stop)
    {
        if (token.Length != RandomToken.Length)
            return null;
        await using var work = await database.Read(stop);
        return await SubscriberChoice.Find(token, work);
    }

    /// <returns>The page as the subscriber sees it; null while it is not public, or if its tenant no longer exists.</returns>
    private async Task<StatusSnapshot?> FindPage(SubscriberChoice choice, CancellationToken stop) =>
        await snapshots.FindComplete(stop) is { } complete ? await audience.FindPage(complete, choice.ForTenant, stop) : null;

    private static ComponentResult Page(StatusSnapshot layout, string token, SubscriberChoice choice, StatusSnapshot? page, string? note) =>
        StatusRoutes.Page(
            layout,
            layout.Page.Name,
            PageResult.Of<SubscriptionPage>(
                (nameof(SubscriptionPage.Token), token),
                (nameof(SubscriptionPage.WebhookHost), choice.WebhookHost),
                (nameof(SubscriptionPage.Stored), choice.Components),
                (nameof(SubscriptionPage.Listed), page?.Components),
                (nameof(SubscriptionPage.Note), note)
            )
        );
}
