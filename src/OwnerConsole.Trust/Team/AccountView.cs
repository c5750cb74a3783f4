using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Draws somebody's account page, and that of one of their passkeys, with what is true now.</summary>
public sealed class AccountView(Database database, Sessions sessions, SecondFactor factor, Passkeys passkeys)
{
    public async Task<IResult> Draw(Session own, AccountTrouble trouble, HttpContext context)
    {
        await using var look = await database.Look([], context.RequestAborted);
        return new Page(
            "Your account",
            Page.Of<AccountPage>(
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

    /// <returns>null when there is none of this id, or it is somebody else's</returns>
    public async Task<IResult?> DrawPasskey(Session own, string? id, string? field, string? trouble, HttpContext context)
    {
        await using var look = await database.Look([], context.RequestAborted);
        if ((await passkeys.Of(own.UserId!, look)).FirstOrDefault(passkey => passkey.Id == id) is not { } one)
            return null;
        return new Page(
            one.Name,
            Page.Of<PasskeyPage>(
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
