using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>The user's own account page: sessions, password, recovery codes and authenticator.</summary>
public sealed class AccountRoutes(OwnAccess access, AccountView view, SignInLimits limits)
{
    public const string Permission = "account.manage",
        Address = "/settings/account";

    private const string NewApp = Address + "/authenticator";
    internal const string Wrong = "The password or the code is wrong, or the code was already used. Nothing was changed.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, AccountRoutes self) => self.Show(context)).Needs(Permission);
        routes.MapGet(SessionExport.Address, (HttpContext context, SessionExport self) => self.Send(context)).Needs(Permission);
        routes.MapPost(Address + "/sessions/end", (HttpContext context, AccountRoutes self) => self.EndSessions(context)).Needs(Permission);
        routes.MapPost(Address + "/password", (HttpContext context, AccountRoutes self) => self.ChangePassword(context)).Needs(Permission);
        routes.MapPost(Address + "/recovery-codes", (HttpContext context, AccountRoutes self) => self.NewCodes(context)).Needs(Permission);
        routes.MapPost(NewApp, (HttpContext context, AccountRoutes self) => self.BeginAuthenticator(context)).Needs(Permission);
        routes.MapGet(NewApp, (HttpContext context) => ShowAuthenticator(context, error: null)).Needs(Permission);
        routes.MapPost(NewApp + "/code", (HttpContext context, AccountRoutes self) => self.FinishAuthenticator(context)).Needs(Permission);
    }

    private async Task<IResult> Show(HttpContext context) => await view.Draw(Own(context), AccountTrouble.None, context);

    private async Task<IResult> EndSessions(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var id = form["id"].ToString();
        var ended = await access.EndSessions(Own(context), id is { Length: > 0 } one ? one : null, context);
        return new Done(
            ended switch
            {
                0 => new("That sign-in session had already ended", Tone.Soon),
                1 => new("1 sign-in session ended"),
                _ => new($"{ended} sign-in sessions ended"),
            },
            Address
        );
    }

    private async Task<IResult> ChangePassword(HttpContext context)
    {
        var (session, form) = (Own(context), await Form(context, limits));
        var wanted = form["new_password"].ToString();
        if (Passwords.Objection(wanted, session.Email!, session.Name!) is { } objection)
            return await Again(context, new(AccountPart.Password, "new_password", objection));
        if (await access.ChangePassword(session, ProofShown.Of(form), wanted, context) is not { } secret)
            return await Again(context, new(AccountPart.Password, null, Wrong));
        SessionCookie.Write(context, secret);
        return new Done(new("Password changed") { Detail = "Your other sign-in sessions have ended." }, Address);
    }

    private async Task<IResult> NewCodes(HttpContext context)
    {
        var form = await Form(context, limits);
        if (await access.NewRecoveryCodes(Own(context), ProofShown.Of(form), context) is not { } renewed)
            return await Again(context, new(AccountPart.RecoveryCodes, null, Wrong));
        SessionCookie.Write(context, renewed.Secret);
        return new SignedOutPage("Recovery codes", Page.Of<RecoveryCodes>(("Codes", renewed.RecoveryCodes), ("Next", Address)));
    }

    private async Task<IResult> BeginAuthenticator(HttpContext context)
    {
        var form = await Form(context, limits);
        return await access.BeginAuthenticator(Own(context), ProofShown.Of(form), context)
            ? TypedResults.Redirect(NewApp)
            : await Again(context, new(AccountPart.Authenticator, null, Wrong));
    }

    private static IResult ShowAuthenticator(HttpContext context, string? error) =>
        Own(context) is not { Pending: { } key } session
            ? TypedResults.Redirect(Address)
            : new SignedOutPage(
                "Authenticator",
                Page.Of<AuthenticatorForm>(
                    ("Account", session.Email),
                    ("Key", key),
                    ("Address", NewApp + "/code"),
                    ("Button", "Replace authenticator"),
                    ("Error", error)
                )
            )
            {
                Status = error is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            };

    private async Task<IResult> FinishAuthenticator(HttpContext context)
    {
        var form = await Form(context, limits);
        if (await access.FinishAuthenticator(Own(context), form["code"].ToString(), context) is not { } secret)
            return ShowAuthenticator(context, "The code is wrong. Wait for the next one and try again.");
        SessionCookie.Write(context, secret);
        return new Done(new("Authenticator replaced") { Detail = "Your other sign-in sessions have ended." }, Address);
    }

    private async Task<IResult> Again(HttpContext context, AccountTrouble trouble) => await view.Draw(Own(context), trouble, context);

    /// <summary>Reads a form with an identity confirmation, with rate limiting.</summary>
    internal static async Task<IFormCollection> Form(HttpContext context, SignInLimits limits)
    {
        if (!limits.Allow(Client.Of(context), Own(context).UserId!))
            throw Entrance.TooFast();
        return await context.Request.ReadFormAsync(context.RequestAborted);
    }

    /// <exception cref="Problem">403: The caller is an API key.</exception>
    internal static Session Own(HttpContext context) =>
        Session.Of(context) is { Stage: SessionStage.Open } session
            ? session
            : throw new Problem(403, "people_only", "This page belongs to a person. API keys have no account.");
}
