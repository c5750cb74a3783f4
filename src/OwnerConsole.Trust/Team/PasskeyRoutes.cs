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

/// <summary>Adds, renames and removes the user's own passkeys, and creates passkey requests that confirm a change.</summary>
public sealed class PasskeyRoutes(AccountPasskeys passkeys, AccountSecurity access, AccountPageRenderer view, SignInRateLimiter limits)
{
    public const string Address = AccountRoutes.Address + "/passkeys",
        Made = Address + "/made",
        One = Address + "/one",
        RenameOne = One + "/name",
        RemoveOne = One + "/remove";

    private const string Proof = AccountRoutes.Address + "/proof";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Proof, (HttpContext context, PasskeyRoutes self) => self.Ask(context)).RequirePermission(AccountRoutes.Permission);
        routes.MapPost(Address, (HttpContext context, PasskeyRoutes self) => self.Begin(context)).RequirePermission(AccountRoutes.Permission);
        routes.MapPost(Made, (HttpContext context, PasskeyRoutes self) => self.Finish(context)).RequirePermission(AccountRoutes.Permission);
        routes.MapGet(One, (HttpContext context, PasskeyRoutes self) => self.Show(context)).RequirePermission(AccountRoutes.Permission);
        routes.MapPost(RenameOne, (HttpContext context, PasskeyRoutes self) => self.Rename(context)).RequirePermission(AccountRoutes.Permission);
        routes.MapPost(RemoveOne, (HttpContext context, PasskeyRoutes self) => self.Remove(context)).RequirePermission(AccountRoutes.Permission);
    }

    /// <param name="of">Id of the item to change.</param>
    internal static string ProofFor(AccountChange change, string? of) =>
        $"{Proof}?for={change.ToText()}{(of is null ? "" : "&of=" + Uri.EscapeDataString(of))}";

    internal static string AddressOf(string id) => $"{One}?id={Uri.EscapeDataString(id)}";

    private async Task<IResult> Ask(HttpContext context)
    {
        context.Request.RequireKnown("for", "of");
        var change = context.Request.Word<AccountChange>("for") ?? throw Problem.Invalid("for", "is required. It names the change to confirm.");
        return PasskeyChallenge.Of(
            await access.Ask(AccountRoutes.CurrentSession(context), AccountSecurity.Purpose(change, context.Request.Text("of")), context)
        );
    }

    private async Task<IResult> Begin(HttpContext context)
    {
        var (session, form) = (AccountRoutes.CurrentSession(context), await AccountRoutes.Form(context, limits));
        return await passkeys.Begin(session, SubmittedProof.Of(form), context) is { } begun
            ? new SignedOutPageResult(
                "Passkey",
                PageResult.Of<PasskeyForm>(("Begun", begun), ("Name", UserAgentParser.Describe(ClientInfo.Of(context).UserAgent)))
            )
            {
                PromptsForPasskey = true,
            }
            : await view.Render(session, new(AccountSection.Passkey, null, AccountRoutes.WrongCredentials), context);
    }

    private async Task<IResult> Finish(HttpContext context)
    {
        var (session, form) = (AccountRoutes.CurrentSession(context), await context.Request.ReadFormAsync(context.RequestAborted));
        if (PasskeyAnswer.Of(form) is not { } answer || await passkeys.Finish(session, NameIn(form), answer, context) is not { } secret)
            return await view.Render(
                session,
                new(AccountSection.Passkey, null, "The passkey response was invalid or too late. Nothing was changed. Try again."),
                context
            );
        SessionCookie.Write(context, secret);
        return new ToastResult(new("Passkey added") { Detail = "Your other sign-in sessions have ended." }, AccountRoutes.Address);
    }

    private Task<IResult> Show(HttpContext context)
    {
        context.Request.RequireKnown("id");
        return Show(context, context.Request.Text("id"), null, null);
    }

    private async Task<IResult> Rename(HttpContext context)
    {
        var (session, form) = (AccountRoutes.CurrentSession(context), await context.Request.ReadFormAsync(context.RequestAborted));
        var name = form["name"].ToString().Trim();
        if (!IsName(name))
            return await Show(context, form["id"].ToString(), "name", $"Enter a name with 1 to {Passkey.MaxNameLength} characters.");
        return await passkeys.Rename(session, form["id"].ToString(), name, context)
            ? new ToastResult(new("Passkey renamed"), AccountRoutes.Address)
            : throw Problem.NotFound("passkey");
    }

    private async Task<IResult> Remove(HttpContext context)
    {
        var (session, form) = (AccountRoutes.CurrentSession(context), await AccountRoutes.Form(context, limits));
        var id = form["id"].ToString();
        var (stays, secret) = await passkeys.Remove(session, id, SubmittedProof.Of(form), context);
        switch (stays)
        {
            case PasskeyRemovalRefusal.Unproved:
                return await Show(context, id, null, AccountRoutes.WrongCredentials);
            case PasskeyRemovalRefusal.Last:
                return await Show(context, id, null, "This is your only second factor. Add another passkey or an authenticator first.");
            case PasskeyRemovalRefusal.Unknown:
                throw Problem.NotFound("passkey");
        }
        SessionCookie.Write(context, secret!); // set after a successful removal
        return new ToastResult(new("Passkey removed") { Detail = "Your other sign-in sessions have ended." }, AccountRoutes.Address);
    }

    private async Task<IResult> Show(HttpContext context, string? id, string? field, string? trouble) =>
        await view.RenderPasskey(AccountRoutes.CurrentSession(context), id, field, trouble, context) ?? throw Problem.NotFound("passkey");

    private static bool IsName(string name) => name.Length is > 0 and <= Passkey.MaxNameLength && !name.Any(char.IsControl);

    internal static string NameIn(IFormCollection form) => form["name"].ToString().Trim() is var name && IsName(name) ? name : "Passkey";
}
