using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Kernel.Access;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Dialogs;
using OwnerConsole.Ui.Forms;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Sign-in with a passkey, or with password and code, and sign-out.</summary>
public sealed class SignInRoutes(
    Database database,
    SignIns signIns,
    PasskeySignIns passkeySignIns,
    Sessions sessions,
    People people,
    Passkeys passkeys,
    SignInRateLimiter limits
)
{
    private const string Address = "/sign-in",
        Code = "/sign-in/code",
        ByPasskey = "/sign-in/passkey";

    /// <summary>Query parameter for a passkey that replaces only the code.</summary>
    private const string Step = "step";

    public static void Map(IEndpointRouteBuilder routes)
    {
        const string Why = "used for signing in";
        routes.MapGet(Address, (HttpContext context, SignInRoutes self) => self.Show(context)).AllowAnyone(Why);
        routes.MapPost(Address, (HttpContext context, SignInRoutes self) => self.Password(context)).AllowAnyone(Why);
        routes.MapGet(Code, (HttpContext context, SignInRoutes self) => self.ShowCode(context, trouble: null)).AllowAnyone(Why);
        routes.MapPost(Code, (HttpContext context, SignInRoutes self) => self.VerifyCode(context)).AllowAnyone(Why);
        routes.MapPost(ByPasskey + "/begin", (HttpContext context, SignInRoutes self) => self.RequestPasskey(context)).AllowAnyone(Why);
        routes.MapPost(ByPasskey, (HttpContext context, SignInRoutes self) => self.VerifyPasskey(context)).AllowAnyone(Why);
        routes.MapPost("/sign-out", (HttpContext context, SignInRoutes self) => self.SignOut(context)).AllowAnyone("signing out twice has no effect");
    }

    private async Task<IResult> Show(HttpContext context)
    {
        if (!SessionCookie.CanBeKept(context))
            return SignInResponses.Insecure();
        if (Caller.Of(context) is { Kind: CallerKind.Person })
            return TypedResults.Redirect(Back(context));
        await using var look = await database.ReadTenants([], context.RequestAborted);
        return await people.Any(look)
            ? Form(context, email: null, trouble: null, await passkeys.Any(await PasskeySite.Of(context, look), look))
            : new SignedOutPageResult("No owner yet", PageResult.Of<NoOwnerYet>());
    }

    private async Task<IResult> Password(HttpContext context)
    {
        if (!SessionCookie.CanBeKept(context))
            return SignInResponses.Insecure();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (email, password, client) = (form["email"].ToString(), form["password"].ToString(), ClientInfo.Of(context));
        if (!limits.Allow(client, email))
            throw SignInResponses.TooFast();
        if (password.Length > 256 || await signIns.CheckPassword(email, password, Session.Of(context), client, context.RequestAborted) is not { } secret)
            return Form(
                context,
                email,
                "Email and password don't match. After 5 failed attempts, you have to wait longer before each new one.",
                hasPasskeys: false
            );
        SessionCookie.Write(context, secret);
        return TypedResults.Redirect(WithBack(context, Code));
    }

    private async Task<IResult> ShowCode(HttpContext context, string? trouble)
    {
        if (Session.Of(context) is not { Stage: SessionStage.Code, UserId: { } user })
            return TypedResults.Redirect(WithBack(context, Address));
        await using var look = await database.ReadTenants([], context.RequestAborted);
        var hasPasskey = await passkeys.Any(user, await PasskeySite.Of(context, look), look);
        return new SignedOutPageResult(
            "Code",
            PageResult.Of<SignInCodeForm>(
                ("Address", WithBack(context, Code)),
                ("Trouble", trouble),
                ("PasskeyAddress", hasPasskey ? WithBack(context, $"{ByPasskey}?{Step}=code") : null),
                ("PasskeyBegin", $"{ByPasskey}/begin?{Step}=code")
            )
        )
        {
            PromptsForPasskey = hasPasskey,
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }

    private async Task<IResult> VerifyCode(HttpContext context)
    {
        if (Session.Of(context) is not { Stage: SessionStage.Code } waiting)
            return TypedResults.Redirect(WithBack(context, Address));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var client = ClientInfo.Of(context);
        if (!limits.Allow(client, waiting.UserId!))
            throw SignInResponses.TooFast();
        if (await signIns.CheckCode(waiting, form["code"].ToString(), context) is not { } let)
            return await ShowCode(
                context,
                "The code is wrong or was already used. Wait for the next one. After 5 failed attempts, you have to wait longer before each new one."
            );
        SessionCookie.Write(context, let.Secret);
        return TypedResults.Redirect(let.IsToSetUp ? WelcomeRoutes.Code : Back(context));
    }

    private async Task<IResult> RequestPasskey(HttpContext context)
    {
        if (!limits.Allow(ClientInfo.Of(context)))
            throw SignInResponses.TooFast();
        return PasskeyChallenge.Of(await passkeySignIns.Begin(PendingSession(context), context));
    }

    private async Task<IResult> VerifyPasskey(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (!limits.Allow(ClientInfo.Of(context)))
            throw SignInResponses.TooFast();
        if (PasskeyAnswer.Of(form) is not { } answer || await passkeySignIns.Finish(PendingSession(context), answer, context) is not { } secret)
        {
            const string Trouble = "The passkey wasn't accepted, or it took too long. Try again, or sign in with your password.";
            return PendingSession(context) is null ? Form(context, null, Trouble, hasPasskeys: true) : await ShowCode(context, Trouble);
        }
        SessionCookie.Write(context, secret);
        return TypedResults.Redirect(Back(context));
    }

    private async Task<IResult> SignOut(HttpContext context)
    {
        if (Session.Of(context) is { } session)
        {
            await using var work = await database.Write(WriteOrigin.Intake("sign_out"), [], context.RequestAborted);
            await sessions.Close(session.Id, work);
            await work.Commit();
        }
        SessionCookie.Delete(context);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return TypedResults.Redirect(Address);
    }

    /// <returns>The session after the password step, when the passkey replaces only the code; otherwise null.</returns>
    private static Session? PendingSession(HttpContext context) =>
        context.Request.Query[Step] == "code" && Session.Of(context) is { Stage: SessionStage.Code } waiting ? waiting : null;

    private static SignedOutPageResult Form(HttpContext context, string? email, string? trouble, bool hasPasskeys) =>
        new(
            "Sign in",
            PageResult.Of<SignInForm>(
                ("Address", WithBack(context, Address)),
                ("Email", email),
                ("Trouble", trouble),
                ("PasskeyAddress", hasPasskeys ? WithBack(context, ByPasskey) : null),
                ("PasskeyBegin", ByPasskey + "/begin")
            )
        )
        {
            PromptsForPasskey = hasPasskeys,
            Status = trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };

    private static string Back(HttpContext context) => LocalAddress.OrNull(context.Request.Query["return"]) ?? "/";

    private static string WithBack(HttpContext context, string address) =>
        Back(context) is "/"
            ? address
            : $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}return={Uri.EscapeDataString(Back(context))}";
}
