using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Setup from a one-time link: name and password, authenticator or passkey, and recovery codes.</summary>
public sealed class WelcomeRoutes(Database database, OneTimeLinks links, TeamInvitations invitations, Enrolments enrolments, SignInLimits limits)
{
    internal const string Code = OneTimeLinks.Path + "/code",
        ByPasskey = OneTimeLinks.Path + "/passkey";

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "the one-time link authenticates the request";
        routes.MapGet(OneTimeLinks.Path, (HttpContext context, string? token, WelcomeRoutes self) => self.Show(context, token)).ForAnyone(Why);
        routes.MapPost(OneTimeLinks.Path, (HttpContext context, WelcomeRoutes self) => self.Begin(context)).ForAnyone(Why);
        routes.MapGet(Code, (HttpContext context, WelcomeRoutes self) => self.ShowCode(context, error: null)).ForAnyone(Why);
        routes.MapPost(Code, (HttpContext context, WelcomeRoutes self) => self.Finish(context)).ForAnyone(Why);
        routes.MapPost(ByPasskey + "/begin", (HttpContext context, WelcomeRoutes self) => self.AskPasskey(context)).ForAnyone(Why);
        routes.MapPost(ByPasskey, (HttpContext context, WelcomeRoutes self) => self.TakePasskey(context)).ForAnyone(Why);
    }

    private async Task<IResult> Show(HttpContext context, string? token)
    {
        if (!SessionCookie.CanBeKept(context))
            return Entrance.Insecure();
        return await Find(token, context.RequestAborted) is { } link
            ? await Ended(link.Id, context.RequestAborted) ?? Form(link, token!, new(link.Name ?? "", "", ""))
            : Over();
    }

    private async Task<IResult> Begin(HttpContext context)
    {
        if (!SessionCookie.CanBeKept(context))
            return Entrance.Insecure();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var token = form["token"].ToString();
        if (await Find(token, context.RequestAborted) is not { } link)
            return Over();
        if (await Ended(link.Id, context.RequestAborted) is { } ended)
            return ended;
        var draft = WelcomeDraft.Of(form, link);
        if (draft.Errors.Count > 0)
            return Form(link, token, draft);
        var client = Client.Of(context);
        if (!limits.Allow(client, link.Id))
            throw Entrance.TooFast();
        if (await enrolments.Begin(token, draft.Name, draft.Email, draft.Password, client, context.RequestAborted) is not { } secret)
            return Over();
        SessionCookie.Write(context, secret);
        return TypedResults.Redirect(Code);
    }

    private async Task<IResult> ShowCode(HttpContext context, string? error)
    {
        if (Enrolments.Of(Session.Of(context)) is not { } pending)
            return Over();
        await using var look = await database.Look([], context.RequestAborted);
        var (site, isOnly) = (await PasskeySite.Of(context, look), pending.Key.Length == 0 || await SecondFactor.IsPasskey(look));
        return new SignedOutPage(
            isOnly ? "Passkey" : "Authenticator",
            Page.Of<FactorForm>(
                (nameof(FactorForm.Pending), pending),
                (nameof(FactorForm.Site), site),
                (nameof(FactorForm.Elsewhere), isOnly && site is null ? await PlatformAddress.Of(look) : null),
                (nameof(FactorForm.IsPasskeyOnly), isOnly),
                (nameof(FactorForm.Name), Device.Name(Client.Of(context).UserAgent)),
                (nameof(FactorForm.Error), error)
            )
        )
        {
            AsksPasskey = site is not null,
            Status = error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> Finish(HttpContext context)
    {
        if (Session.Of(context) is not { } session || Enrolments.Of(session) is not { } pending)
            return Over();
        KnownDevices.Give(context);
        var client = Client.Of(context);
        if (!limits.Allow(client, session.Id))
            throw Entrance.TooFast();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return await enrolments.Finish(session, pending, form["code"].ToString(), client, context.RequestAborted) is { } enrolled
            ? In(context, enrolled)
            : await Ended(pending.LinkId, context.RequestAborted)
                ?? await ShowCode(context, "The code is wrong. Wait for the next one. If no code works, check the clock of your phone.");
    }

    private async Task<IResult> AskPasskey(HttpContext context)
    {
        if (Session.Of(context) is not { } session || Enrolments.Of(session) is not { } pending)
            throw new Problem(410, "link_over", "This took too long, or the link is no longer valid. Open the link again.");
        if (!limits.Allow(Client.Of(context), session.Id))
            throw Entrance.TooFast();
        return PasskeyQuestion.Of(await enrolments.BeginPasskey(session, pending, context));
    }

    private async Task<IResult> TakePasskey(HttpContext context)
    {
        if (Session.Of(context) is not { } session || Enrolments.Of(session) is not { } pending)
            return Over();
        KnownDevices.Give(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return
            PasskeyAnswer.Of(form) is { } answer
            && await enrolments.FinishPasskey(session, pending, PasskeyRoutes.NameIn(form), answer, context) is { } enrolled
            ? In(context, enrolled)
            : await Ended(pending.LinkId, context.RequestAborted) ?? await ShowCode(context, "The passkey response was invalid or too late. Try again.");
    }

    private static IResult In(HttpContext context, Enrolled enrolled)
    {
        SessionCookie.Write(context, enrolled.Secret);
        return enrolled.RecoveryCodes.Count == 0
            ? TypedResults.Redirect("/")
            : new SignedOutPage("Recovery codes", Page.Of<RecoveryCodes>(("Codes", enrolled.RecoveryCodes), ("Next", "/overview?tour=1")));
    }

    private async Task<OneTimeLink?> Find(string? token, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        await using var look = await database.Look([], stop);
        return await links.Find(token, look);
    }

    /// <returns>The page for an invalid invitation; null while the link is valid, and for links that are not invitations.</returns>
    private async Task<IResult?> Ended(string? link, CancellationToken stop)
    {
        if (link is null)
            return null;
        await using var work = await database.Write(Door.Intake("invitation.refused"), AccessLog.Tenants, stop);
        if (await invitations.Refuse(link, work) is not { } ended)
            return null;
        await work.Commit();
        return new SignedOutPage("Invitation no longer valid", Page.Of<InvitationOver>((nameof(InvitationOver.Ended), ended)))
        {
            Status = StatusCodes.Status410Gone,
        };
    }

    private static SignedOutPage Form(OneTimeLink link, string token, WelcomeDraft draft) =>
        new("Welcome", Page.Of<WelcomeForm>(("Link", link), ("Token", token), ("Draft", draft)))
        {
            Status = draft.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static SignedOutPage Over() => new("Link no longer valid", Page.Of<LinkOver>()) { Status = StatusCodes.Status410Gone };
}
