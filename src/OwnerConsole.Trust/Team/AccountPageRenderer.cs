using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Identity;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Renders the user's account page and the pages of their passkeys.</summary>
public sealed class AccountPageRenderer(Database database, Sessions sessions, SecondFactor factor, Passkeys passkeys)
{
    public async Task<IResult> Render(Session own, AccountFormError trouble, HttpContext context)
    {
        await using var look = await database.ReadTenants([], context.RequestAborted);
        return new PageResult(
            "Your account",
            PageResult.Of<AccountPage>(
                (nameof(AccountPage.Own), own),
                (nameof(AccountPage.Sessions), await sessions.Of(own.UserId!, look)),
                (nameof(AccountPage.Passkeys), await passkeys.Of(own.UserId!, look)),
                (nameof(AccountPage.Site), await PasskeySite.Of(context, look)),
                (nameof(AccountPage.CodesLeft), await factor.RecoveryCodesLeft(own.UserId!, look)),
                (nameof(AccountPage.Trouble), trouble)
            )
        )
        {
            Status = Status(trouble.Text),
        };
    }

    /// <returns>The page; null when the user has no passkey with this id.</returns>
    public async Task<IResult?> RenderPasskey(Session own, string? id, string? field, string? trouble, HttpContext context)
    {
        await using var look = await database.ReadTenants([], context.RequestAborted);
        if ((await passkeys.Of(own.UserId!, look)).FirstOrDefault(passkey => passkey.Id == id) is not { } one)
            return null;
        return new PageResult(
            one.Name,
            PageResult.Of<PasskeyPage>(
                (nameof(PasskeyPage.Passkey), one),
                (nameof(PasskeyPage.HasPasskey), await passkeys.Any(own.UserId!, await PasskeySite.Of(context, look), look)),
                (nameof(PasskeyPage.Field), field),
                (nameof(PasskeyPage.Trouble), trouble)
            )
        )
        {
            Status = Status(trouble),
        };
    }

    private static int Status(string? trouble) => trouble is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
}
