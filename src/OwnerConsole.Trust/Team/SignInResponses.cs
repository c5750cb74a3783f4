using Microsoft.AspNetCore.Http;
using OwnerConsole.Data;
using OwnerConsole.Kernel.Modules;
using OwnerConsole.Trust.Team.Pages;
using OwnerConsole.Ui.Theme;

namespace OwnerConsole.Trust.Team;

/// <summary>Shared responses of all sign-in routes.</summary>
internal static class SignInResponses
{
    public static IResult Insecure() => new SignedOutPageResult("HTTPS required", PageResult.Of<InsecureAddress>()) { Status = StatusCodes.Status403Forbidden };

    public static Problem TooFast() => new(429, "too_many_attempts", "Too many attempts. Wait a minute and try again.");
}
