using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Kernel.Settings;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Setup from a one-time link: name and password, authenticator or passkey, and recovery codes.</summary>
public sealed class WelcomeRoutes(Database database, OneTimeLinks links, TeamInvitations invitations, Enrolments enrolments, SignInRateLimiter limits)
{
    internal const string Code = OneTimeLinks.Path + "/code",
        ByPasskey = OneTimeLinks.Path + "/passkey";

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "the one-time link authenticates the request";
        routes.MapGet(OneTimeLinks.Path, (HttpContext context, string? token, WelcomeRoutes self) => self.Show(context, token)).AllowAnyone(Why);
        routes.MapPost(OneTimeLinks.Path, (HttpContext context, WelcomeRoutes self) => self.Begin(context)).AllowAnyone(Why);
        routes.MapGet(Code, (HttpContext context, WelcomeRoutes self) => self.ShowCode(context, error: null)).AllowAnyone(Why);
        routes.MapPost(Code, (HttpContext context, WelcomeRoutes self) => self.Finish(context)).AllowAnyone(Why);
        routes.MapPost(ByPasskey + "/begin", (HttpContext context, WelcomeRoutes self) => self.RequestPasskey(context)).AllowAnyone(Why);
        routes.MapPost(ByPasskey, (HttpContext context, WelcomeRoutes self) => self.VerifyPasskey(context)).AllowAnyone(Why);
    }

    private async Task<IResult> Show(HttpContext context, string? token)
    {
        if (!SessionCookie.CanBeKept(context))
            return SignInResponses.Insecure();
        return await Find(token, context.RequestAborted) is { } link
            ? await FindEndedInvitation(link.Id, context.RequestAborted) ?? Form(link, token!, new(link.Name ?? "", "", ""))
            : LinkExpiredPage();
    }

    private async Task<IResult> Begin(HttpContext context)
    {
        if (!SessionCookie.CanBeKept(context))
            return SignInResponses.Insecure();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var token = form["token"].ToString();
        if (await Find(token, context.RequestAborted) is not { } link)
            return LinkExpiredPage();
        if (await FindEndedInvitation(link.Id, context.RequestAborted) is { } ended)
            return ended;
        var draft = WelcomeDraft.Of(form, link);
        if (draft.Errors.Count > 0)
            return Form(link, token, draft);
        var client = ClientInfo.Of(context);
        if (!limits.Allow(client, link.Id))
            throw SignInResponses.TooFast();
        if (await enrolments.Begin(token, draft.Name, draft.Email, draft.Password, client, context.RequestAborted) is not { } secret)
            return LinkExpiredPage();
        SessionCookie.Write(context, secret);
        return TypedResults.Redirect(Code);
    }

    private async Task<IResult> ShowCode(HttpContext context, string? error)
    {
        if (Enrolments.Of(Session.Of(context)) is not { } pending)
            return LinkExpiredPage();
        await using var look = await database.ReadTenants([], context.RequestAborted);
        var (site, isOnly) = (await PasskeySite.Of(context, look), pending.Key.Length == 0 || await SecondFactor.IsPasskey(look));
        return new SignedOutPageResult(
            isOnly ? "Passkey" : "Authenticator",
            PageResult.Of<FactorForm>(
                (nameof(FactorForm.Pending), pending),
                (nameof(FactorForm.Site), site),
                (nameof(FactorForm.Elsewhere), isOnly && site is null ? await PlatformAddress.Of(look) : null),
                (nameof(FactorForm.IsPasskeyOnly), isOnly),
                (nameof(FactorForm.Name), UserAgentParser.Describe(ClientInfo.Of(context).UserAgent)),
                (nameof(FactorForm.Error), error)
            )
        )
        {
            PromptsForPasskey = site is not null,
            Status = error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> Finish(HttpContext context)
    {
        if (Session.Of(context) is not { } session || Enrolments.Of(session) is not { } pending)
            return LinkExpiredPage();
        KnownDevices.IssueCookie(context);
        var client = ClientInfo.Of(context);
        if (!limits.Allow(client, session.Id))
            throw SignInResponses.TooFast();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return await enrolments.Finish(session, pending, form["code"].ToString(), client, context.RequestAborted) is { } enrolled
            ? FinishSignIn(context, enrolled)
            : await FindEndedInvitation(pending.LinkId, context.RequestAborted)
                ?? await ShowCode(context, "The code is wrong. Wait for the next one. If no code works, check the clock of your phone.");
    }

    private async Task<IResult> RequestPasskey(HttpContext context)
    {
        if (Session.Of(context) is not { } session || Enrolments.Of(session) is not { } pending)
            throw new Problem(410, "link_over", "This took too long, or the link is no longer valid. Open the link again.");
        if (!limits.Allow(ClientInfo.Of(context), session.Id))
            throw SignInResponses.TooFast();
        return PasskeyChallenge.Of(await enrolments.BeginPasskey(session, pending, context));
    }

    private async Task<IResult> VerifyPasskey(HttpContext context)
    {
        if (Session.Of(context) is not { } session || Enrolments.Of(session) is not { } pending)
            return LinkExpiredPage();
        KnownDevices.IssueCookie(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return
            PasskeyAnswer.Of(form) is { } answer
            && await enrolments.FinishPasskey(session, pending, PasskeyRoutes.NameIn(form), answer, context) is { } enrolled
            ? FinishSignIn(context, enrolled)
            : await FindEndedInvitation(pending.LinkId, context.RequestAborted)
                ?? await ShowCode(context, "The passkey response was invalid or too late. Try again.");
    }

    private static IResult FinishSignIn(HttpContext context, EnrolmentResult enrolled)
    {
        SessionCookie.Write(context, enrolled.Secret);
        return enrolled.RecoveryCodes.Count == 0
            ? TypedResults.Redirect("/")
            : new SignedOutPageResult("Recovery codes", PageResult.Of<RecoveryCodes>(("Codes", enrolled.RecoveryCodes), ("Next", "/overview?tour=1")));
    }

    private async Task<OneTimeLink?> Find(string? token, CancellationToken stop)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        await using var look = await database.ReadTenants([], stop);
        return await links.Find(token, look);
    }

    /// <returns>The page for an invalid invitation; null while the link is valid, and for links that are not invitations.</returns>
    private async Task<IResult?> FindEndedInvitation(string? link, CancellationToken stop)
    {
        if (link is null)
            return null;
        await using var work = await database.Write(WriteOrigin.Intake("invitation.refused"), AccessLog.Tenants, stop);
        if (await invitations.Refuse(link, work) is not { } ended)
            return null;
        await work.Commit();
        return new SignedOutPageResult("Invitation no longer valid", PageResult.Of<InvitationExpired>((nameof(InvitationExpired.Ended), ended)))
        {
            Status = StatusCodes.Status410Gone,
        };
    }

    private static SignedOutPageResult Form(OneTimeLink link, string token, WelcomeDraft draft) =>
        new("Welcome", PageResult.Of<WelcomeForm>(("Link", link), ("Token", token), ("Draft", draft)))
        {
            Status = draft.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static SignedOutPageResult LinkExpiredPage() => new("Link no longer valid", PageResult.Of<LinkExpired>()) { Status = StatusCodes.Status410Gone };
}
