using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>The user's own account page: sessions, password, recovery codes and authenticator.</summary>
public sealed class AccountRoutes(AccountSecurity access, AccountPageRenderer view, SignInRateLimiter limits)
{
    public const string Permission = "account.manage",
        Address = "/settings/account";

    private const string NewApp = Address + "/authenticator";
    internal const string WrongCredentials = "The password or the code is wrong, or the code was already used. Nothing was changed.";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, (HttpContext context, AccountRoutes self) => self.Show(context)).RequirePermission(Permission);
        routes.MapGet(SessionExport.Address, (HttpContext context, SessionExport self) => self.Send(context)).RequirePermission(Permission);
        routes.MapPost(Address + "/sessions/end", (HttpContext context, AccountRoutes self) => self.EndSessions(context)).RequirePermission(Permission);
        routes.MapPost(Address + "/password", (HttpContext context, AccountRoutes self) => self.ChangePassword(context)).RequirePermission(Permission);
        routes.MapPost(Address + "/recovery-codes", (HttpContext context, AccountRoutes self) => self.NewCodes(context)).RequirePermission(Permission);
        routes.MapPost(NewApp, (HttpContext context, AccountRoutes self) => self.BeginAuthenticator(context)).RequirePermission(Permission);
        routes.MapGet(NewApp, (HttpContext context, AccountRoutes self) => self.ShowAuthenticator(context, error: null)).RequirePermission(Permission);
        routes.MapPost(NewApp + "/code", (HttpContext context, AccountRoutes self) => self.FinishAuthenticator(context)).RequirePermission(Permission);
    }

    private async Task<IResult> Show(HttpContext context) => await view.Render(CurrentSession(context), AccountFormError.None, context);

    private async Task<IResult> EndSessions(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var id = form["id"].ToString();
        var ended = await access.EndSessions(CurrentSession(context), id is { Length: > 0 } one ? one : null, context);
        return new ToastResult(
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
        var (session, form) = (CurrentSession(context), await Form(context, limits));
        var wanted = form["new_password"].ToString();
        if (Passwords.Validate(wanted, session.Email!, session.Name!) is { } objection)
            return await ShowError(context, new(AccountSection.Password, "new_password", objection));
        if (await access.ChangePassword(session, SubmittedProof.Of(form), wanted, context) is not { } secret)
            return await ShowError(context, new(AccountSection.Password, null, WrongCredentials));
        SessionCookie.Write(context, secret);
        return new ToastResult(new("Password changed") { Detail = "Your other sign-in sessions have ended." }, Address);
    }

    private async Task<IResult> NewCodes(HttpContext context)
    {
        var form = await Form(context, limits);
        if (await access.NewRecoveryCodes(CurrentSession(context), SubmittedProof.Of(form), context) is not { } renewed)
            return await ShowError(context, new(AccountSection.RecoveryCodes, null, WrongCredentials));
        SessionCookie.Write(context, renewed.Secret);
        return new SignedOutPageResult("Recovery codes", PageResult.Of<RecoveryCodes>(("Codes", renewed.RecoveryCodes), ("Next", Address)));
    }

    private async Task<IResult> BeginAuthenticator(HttpContext context)
    {
        var form = await Form(context, limits);
        return await access.BeginAuthenticator(CurrentSession(context), SubmittedProof.Of(form), context)
            ? TypedResults.Redirect(NewApp)
            : await ShowError(context, new(AccountSection.Authenticator, null, WrongCredentials));
    }

    private IResult ShowAuthenticator(HttpContext context, string? error) =>
        access.FindPendingKey(CurrentSession(context)) is not { } key
            ? TypedResults.Redirect(Address)
            : new SignedOutPageResult(
                "Authenticator",
                PageResult.Of<AuthenticatorForm>(
                    ("Account", CurrentSession(context).Email),
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
        if (await access.FinishAuthenticator(CurrentSession(context), form["code"].ToString(), context) is not { } secret)
            return ShowAuthenticator(context, "The code is wrong. Wait for the next one and try again.");
        SessionCookie.Write(context, secret);
        return new ToastResult(new("Authenticator replaced") { Detail = "Your other sign-in sessions have ended." }, Address);
    }

    private async Task<IResult> ShowError(HttpContext context, AccountFormError trouble) => await view.Render(CurrentSession(context), trouble, context);

    /// <summary>Reads a form with an identity confirmation, with rate limiting.</summary>
    internal static async Task<IFormCollection> Form(HttpContext context, SignInRateLimiter limits)
    {
        if (!limits.Allow(ClientInfo.Of(context), CurrentSession(context).UserId!))
            throw SignInResponses.TooFast();
        return await context.Request.ReadFormAsync(context.RequestAborted);
    }

    /// <exception cref="Problem">403: The caller is an API key.</exception>
    internal static Session CurrentSession(HttpContext context) =>
        Session.Of(context) is { Stage: SessionStage.Open } session
            ? session
            : throw new Problem(403, "people_only", "This page belongs to a person. API keys have no account.");
}
