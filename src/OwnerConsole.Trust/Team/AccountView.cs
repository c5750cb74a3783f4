using Microsoft.AspNetCore.Http;
using OwnerConsole.Kernel.Data;
using OwnerConsole.Kernel.Identities;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Draws somebody's account page with what is true now.</summary>
public sealed class AccountView(Database database, Sessions sessions, SecondFactor factor)
{
    public async Task<IResult> Draw(Session own, AccountTrouble trouble, CancellationToken stop)
    {
        await using var look = await database.Look([], stop);
        return new Page(
            "Your account",
            Page.Of<AccountPage>(
                (nameof(AccountPage.Own), own),
                (nameof(AccountPage.Sessions), await sessions.Of(own.UserId!, look)),
                (nameof(AccountPage.CodesLeft), await factor.RecoveryCodesLeft(own.UserId!, look)),
                (nameof(AccountPage.Trouble), trouble)
            )
        )
        {
            Status = trouble.Text is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
        };
    }
}
