using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Messaging.Preferences.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Messaging.Preferences;

/// <summary>The portal page on which a member chooses what they receive, if the application identifies the member.</summary>
public sealed class PortalPreferences(MemberPreferences preferences, MessageTopics topics)
{
    internal const string Address = "/account/preferences";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, PortalPreferences self) => self.Show(context)).RequirePortalScope(PortalAccess.PlanRead);
        routes.MapPost(Address, (HttpContext context, PortalPreferences self) => self.Save(context)).RequirePortalScope(PortalAccess.PlanRead);
    }

    private async Task<IResult> Show(HttpContext context)
    {
        var (tenantId, memberId) = PortalSession.MemberOf(context);
        var (optOuts, withdrawn) =
            await preferences.FindWithConsents(tenantId, memberId, topics.Optional, context.RequestAborted) ?? throw Problem.NotFound("member");
        return new PortalPageResult(
            "Message preferences",
            PageResult.Of<PortalPreferencesPage>(
                (nameof(PortalPreferencesPage.Form), new PreferenceForm(topics.All, optOuts) { WithdrawnTopics = withdrawn }),
                (nameof(PortalPreferencesPage.IsSaved), context.Request.Query.ContainsKey(UnsubscribeRoutes.Saved))
            )
        );
    }

    private async Task<IResult> Save(HttpContext context)
    {
        var (tenantId, memberId) = PortalSession.MemberOf(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        _ =
            await preferences.Change(tenantId, memberId, _ => PreferenceForm.Read(form, topics), OptOutRows.Member, context.RequestAborted)
            ?? throw Problem.NotFound("member");
        return Results.Redirect($"{Address}?{UnsubscribeRoutes.Saved}");
    }
}
